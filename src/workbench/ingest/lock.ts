/** Keeps two processes from sending one run at the same time. A process that was killed leaves its lock; that one does not count. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { journalPath } from './runFolder.ts';

export interface RunLock extends Disposable {
  /** The path of the journal, for the one who may write it. */
  readonly journal: string;
}

class RunBusy extends Error {
  override readonly name = 'RunBusy';
}

/** @throws RunBusy, with the process as its message, when another living process has the run. Within one process the caller knows what runs. */
export function lockRun(folder: string): RunLock {
  const file = join(folder, 'lock');
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const owner = Number(readFileSync(file, 'utf8'));
    if (owner !== process.pid && isAlive(owner)) {
      throw new RunBusy(String(owner), { cause: error });
    }
    writeFileSync(file, String(process.pid));
  }
  return { journal: journalPath(folder), [Symbol.dispose]: () => rmSync(file, { force: true }) };
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It lives, and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
