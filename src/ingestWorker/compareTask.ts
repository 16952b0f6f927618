/** Compares a file with Orb in the worker, or continues that. */
import { stat } from 'node:fs/promises';
import { compareFile, type Compared } from '../reconcile/compareFile.ts';
import {
  countRecords,
  replay,
  write,
  type ReconcileRecord,
  type Replayed,
} from '../reconcile/journal.ts';
import { LineOutcomes } from '../reconcile/lineOutcomes.ts';
import type { ComparePorts } from '../reconcile/ports.ts';
import { anyTime } from '../reconcile/rejectedRows.ts';
import { comparisonIn, keepByTime, readRecords } from './comparisonFolder.ts';
import { openLog, systemClock, type FileLog } from './disk.ts';
import { lockRun } from './lock.ts';
import type { FromWorker } from './messages.ts';
import { withClient } from './orbClientInWorker.ts';
import type { ComparedMessage, ToReconcile } from './reconcileMessages.ts';
import { reportProgress, type OpenRunFile, type RunFile } from './runFile.ts';
import { timesOf, withTimes } from './comparedTimes.ts';

type CompareMessage = Extract<ToReconcile, { kind: 'compare' }>;

export interface CompareTools {
  readonly file: OpenRunFile;
  readonly tell: (message: FromWorker) => void;
  readonly ownHistory: ComparePorts['ownHistory'];
}

/** @throws as validateFile, RunBusy, and what can't be written at the start */
export async function compareOrContinue(
  message: CompareMessage,
  tools: CompareTools,
  signal: AbortSignal,
): Promise<ComparedMessage> {
  const { folder, plan } = message;
  using lock = lockRun(folder);
  if (plan === undefined) return await continueComparison(message, lock.journal, tools, signal);
  const before = await stampOf(plan.path);
  const source = await tools.file.open(plan.path);
  const runFile = await tools.file.validate(source, anyTime, folder, signal);
  using log = openLog(lock.journal, 'new');
  const { totals, fingerprint } = runFile.validated;
  const comparison: ReconcileRecord = {
    kind: 'reconcile',
    version: 1,
    ...plan,
    fingerprint,
    lines: totals.lines,
    invalid: totals.invalid + totals.conflicts,
    duplicates: totals.duplicates,
    customers: totals.customers.different,
  };
  write(log, comparison);
  const outcomes = new LineOutcomes(runFile.validated.states);
  const start = { comparison, outcomes, before, replayed: { searches: 0, readUpTo: 0 } };
  return await run(message, { ...runFile, ...start, log }, tools, signal);
}

async function continueComparison(
  message: CompareMessage,
  journal: string,
  tools: CompareTools,
  signal: AbortSignal,
): Promise<ComparedMessage> {
  const { folder } = message;
  const { comparison } = await comparisonIn(folder);
  const before = await stampOf(comparison.path);
  const runFile = await openSame(comparison, folder, tools.file, signal);
  if (runFile === undefined) {
    const { searches, ...counts } = await countRecords(readRecords(folder), comparison);
    const { lines } = comparison;
    return {
      kind: 'compared',
      lines,
      ...counts,
      requests: searches,
      durationMs: 0,
      fileChanged: true,
      ...(counts.notCompared > 0 && { stopped: { kind: 'changed' } }),
    };
  }
  const outcomes = new LineOutcomes(runFile.validated.states);
  const replayed = await replay(readRecords(folder), outcomes);
  using log = openLog(journal, 'more');
  return await run(
    message,
    { ...runFile, comparison, outcomes, before, replayed, log },
    tools,
    signal,
  );
}

/** The file of a comparison, validated again; undefined when it has changed or is gone. @throws as validateFile */
export async function openSame(
  { path, fingerprint }: ReconcileRecord,
  folder: string,
  file: OpenRunFile,
  signal: AbortSignal,
): Promise<RunFile | undefined> {
  if ((await stampOf(path)) === undefined) return undefined;
  const runFile = await file.validate(await file.open(path), anyTime, folder, signal);
  const { bytes, digest } = runFile.validated.fingerprint;
  return bytes === fingerprint.bytes && digest === fingerprint.digest ? runFile : undefined;
}

interface Work extends RunFile {
  readonly comparison: ReconcileRecord;
  readonly outcomes: LineOutcomes;
  readonly replayed: Replayed;
  readonly log: FileLog;
  /** Of the file, before it was opened. */
  readonly before: string | undefined;
}

async function run(
  { options, client }: CompareMessage,
  work: Work,
  { tell, ownHistory }: CompareTools,
  signal: AbortSignal,
): Promise<ComparedMessage> {
  const { source, validated, outcomes, replayed, log, comparison, before } = work;
  tell({ kind: 'comparisonBegun', comparison });
  const tellBoth = withTimes(tell, work);
  const compared: Compared = await withClient(client, tell, ({ events }) => {
    const ports = {
      source,
      sink: events,
      journal: log,
      clock: systemClock,
      ...(ownHistory !== undefined && { ownHistory }),
    };
    const file = { validated, outcomes, readUpTo: replayed.readUpTo };
    return reportProgress(compareFile(ports, file, options, signal), tellBoth);
  });
  const { stopped, requests, durationMs, ...counts } = compared;
  const result = {
    ...counts,
    requests: replayed.searches + requests,
    durationMs,
    fileChanged: stopped?.kind === 'changed' || (await stampOf(comparison.path)) !== before,
  };
  try {
    write(log, { kind: 'end', ...result });
  } catch {
    // On a full disk it counts as unfinished, and a resume finds nothing left to ask for.
  }
  const byTime = timesOf(work);
  if (byTime !== undefined) {
    tell({ kind: 'comparedByTime', byTime });
    await keepByTime(work.folder, byTime);
  }
  const { lines } = comparison;
  return { kind: 'compared', lines, ...result, ...(stopped !== undefined && { stopped }) };
}

/** What changes with the file's content, without reading it; undefined when there is no such file. */
async function stampOf(path: string): Promise<string | undefined> {
  try {
    const { size, mtimeMs, ino } = await stat(path);
    return [size, mtimeMs, ino].join(' ');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
