/**
 * Makes sure that only one process or thread sends a run. It uses SQLite's exclusive lock on a file in the run's folder, which is an
 * operating system lock: only one of several callers gets it, and it ends with its thread or process, however that ends. So there are no
 * stale locks, and no process IDs that may have been reused.
 */
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { journalPath } from './runFolder.ts';

export interface RunLock extends Disposable {
  /** The path of the journal, which only the owner of the lock may write. */
  readonly journal: string;
}

class RunBusy extends Error {
  override readonly name = 'RunBusy';
}

const SQLITE_BUSY = 5;

/** @throws RunBusy when another process, another thread or this thread has the lock */
export function lockRun(folder: string): RunLock {
  const sqlite = process.getBuiltinModule('node:sqlite');
  // The file stays empty and is never deleted, since the next caller would then lock a different file.
  const path = join(folder, 'sending.lock');
  let file: DatabaseSync;
  try {
    file = new sqlite.DatabaseSync(path, { timeout: 0 });
  } catch (error) {
    // SQLite doesn't say why it failed; this throws the system's error.
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

/** Whether a run is being sent or validated right now. */
export function isLocked(folder: string): boolean {
  try {
    lockRun(folder)[Symbol.dispose]();
    return false;
  } catch (error) {
    return error instanceof RunBusy;
  }
}
