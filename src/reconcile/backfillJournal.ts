/**
 * The journal of a repair by backfills: JSON lines that are only ever appended. The plan comes first, with a file for the lines of each
 * backfill, so that a resume needs neither the compared file nor the comparison.
 */
import type { PlanTotals, Span } from '../core/reconciliation/plan.ts';
import type { NamedCustomer } from '../core/rules/customer.ts';
import type { JournalLog } from '../ingest/ports.ts';
import type { RepairCounts, RepairProgress, RepairRecord } from './repairJournal.ts';

/** One backfill to create, and the lines to ingest into it, or an ingest without one. */
export interface PlannedBackfill extends Span {
  readonly index: number;
  /** Absolute path of a file with its lines, each with the number that it has in the compared file. */
  readonly path: string;
  readonly lines: number;
  /** The backfill is limited to this customer. */
  readonly customer?: NamedCustomer;
  /** The lines are inside the grace period, so they are ingested without a backfill. */
  readonly isDirect?: boolean;
  /** The numbers of the lines, of a repair that adds backfills while it goes on. */
  readonly numbers?: readonly number[];
}

/** Counts of an ingest into a backfill. Those not tried are tried by a resume. */
export type IngestedCounts = RepairCounts;

export type BackfillEntry =
  | RepairRecord
  | { readonly kind: 'backfill'; readonly backfill: PlannedBackfill }
  /** The plan is whole. Nothing is sent before. */
  | { readonly kind: 'start' }
  /** Nothing was sent for it, and its lines are planned again. */
  | { readonly kind: 'dropped'; readonly index: number }
  /** Orb is about to be asked to create it. */
  | { readonly kind: 'creating'; readonly index: number }
  | { readonly kind: 'created'; readonly index: number; readonly backfillId: string }
  | ({ readonly kind: 'ingested'; readonly index: number } & IngestedCounts);

/** What is known of one backfill of the plan. */
export interface BackfillProgress {
  readonly planned: PlannedBackfill;
  /** Orb was asked to create it. */
  readonly isCreating: boolean;
  readonly backfillId?: string;
  readonly ingested?: IngestedCounts;
}

export class BackfillState implements RepairProgress {
  #record: RepairRecord | undefined;
  #started = false;
  readonly #backfills = new Map<number, BackfillProgress>();

  constructor(private readonly journal?: JournalLog) {}

  /** @returns undefined when nothing was sent: the plan isn't whole */
  static read(text: string, journal?: JournalLog): BackfillState | undefined {
    const state = new BackfillState(journal);
    for (const line of text.split('\n')) {
      const entry = parse(line);
      if (entry !== undefined) state.#apply(entry);
    }
    return state.#started && state.#record?.version === 1 ? state : undefined;
  }

  get record(): RepairRecord {
    if (this.#record === undefined) throw new Error('A repair starts with its record.');
    return this.#record;
  }

  get backfills(): readonly BackfillProgress[] {
    return [...this.#backfills.values()];
  }

  /** Lines in total. */
  get planned(): number {
    return this.backfills.reduce((sum, { planned }) => sum + planned.lines, 0);
  }

  /** How many lines a resume tries. */
  get leftCount(): number {
    return this.counts.notTried;
  }

  get counts(): RepairCounts {
    const all = this.backfills.map(
      ({ planned, ingested }) => ingested ?? { done: 0, failed: [], notTried: planned.lines },
    );
    return {
      done: all.reduce((sum, { done }) => sum + done, 0),
      failed: all.flatMap(({ failed }) => failed).toSorted((a, b) => a.line - b.line),
      notTried: all.reduce((sum, { notTried }) => sum + notTried, 0),
    };
  }

  /** @throws what the journal can't be written with; then it isn't applied either */
  note(entry: BackfillEntry): void {
    this.journal?.append(JSON.stringify(entry));
    this.#apply(entry);
  }

  #apply(entry: BackfillEntry): void {
    switch (entry.kind) {
      case 'repair':
        this.#record ??= entry;
        break;
      case 'backfill':
        this.#backfills.set(entry.backfill.index, {
          planned: entry.backfill,
          isCreating: false,
        });
        break;
      case 'dropped':
        this.#backfills.delete(entry.index);
        break;
      case 'start':
        this.#started = true;
        break;
      case 'creating':
        this.#change(entry.index, ({ planned }) => ({ planned, isCreating: true }));
        break;
      case 'created':
        this.#change(entry.index, (before) => ({ ...before, backfillId: entry.backfillId }));
        break;
      case 'ingested': {
        const { done, failed, notTried } = entry;
        this.#change(entry.index, (before) => ({
          ...before,
          ingested: { done, failed, notTried },
        }));
        break;
      }
    }
  }

  #change(index: number, change: (before: BackfillProgress) => BackfillProgress): void {
    const before = this.#backfills.get(index);
    if (before !== undefined) this.#backfills.set(index, change(before));
  }
}

function parse(line: string): BackfillEntry | undefined {
  try {
    return JSON.parse(line) as BackfillEntry;
  } catch {
    return undefined;
  }
}

/** A plan of backfills, before it is confirmed. */
export interface BackfillPlan {
  readonly backfills: readonly PlannedBackfill[];
  readonly totals: PlanTotals;
}
