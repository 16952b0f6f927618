/** The lines of a comparison that a repair sends, from a file that hasn't changed since. */
import { MAX_BATCH } from '../core/event.ts';
import { eventText } from '../core/eventText.ts';
import { memberOf, readJson } from '../core/jsonTree.ts';
import type { FieldDifference } from '../core/reconciliation/outcomes.ts';
import { comparedText } from '../core/reconciliation/comparedText.ts';
import { suits, type RepairAction } from '../core/reconciliation/repairs.ts';
import { customerOf } from '../core/rules/customer.ts';
import { parseTimestamp } from '../core/timestamp.ts';
import type { BatchLine } from '../ingest/batch.ts';
import { SourceChanged } from '../ingest/batchReader.ts';
import { pickLinesWhere } from '../ingest/pick.ts';
import { toFileLine } from '../reconcile/fileLine.ts';
import { matchingRows, repairableRows, toItem } from '../reconcile/items.ts';
import type { Row } from '../reconcile/journal.ts';
import type { RepairLine } from '../reconcile/repairLine.ts';
import { openSame } from './compareTask.ts';
import { comparisonIn, readRecords } from './comparisonFolder.ts';
import { LineFiles } from './lineFiles.ts';
import type { FromReconcile, ToReconcile } from './reconcileMessages.ts';
import type { OpenRunFile } from './runFile.ts';

type Message<Kind extends ToReconcile['kind']> = Extract<ToReconcile, { kind: Kind }>;
type Answer<Kind extends FromReconcile['kind']> = Extract<FromReconcile, { kind: Kind }>;

/** How many lines each repair suits. */
export async function countRepairs({
  folder,
  grace,
}: Message<'countRepairs'>): Promise<Answer<'repairCounts'>> {
  const counts = { ingest: 0, backfill: 0, amend: 0, replace: 0, deprecate: 0, rekey: 0 };
  for await (const row of matchingRows(readRecords(folder), {}, grace)) {
    const { outcome, kind } = toItem(row, grace);
    for (const action of Object.keys(counts) as RepairAction[]) {
      if (suits(action, outcome, kind)) counts[action]++;
    }
  }
  return { kind: 'repairCounts', counts };
}

/** @throws SourceChanged, or what node:fs does */
export async function writeRepairFile(
  message: Message<'writeRepairFile'>,
  file: OpenRunFile,
  signal: AbortSignal,
): Promise<Answer<'repairFileWritten'>> {
  await using files = new LineFiles();
  let lines = 0;
  for await (const batch of repairBatches(message, file, signal)) {
    for (const [{ line, bytes }] of batch) await files.add(message.to, line, bytes);
    lines += batch.length;
  }
  return { kind: 'repairFileWritten', lines };
}

/** @throws SourceChanged */
export async function listRepairs(
  message: Message<'listRepairs'>,
  file: OpenRunFile,
  signal: AbortSignal,
): Promise<Answer<'repairs'>> {
  const lines: RepairLine[] = [];
  for await (const batch of repairBatches(message, file, signal)) {
    for (const [batchLine, { changes = [] }] of batch) {
      const { line, id, text, ms } = toFileLine(batchLine);
      const customer = customerOf(readJson(text));
      if (customer === undefined) continue;
      lines.push({
        ...{ line, id, ms, customer },
        heldMs: heldMs(changes) ?? ms,
        comparedText: comparedText(text, changes),
        text: message.filter.action === 'amend' ? eventText(text) : null,
        ...(message.suffix !== undefined && { copy: withSuffix(text, message.suffix) }),
      });
    }
  }
  return { kind: 'repairs', lines };
}

/** The line with another event ID, and otherwise as it is. */
function withSuffix(text: string, suffix: string): string {
  const id = memberOf(readJson(text), 'idempotency_key');
  if (id?.kind !== 'string') return text;
  return text.slice(0, id.start) + JSON.stringify(id.value + suffix) + text.slice(id.end);
}

/** When Orb's event is; undefined when that is the line's own time. */
function heldMs(changes: readonly FieldDifference[]): number | undefined {
  const orb = changes.find(({ path }) => path === 'timestamp')?.orb ?? null;
  return orb === null ? undefined : parseTimestamp(String(JSON.parse(orb)))?.ms;
}

/** The lines with their rows, ascending. */
export async function* repairBatches(
  { folder, filter, grace }: Message<'listRepairs' | 'writeRepairFile' | 'planBackfills'>,
  file: OpenRunFile,
  signal: AbortSignal,
): AsyncGenerator<readonly (readonly [BatchLine, Row])[], void> {
  const { comparison } = await comparisonIn(folder);
  const same = await openSame(comparison, folder, file, signal);
  if (same === undefined) throw new SourceChanged();
  const rows = new Map<number, Row>();
  for await (const row of repairableRows(readRecords(folder), filter, grace)) {
    rows.set(row.line, row);
  }
  const { source, validated } = same;
  const isWanted = (line: number) => rows.has(line);
  for await (const batch of pickLinesWhere(source, validated, isWanted, MAX_BATCH)) {
    yield batch.flatMap((line) => {
      const row = rows.get(line.line);
      return row === undefined ? [] : [[line, row] as const];
    });
  }
}
