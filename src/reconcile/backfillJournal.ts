/**
 * The journal of a repair by backfills: JSON lines that are only ever appended. The plan comes first, with a file for the lines of each
 * backfill, so that a resume needs neither the compared file nor the comparison.
 */
import type { PlanTotals, Span } from '../core/reconciliation/plan.ts';
import type { NamedCustomer } from '../core/rules/customer.ts';
import type { JournalLog } from '../ingest/ports.ts';
import { PlannedRepair, type RepairCounts, type RepairProgress } from './repairJournal.ts';

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
  | { readonly kind: 'backfill'; readonly backfill: PlannedBackfill }
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

export class BackfillState extends PlannedRepair<BackfillEntry> implements RepairProgress {
  readonly #backfills = new Map<number, BackfillProgress>();

  /** @returns undefined when nothing was sent: the plan isn't whole */
  static read(text: string, journal?: JournalLog): BackfillState | undefined {
    const state = new BackfillState(journal);
    return state.replay(text) ? state : undefined;
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

  protected apply(entry: BackfillEntry): void {
    switch (entry.kind) {
      case 'backfill':
        this.#backfills.set(entry.backfill.index, {
          planned: entry.backfill,
          isCreating: false,
        });
        break;
      case 'dropped':
        this.#backfills.delete(entry.index);
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

/** A plan of backfills, before it is confirmed. */
export interface BackfillPlan {
  readonly backfills: readonly PlannedBackfill[];
  readonly totals: PlanTotals;
}
