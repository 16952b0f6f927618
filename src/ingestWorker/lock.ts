/**
 * One sender for each run, whatever else runs on this machine. The lock is the operating system's own (SQLite's exclusive one on
 * a file in the run's folder): it goes to exactly one of those that ask at once, and it ends with the thread or the process that
 * has it, however that ends. So there is no stale lock to judge, and no process number that somebody else may have by now.
 */
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { journalPath } from './runFolder.ts';

export interface RunLock extends Disposable {
  /** The path of the journal, for the one who may write it. */
  readonly journal: string;
}

class RunBusy extends Error {
  override readonly name = 'RunBusy';
}

const SQLITE_BUSY = 5;

/** @throws RunBusy when somebody has the run: another process, another thread of this one, or this thread itself */
export function lockRun(folder: string): RunLock {
  const sqlite = process.getBuiltinModule('node:sqlite');
  // The file stays empty, and stays: to delete it would give the next one a lock on another file.
  const path = join(folder, 'sending.lock');
  let file: DatabaseSync;
  try {
    file = new sqlite.DatabaseSync(path, { timeout: 0 });
  } catch (error) {
    // SQLite tells only that it can't; the system says why.
    accessSync(folder, constants.W_OK);
    throw error;
  }
  try {
    file.exec('pragma journal_mode = memory; pragma locking_mode = exclusive; begin exclusive');
  } catch (error) {
    file.close();
    if ((error as { readonly errcode?: number }).errcode === SQLITE_BUSY) {
      throw new RunBusy(folder, { cause: error });
    }
    throw error;
  }
  return { journal: journalPath(folder), [Symbol.dispose]: () => file.close() };
}

/** True when somebody has the run just now. */
export function isLocked(folder: string): boolean {
  try {
    lockRun(folder)[Symbol.dispose]();
    return false;
  } catch (error) {
    return error instanceof RunBusy;
  }
}
