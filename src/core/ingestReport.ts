/** What became of the lines of an ingest, as plain data: what the worker records and the page shows. */

/** A rejected line, as far as it can be read. */
export interface RejectedRow {
  /** From 1, in the text that was sent. */
  readonly line: number;
  readonly id?: string;
  /** As written. */
  readonly timestamp?: string;
  readonly customer?: string;
  readonly reasons: readonly string[];
}

/** The lines of a file by the time of their timestamps. */
export interface OutcomesByTime {
  /** In milliseconds since 1970. */
  readonly startMs: number;
  /** An hour or a day. */
  readonly stepMs: number;
  /**
   * One for each step: how many lines have each outcome. Of an ingest: accepted, duplicates, rejected, not sent. Of a comparison: in the
   * order of core/reconciliation/outcomes.ts.
   */
  readonly rows: readonly (readonly number[])[];
}

/** Rejected lines with the same cause. */
export interface RejectionGroup {
  /** In the order in which the causes were first seen, from 0. */
  readonly id: number;
  /** Orb rejected the lines; otherwise validation did, and they weren't sent. */
  readonly byOrb: boolean;
  /** The lines are older than the grace period and have no other problem, so a backfill can still bring them in. */
  readonly isLate: boolean;
  /** With … for what differs from line to line. Empty for late lines, and for the group of all causes beyond the first ones. */
  readonly reason: string;
  readonly count: number;
  readonly firstLine: number;
  readonly lastLine: number;
  /** The earliest and latest timestamp, in milliseconds since 1970; absent when no line has one. */
  readonly span?: { readonly firstMs: number; readonly lastMs: number };
  /** The first lines of the group. */
  readonly rows: readonly RejectedRow[];
}
