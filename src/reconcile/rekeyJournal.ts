/**
 * The journal of a repair that gives events new IDs: what became of each deprecation, and of each copy that is sent instead. A line is
 * done once its copy has arrived; until then a resume goes on with it.
 */
import type { JournalLog } from '../ingest/ports.ts';
import { BackfillState } from './backfillJournal.ts';
import {
  RepairState,
  type PlanEntry,
  type RepairCounts,
  type RepairProgress,
  type RepairRecord,
} from './repairJournal.ts';
import type { RepairLine } from './repairLine.ts';

export class RekeyState implements RepairProgress {
  readonly deprecations: RepairState;
  /** Added once the lines' events are deprecated. */
  readonly copies: BackfillState;

  constructor(
    journal?: JournalLog,
    deprecations = new RepairState(journal),
    copies = new BackfillState(journal),
  ) {
    this.deprecations = deprecations;
    this.copies = copies;
  }

  /** @returns undefined when nothing was sent: the plan isn't whole */
  static read(text: string, journal?: JournalLog): RekeyState | undefined {
    const deprecations = RepairState.read(text, journal);
    const copies = BackfillState.read(text, journal);
    if (deprecations === undefined || copies === undefined) return undefined;
    return new RekeyState(journal, deprecations, copies);
  }

  /** Both parts read the record and the start from one journal. */
  note(entry: PlanEntry): void {
    this.deprecations.note(entry);
    this.copies.note(entry);
  }

  get record(): RepairRecord {
    return this.deprecations.record;
  }

  get planned(): number {
    return this.deprecations.planned;
  }

  /** Lines whose events are deprecated and whose copies aren't part of an ingest yet. */
  get uncopied(): readonly RepairLine[] {
    const taken = new Set(this.copies.backfills.flatMap(({ planned }) => planned.numbers ?? []));
    return this.deprecations.doneLines.filter(({ line }) => !taken.has(line));
  }

  get counts(): RepairCounts {
    const { done, failed } = this.copies.counts;
    const all = [...this.deprecations.counts.failed, ...failed].toSorted((a, b) => a.line - b.line);
    return { done, failed: all, notTried: this.planned - done - all.length };
  }

  get leftCount(): number {
    const deprecated = this.deprecations.doneLines.length;
    const { done, failed } = this.copies.counts;
    return this.deprecations.leftCount + deprecated - done - failed.length;
  }
}
