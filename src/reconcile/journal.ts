/**
 * The journal of a comparison: JSON lines that are only ever appended. The first describes the comparison; the others say what Orb has
 * for each line, so that nothing is asked twice. A last line may be cut off; then Orb is asked for those lines again.
 */
import type { Mode } from '../core/connection.ts';
import type {
  FieldDifference,
  LineOutcome,
  OutcomeCounts,
} from '../core/reconciliation/outcomes.ts';
import type { Ranges } from '../ingest/journal.ts';
import type { JournalLog } from '../ingest/ports.ts';
import type { Fingerprint } from '../ingest/validateFile.ts';
import { readJsonLine } from '../std/jsonLine.ts';
import type { LineOutcomes } from './lineOutcomes.ts';

export interface ReconcileRecord {
  readonly kind: 'reconcile';
  readonly version: 1;
  readonly reconcileId: string;
  /** By this machine's clock. */
  readonly startedMs: number;
  readonly connectionId: string;
  readonly connectionName: string;
  readonly mode: Mode;
  /** Absolute path of what is compared: the file itself, or a copy of an editor's text. */
  readonly path: string;
  /** URI of what the user chose. */
  readonly uri: string;
  readonly fingerprint: Fingerprint;
  /** Lines that aren't blank, and those of them that Orb isn't asked for. */
  readonly lines: number;
  readonly invalid: number;
  readonly duplicates: number;
  /** Different customers of the valid lines; absent in comparisons of an earlier version. */
  readonly customers?: number;
}

/** A line that isn't as in Orb. Its ID and its outcome can be listed without the file. */
export interface Row {
  readonly line: number;
  /** Null for an invalid line from which it can't be read. */
  readonly id: string | null;
  readonly outcome: Exclude<LineOutcome, 'notCompared'>;
  /** Of `different` and `invalid`, see core/reconciliation/kinds.ts. */
  readonly kind?: string;
  /** The line's timestamp in milliseconds since 1970; absent when it can't be read. The kind of `missing` follows from it at any time. */
  readonly ms?: number;
  /** Of `different`. */
  readonly changes?: readonly FieldDifference[];
}

export type AnswerRecord =
  /** Lines that Orb isn't asked for. */
  | { readonly kind: 'read'; readonly rows: readonly Row[] }
  /** One search. Lines that are in none of the lists are still to be asked for. */
  | {
      readonly kind: 'compared';
      readonly same: Ranges;
      /** Not found in the time frame of the lines. */
      readonly absent: Ranges;
      readonly rows: readonly Row[];
    };

export interface EndRecord extends OutcomeCounts {
  readonly kind: 'end';
  readonly requests: number;
  readonly durationMs: number;
  readonly fileChanged: boolean;
}
export type JournalRecord = ReconcileRecord | AnswerRecord | EndRecord;

export const write = (log: JournalLog, record: JournalRecord): void =>
  log.append(JSON.stringify(record));

/** @returns undefined for a line that was cut off */
export const readRecord = (line: string) => readJsonLine(line) as JournalRecord | undefined;

/** Applies what is known of lines to their outcomes. */
export function applyRecord(record: AnswerRecord, outcomes: LineOutcomes): void {
  for (const { line, outcome } of record.rows) outcomes.set(line, outcome);
  if (record.kind === 'read') return;
  for (const [progress, ranges] of [
    ['same', record.same],
    ['absent', record.absent],
  ] as const) {
    for (const [first, last] of ranges) {
      for (let line = first; line <= last; line++) outcomes.set(line, progress);
    }
  }
}

export interface Replayed {
  /** How many searches the journal has. */
  readonly searches: number;
  /** The last line that has a `read` row, 0 for none. */
  readonly readUpTo: number;
}

/** Applies a journal to the outcomes of a file that was validated again. */
export async function replay(
  records: AsyncIterable<JournalRecord>,
  outcomes: LineOutcomes,
): Promise<Replayed> {
  let [searches, readUpTo] = [0, 0];
  for await (const record of records) {
    if (record.kind !== 'read' && record.kind !== 'compared') continue;
    applyRecord(record, outcomes);
    if (record.kind === 'compared') searches++;
    else readUpTo = record.rows.at(-1)?.line ?? readUpTo;
  }
  return { searches, readUpTo };
}

/** The counts of a comparison whose file has changed since. */
export async function countRecords(
  records: AsyncIterable<JournalRecord>,
  { lines, invalid, duplicates }: ReconcileRecord,
): Promise<OutcomeCounts & { readonly searches: number }> {
  const counts = { same: 0, missing: 0, different: 0, deprecated: 0, invalid, duplicates };
  let searches = 0;
  for await (const record of records) {
    if (record.kind !== 'compared') continue;
    searches++;
    for (const { outcome } of record.rows) counts[outcome]++;
    for (const [first, last] of record.same) counts.same += last - first + 1;
  }
  const compared = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return { ...counts, notCompared: lines - compared, searches };
}
