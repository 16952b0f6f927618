/** Deletes recorded runs and comparisons: all of them when the user asks for it, and old ones automatically. */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DAY_MS } from '../core/timeframe.ts';
import { isComparisonUnfinished, readComparison } from './comparisonFolder.ts';
import { isLocked, lockRun, type RunLock } from './lock.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import { isUnfinished, journalPath, readSummary } from './runFolder.ts';

interface Retention {
  /** Older runs are deleted, even unfinished ones, since resuming them no longer makes sense. */
  readonly maxAgeMs: number;
  /** With more runs than this, the oldest finished ones are deleted. */
  readonly maxFinished: number;
}

/** The age limit is that of the event history. */
const defaultRetention: Retention = { maxAgeMs: 400 * DAY_MS, maxFinished: 500 };

/** A folder without a journal belongs to a file that is being validated, or was left behind by a crash. */
const ABANDONED_MS = DAY_MS;

/** The folders of all runs, oldest first, since their names start with the time. */
async function foldersIn(root: string): Promise<readonly string[]> {
  try {
    const all = await readdir(root, { withFileTypes: true });
    return all.flatMap((one) => (one.isDirectory() ? [join(root, one.name)] : [])).sort();
  } catch {
    return [];
  }
}

/** Deletes all runs, or none. @throws RunBusy when one is being validated or sent in any window */
export async function deleteRuns(root: string): Promise<void> {
  const locks: RunLock[] = [];
  try {
    for (const folder of await foldersIn(root)) locks.push(lockRun(folder));
  } finally {
    // Windows can't delete open files, so the locks are released first.
    for (const lock of locks) lock[Symbol.dispose]();
  }
  await rm(root, { recursive: true, force: true });
}

/** Deletes runs that are past the retention, except those in use. @returns how many were deleted */
export async function pruneRuns(root: string, nowMs: number, keep: Retention): Promise<number> {
  const folders = await foldersIn(root);
  let tooMany = folders.length - keep.maxFinished;
  let removed = 0;
  for (const folder of folders) {
    const journaledMs = await journalMs(folder);
    const ageMs = nowMs - (journaledMs ?? (await changedMs(folder)));
    const isOld = ageMs > (journaledMs === undefined ? ABANDONED_MS : keep.maxAgeMs);
    // Journals are read only while there are too many runs.
    const isDue = isOld || (tooMany > 0 && (await isFinished(folder)));
    if (!isDue || isLocked(folder)) continue;
    await rm(folder, { recursive: true, force: true });
    tooMany--;
    removed++;
  }
  return removed;
}

async function isFinished(folder: string): Promise<boolean> {
  const run = await readSummary(folder);
  if (run !== undefined) return !isUnfinished(run);
  const comparison = await readComparison(folder);
  return comparison !== undefined && !isComparisonUnfinished(comparison);
}

/** When a run's journal last changed, in milliseconds since 1970; undefined for a folder without one. */
const journalMs = (folder: string): Promise<number | undefined> =>
  stat(journalPath(folder)).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );

/** Infinity for a folder that no longer exists, so that it isn't deleted. */
const changedMs = (folder: string): Promise<number> =>
  stat(folder).then(
    ({ mtimeMs }) => mtimeMs,
    () => Infinity,
  );

/** Handles the messages about runs as a whole. @throws RunBusy */
export async function manageRuns(
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
