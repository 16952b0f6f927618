/**
 * The journal of a repair that changes events one by one: JSON lines that are only ever appended. The plan comes first, so that a resume
 * needs neither the file nor the comparison; what became of each line follows. A last line may be cut off; then the event is read again,
 * and changed only if that hasn't happened.
 */
import type { RepairAction } from '../core/reconciliation/repairs.ts';
import type { JournalLog } from '../ingest/ports.ts';
import { readJsonLine } from '../std/jsonLine.ts';
import type { RepairLine } from './repairLine.ts';

export interface RepairRecord {
  readonly kind: 'repair';
  readonly version: 1;
  readonly repairId: string;
  readonly action: RepairAction;
  readonly connectionId: string;
  /** By this machine's clock. */
  readonly startedMs: number;
}

export interface FailedRecord {
  readonly kind: 'failed';
  readonly line: number;
  /** As it was shown. */
  readonly message: string;
  /** A resume tries it again. */
  readonly again: boolean;
}

export type RepairEntry =
  | { readonly kind: 'lines'; readonly lines: readonly RepairLine[] }
  | { readonly kind: 'done'; readonly line: number }
  | FailedRecord;

export type PlanEntry =
  | RepairRecord
  /** The plan is whole. Nothing is sent before. */
  | { readonly kind: 'start' };

export interface RepairCounts {
  readonly done: number;
  readonly failed: readonly { readonly line: number; readonly message: string }[];
  readonly notTried: number;
}

/** What is known of any repair. */
export interface RepairProgress {
  readonly record: RepairRecord;
  /** Lines in total. */
  readonly planned: number;
  readonly counts: RepairCounts;
  /** How many lines a resume tries. */
  readonly leftCount: number;
}

/** What every repair's journal begins with, and how it is read and written. */
export abstract class PlannedRepair<Entry extends { readonly kind: string }> {
  #record: RepairRecord | undefined;
  #started = false;

  constructor(private readonly journal?: JournalLog) {}

  get record(): RepairRecord {
    if (this.#record === undefined) throw new Error('A repair starts with its record.');
    return this.#record;
  }

  /** @throws what the journal can't be written with; then it isn't applied either */
  note(entry: PlanEntry | Entry): void {
    this.journal?.append(JSON.stringify(entry));
    this.#add(entry);
  }

  /** @returns false when nothing was sent: the plan isn't whole */
  protected replay(text: string): boolean {
    for (const line of text.split('\n')) {
      const entry = readJsonLine(line) as PlanEntry | Entry | undefined;
      if (entry !== undefined) this.#add(entry);
    }
    return this.#started && this.#record?.version === 1;
  }

  protected abstract apply(entry: Entry): void;

  #add(entry: PlanEntry | Entry): void {
    if (!isOfPlan(entry)) this.apply(entry);
    else if (entry.kind === 'start') this.#started = true;
    else this.#record ??= entry;
  }
}

const isOfPlan = (entry: { readonly kind: string }): entry is PlanEntry =>
  entry.kind === 'repair' || entry.kind === 'start';

/** What is known of a repair, from its journal. */
export class RepairState extends PlannedRepair<RepairEntry> implements RepairProgress {
  readonly #lines: RepairLine[] = [];
  readonly #done = new Set<number>();
  readonly #failed = new Map<number, FailedRecord>();

  /** @returns undefined when nothing was sent: the plan isn't whole */
  static read(text: string, journal?: JournalLog): RepairState | undefined {
    const state = new RepairState(journal);
    return state.replay(text) ? state : undefined;
  }

  /** All that were planned. */
  get lines(): readonly RepairLine[] {
    return this.#lines;
  }

  /** Those that a resume tries. */
  get left(): readonly RepairLine[] {
    return this.#lines.filter(
      ({ line }) => !this.#done.has(line) && this.#failed.get(line)?.again !== false,
    );
  }

  get doneLines(): readonly RepairLine[] {
    return this.#lines.filter(({ line }) => this.#done.has(line));
  }

  get planned(): number {
    return this.#lines.length;
  }

  get leftCount(): number {
    return this.left.length;
  }

  get counts(): RepairCounts {
    const failed = [...this.#failed.values()]
      .map(({ line, message }) => ({ line, message }))
      .toSorted((a, b) => a.line - b.line);
    const done = this.#done.size;
    return { done, failed, notTried: this.#lines.length - done - failed.length };
  }

  protected apply(entry: RepairEntry): void {
    switch (entry.kind) {
      case 'lines':
        this.#lines.push(...entry.lines);
        break;
      case 'done':
        this.#done.add(entry.line);
        this.#failed.delete(entry.line);
        break;
      case 'failed':
        this.#failed.set(entry.line, entry);
        break;
    }
  }
}
