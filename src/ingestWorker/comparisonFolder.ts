/** The folder of a comparison: its journal, and a copy of what was compared from an editor. */
import { createReadStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { OutcomesByTime } from '../core/ingestReport.ts';
import {
  readRecord,
  type EndRecord,
  type JournalRecord,
  type ReconcileRecord,
} from '../reconcile/journal.ts';
import { journalPath } from './runFolder.ts';

export interface ComparisonSummary {
  readonly comparison: ReconcileRecord;
  /** How its last part ended; absent while it runs, and after a kill. */
  readonly end?: EndRecord;
}

/** The records of a journal, without what was cut off. @throws what node:fs does */
export async function* readRecords(folder: string): AsyncGenerator<JournalRecord, void> {
  for await (const line of linesOf(folder)) {
    const record = readRecord(line);
    if (record !== undefined) yield record;
  }
}

/** Reads how a comparison started and ended, without its lines. @returns undefined when the folder has no journal of a comparison */
export async function readComparison(folder: string): Promise<ComparisonSummary | undefined> {
  let comparison: ReconcileRecord | undefined;
  let end: EndRecord | undefined;
  try {
    for await (const line of linesOf(folder)) {
      if (!/^\{"kind":"(?:reconcile|end)"/.test(line)) continue;
      const record = readRecord(line);
      if (record?.kind === 'reconcile') comparison ??= record;
      if (record?.kind === 'end') end = record;
    }
  } catch {
    return undefined;
  }
  if (comparison?.version !== 1) return undefined;
  return { comparison, ...(end !== undefined && { end }) };
}

const byTimePath = (folder: string) => join(folder, 'byTime.json');

/** Keeps the chart, so that it's shown again without the file. A full disk only loses the chart. */
export async function keepByTime(folder: string, byTime: OutcomesByTime): Promise<void> {
  await writeFile(byTimePath(folder), JSON.stringify(byTime)).catch(() => undefined);
}

/** @returns undefined when there is none, or the comparison was interrupted */
export async function readByTime(folder: string): Promise<OutcomesByTime | undefined> {
  try {
    return JSON.parse(await readFile(byTimePath(folder), 'utf8')) as OutcomesByTime;
  } catch {
    return undefined;
  }
}

/** @throws Error for a folder without a journal that can be read */
export async function comparisonIn(folder: string): Promise<ComparisonSummary> {
  const kept = await readComparison(folder);
  if (kept === undefined) throw new Error("The journal of this comparison can't be read.");
  return kept;
}

const linesOf = (folder: string) =>
  createInterface({ input: createReadStream(journalPath(folder), 'utf8'), crlfDelay: Infinity });

/** Whether the comparison was stopped, or its process ended early. */
export const isComparisonUnfinished = ({ end }: ComparisonSummary): boolean =>
  end === undefined || end.notCompared > 0;
