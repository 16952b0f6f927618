/** Which of the runs on this disk may go: all of them when the user deletes what is recorded, old ones by themselves. No editor here. */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DAY_MS } from '../core/timeframe.ts';
import { isLocked, lockRun, type RunLock } from './lock.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import { isUnfinished, journalPath, readSummary } from './runFolder.ts';

interface Retention {
  /** Older runs go, finished or not: to resume one makes no sense any more. */
  readonly maxAgeMs: number;
  /** Above so many runs the oldest finished ones go. */
  readonly maxFinished: number;
}

/** As long as the history of events is kept. */
const defaultRetention: Retention = { maxAgeMs: 400 * DAY_MS, maxFinished: 500 };

/** A folder without a run is one that is being examined, or what a crash in between left behind. */
const ABANDONED_MS = DAY_MS;

/** The folders of all runs, the oldest first: their names begin with the time. */
async function foldersIn(root: string): Promise<readonly string[]> {
  try {
    const all = await readdir(root, { withFileTypes: true });
    return all.flatMap((one) => (one.isDirectory() ? [join(root, one.name)] : [])).sort();
  } catch {
    return [];
  }
}

/** Deletes all runs, or none. @throws RunBusy when one is being examined or sent, in whichever window */
export async function deleteRuns(root: string): Promise<void> {
  const locks: RunLock[] = [];
  try {
    for (const folder of await foldersIn(root)) locks.push(lockRun(folder));
  } finally {
    // Windows deletes no file that is open, so none is held while they go.
    for (const lock of locks) lock[Symbol.dispose]();
  }
  await rm(root, { recursive: true, force: true });
}

/** Takes away what the retention does not keep, and says how many. What somebody works on stays. */
export async function pruneRuns(root: string, nowMs: number, keep: Retention): Promise<number> {
  const folders = await foldersIn(root);
  let tooMany = folders.length - keep.maxFinished;
  let removed = 0;
  for (const folder of folders) {
    const begunMs = await journalMs(folder);
    const ageMs = nowMs - (begunMs ?? (await changedMs(folder)));
    const isOld = ageMs > (begunMs === undefined ? ABANDONED_MS : keep.maxAgeMs);
    // Journals are read only while there are too many runs.
    const goes = isOld || (tooMany > 0 && (await isFinished(folder)));
    if (!goes || isLocked(folder)) continue;
    await rm(folder, { recursive: true, force: true });
    tooMany--;
    removed++;
  }
  return removed;
}

async function isFinished(folder: string): Promise<boolean> {
  const run = await readSummary(folder);
  return run !== undefined && !isUnfinished(run);
}

/** When a run was last worked on; undefined for a folder without one. */
const journalMs = (folder: string): Promise<number | undefined> =>
  stat(journalPath(folder)).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );

/** A folder that is gone meanwhile is as new as can be. */
const changedMs = (folder: string): Promise<number> =>
  stat(folder).then(
    ({ mtimeMs }) => mtimeMs,
    () => Infinity,
  );

/** What the worker does for the runs as a whole. @throws RunBusy */
export async function tendRuns(
  message: Extract<ToWorker, { kind: 'checkLock' | 'deleteRuns' | 'prune' }>,
): Promise<FromWorker> {
  switch (message.kind) {
    case 'checkLock':
      return { kind: 'lockChecked', locked: isLocked(message.folder) };
    case 'deleteRuns':
      await deleteRuns(message.root);
      return { kind: 'runsDeleted' };
    case 'prune': {
      const { root, nowMs } = message;
      return { kind: 'pruned', removed: await pruneRuns(root, nowMs, defaultRetention) };
    }
  }
}
