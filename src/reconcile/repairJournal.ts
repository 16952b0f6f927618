/**
 * The journal of a repair that changes events one by one: JSON lines that are only ever appended. The plan comes first, so that a resume
 * needs neither the file nor the comparison; what became of each line follows. A last line may be cut off; then the event is read again,
 * and changed only if that hasn't happened.
 */
import type { RepairAction } from '../core/reconciliation/repairs.ts';
import type { JournalLog } from '../ingest/ports.ts';
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
  | RepairRecord
  | { readonly kind: 'lines'; readonly lines: readonly RepairLine[] }
  /** The plan is whole. Nothing is sent before. */
  | { readonly kind: 'start' }
  | { readonly kind: 'done'; readonly line: number }
  | FailedRecord;

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

/** What is known of a repair, from its journal. */
export class RepairState implements RepairProgress {
  #record: RepairRecord | undefined;
  #started = false;
  readonly #lines: RepairLine[] = [];
  readonly #done = new Set<number>();
  readonly #failed = new Map<number, FailedRecord>();

  constructor(private readonly journal?: JournalLog) {}

  /** @returns undefined when nothing was sent: the plan isn't whole */
  static read(text: string, journal?: JournalLog): RepairState | undefined {
    const state = new RepairState(journal);
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

  /** @throws what the journal can't be written with; then it isn't applied either */
  note(entry: RepairEntry): void {
    this.journal?.append(JSON.stringify(entry));
    this.#apply(entry);
  }

  #apply(entry: RepairEntry): void {
    switch (entry.kind) {
      case 'repair':
        this.#record ??= entry;
        break;
      case 'lines':
        this.#lines.push(...entry.lines);
        break;
      case 'start':
        this.#started = true;
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

function parse(line: string): RepairEntry | undefined {
  try {
    return JSON.parse(line) as RepairEntry;
  } catch {
    return undefined;
  }
}
