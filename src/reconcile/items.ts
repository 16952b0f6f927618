/** The lines of a comparison as a command returns them: those of one outcome or kind, page by page. */
import { kindOfMissing } from '../core/reconciliation/kinds.ts';
import { suits, type RepairAction } from '../core/reconciliation/repairs.ts';
import type { FieldDifference, LineOutcome } from '../core/reconciliation/outcomes.ts';
import type { AnswerRecord, JournalRecord, Row } from './journal.ts';

export interface Item {
  /** From 1, as editors show it. */
  readonly line: number;
  /** Null for an invalid line from which it can't be read. */
  readonly eventId: string | null;
  readonly outcome: LineOutcome;
  /** See core/reconciliation/kinds.ts; null for an outcome without kinds. */
  readonly kind: string | null;
  readonly changes: readonly FieldDifference[];
}

/** A line as its page shows it. */
export interface RowItem extends Item {
  /** The line's timestamp in milliseconds since 1970; null when it can't be read. */
  readonly ms: number | null;
}

export interface ItemFilter {
  readonly outcome?: LineOutcome;
  readonly kind?: string;
}

/** Whether a line is inside the grace period depends on when that is asked. */
export interface GraceNow {
  /** By the account's clock. */
  readonly nowMs: number;
  readonly gracePeriodHours: number;
}

export function toItem(row: Row, grace: GraceNow): Item {
  const { line, id, outcome, changes = [] } = row;
  return { line, eventId: id, outcome, kind: kindOf(row, grace), changes };
}

function kindOf({ outcome, kind, ms }: Row, { nowMs, gracePeriodHours }: GraceNow): string | null {
  if (kind !== undefined) return kind;
  return outcome === 'missing' ? kindOfMissing(ms ?? 0, nowMs, gracePeriodHours) : null;
}

/** Whether the lines that match have rows in the journal: those of `same` and `notCompared` have none. */
export const hasOnlyRows = ({ outcome, kind }: ItemFilter): boolean =>
  kind !== undefined || (outcome !== undefined && outcome !== 'same' && outcome !== 'notCompared');

/** What a repair is for: lines that match, and are among these. */
export interface RepairFilter extends ItemFilter {
  readonly action: RepairAction;
  /** By number; all by default. */
  readonly lines?: readonly number[];
}

/** The rows that a repair suits. */
export async function* repairableRows(
  records: AsyncIterable<JournalRecord>,
  { action, lines, ...filter }: RepairFilter,
  grace: GraceNow,
): AsyncGenerator<Row, void> {
  const chosen = lines && new Set(lines);
  for await (const record of records) {
    if (record.kind !== 'compared' && record.kind !== 'read') continue;
    const same =
      action === 'deprecate' && record.kind === 'compared' ? sameRows(record, chosen) : [];
    for (const row of [...record.rows, ...same]) {
      if (chosen !== undefined && !chosen.has(row.line)) continue;
      if (matches(row, filter, grace) && suits(action, row.outcome, kindOf(row, grace))) yield row;
    }
  }
}

/** Lines that are as in Orb have no rows of their own, and only chosen ones get one. */
function* sameRows(
  { same }: Extract<AnswerRecord, { kind: 'compared' }>,
  chosen: ReadonlySet<number> = new Set(),
): Generator<Row, void> {
  for (const line of chosen) {
    const isSame = same.some(([first, last]) => first <= line && line <= last);
    if (isSame) yield { line, id: null, outcome: 'same' };
  }
}

function matches(row: Row, { outcome, kind }: ItemFilter, grace: GraceNow): boolean {
  if (outcome !== undefined && row.outcome !== outcome) return false;
  return kind === undefined || kindOf(row, grace) === kind;
}

/** The rows that match, each as often as the journal has it: once. */
export async function* matchingRows(
  records: AsyncIterable<JournalRecord>,
  filter: ItemFilter,
  grace: GraceNow,
): AsyncGenerator<Row, void> {
  for await (const record of records) {
    if (record.kind !== 'compared' && record.kind !== 'read') continue;
    for (const row of record.rows) if (matches(row, filter, grace)) yield row;
  }
}

/** @param lines in any order @returns those of the page, ascending */
export const pageOf = (
  lines: readonly number[],
  offset: number,
  limit: number,
): readonly number[] => lines.toSorted((a, b) => a - b).slice(offset, offset + limit);
