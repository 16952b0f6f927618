/** Lists the lines of a comparison, and writes its report. */
import type { LineOutcome } from '../core/reconciliation/outcomes.ts';
import { reportCsv, reportMarkdown } from '../core/texts/reconcileReport.ts';
import { MAX_BATCH } from '../core/event.ts';
import { SourceChanged } from '../ingest/batchReader.ts';
import { pickLinesWhere } from '../ingest/pick.ts';
import { toFileLine } from '../reconcile/fileLine.ts';
import { hasOnlyRows, matchingRows, pageOf, toItem, type Item } from '../reconcile/items.ts';
import { countRecords, replay } from '../reconcile/journal.ts';
import { LineOutcomes } from '../reconcile/lineOutcomes.ts';
import { openSame } from './compareTask.ts';
import { comparisonIn, readRecords } from './comparisonFolder.ts';
import type { FromReconcile, ToReconcile } from './reconcileMessages.ts';
import type { OpenRunFile } from './runFile.ts';

type Message<Kind extends ToReconcile['kind']> = Extract<ToReconcile, { kind: Kind }>;
type Answer<Kind extends FromReconcile['kind']> = Extract<FromReconcile, { kind: Kind }>;

/** @throws SourceChanged when lines are wanted that only the file has, and it has changed */
export async function listItems(
  message: Message<'listItems'>,
  file: OpenRunFile,
  signal: AbortSignal,
): Promise<Answer<'items'>> {
  const { folder, filter, grace, offset, limit } = message;
  const rows = () => matchingRows(readRecords(folder), filter, grace);
  const outcomes = hasOnlyRows(filter)
    ? undefined
    : await outcomesOf(folder, file, filter.outcome, signal);
  const lines: number[] = outcomes?.lines ?? [];
  if (outcomes === undefined) for await (const { line } of rows()) lines.push(line);
  const page = pageOf(lines, offset, limit);
  const wanted = new Set(page);
  const items = new Map<number, Item>();
  for await (const row of rows()) if (wanted.has(row.line)) items.set(row.line, toItem(row, grace));
  for await (const item of outcomes?.read((line) => wanted.has(line) && !items.has(line)) ?? []) {
    items.set(item.line, item);
  }
  return {
    kind: 'items',
    total: lines.length,
    items: page.flatMap((line) => items.get(line) ?? []),
  };
}

interface FileItems {
  /** The lines with the outcome, ascending. */
  readonly lines: number[];
  /** Reads valid lines of the file. */
  readonly read: (isWanted: (line: number) => boolean) => AsyncGenerator<Item, void>;
}

/** The lines of an outcome, or all, of a file that has not changed. @throws SourceChanged */
async function outcomesOf(
  folder: string,
  file: OpenRunFile,
  outcome: LineOutcome | undefined,
  signal: AbortSignal,
): Promise<FileItems> {
  const { comparison } = await comparisonIn(folder);
  const same = await openSame(comparison, folder, file, signal);
  if (same === undefined) throw new SourceChanged();
  const { source, validated } = same;
  const outcomes = new LineOutcomes(validated.states);
  await replay(readRecords(folder), outcomes);
  const get = (line: number): LineOutcome | undefined => {
    const progress = outcomes.get(line);
    return progress === 'absent' ? 'notCompared' : progress;
  };
  const lines: number[] = [];
  for (let line = 1; line <= validated.states.last; line++) {
    const its = get(line);
    if (its !== undefined && (outcome === undefined || its === outcome)) lines.push(line);
  }
  return {
    lines,
    async *read(isWanted) {
      for await (const batch of pickLinesWhere(source, validated, isWanted, MAX_BATCH)) {
        for (const { line, id } of batch.map(toFileLine)) {
          const its = get(line) ?? 'notCompared';
          yield { line, eventId: id, outcome: its, kind: null, changes: [] };
        }
      }
    },
  };
}

/** All lines that aren't as in Orb, ascending. */
export async function exportComparison({
  folder,
  format,
  grace,
  fileName,
  account,
}: Message<'exportComparison'>): Promise<Answer<'exported'>> {
  const { comparison } = await comparisonIn(folder);
  const items: Item[] = [];
  for await (const row of matchingRows(readRecords(folder), {}, grace))
    items.push(toItem(row, grace));
  items.sort((a, b) => a.line - b.line);
  if (format === 'csv') return { kind: 'exported', text: reportCsv(items) };
  const counts = await countRecords(readRecords(folder), comparison);
  const head = { fileName, account, comparedMs: comparison.startedMs, counts };
  return { kind: 'exported', text: reportMarkdown(head, items) };
}
