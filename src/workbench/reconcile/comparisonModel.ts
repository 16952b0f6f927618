/** What the page of a comparison shows: follows it while it runs, or reads what was recorded. Independent of the webview. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Mode } from '../../core/connection.ts';
import type { OutcomesByTime } from '../../core/ingestReport.ts';
import type { RepairAction } from '../../core/reconciliation/repairs.ts';
import type { OutcomeCounts } from '../../core/reconciliation/outcomes.ts';
import type { RepairResult } from '../../core/reconciliation/results.ts';
import type { Cure } from '../../core/texts/reconcileButtons.ts';
import type { ComparisonPhase, LastRepair } from '../../core/texts/reconcileFooter.ts';
import type { FromWorker } from '../../ingestWorker/messages.ts';
import type { ComparedMessage } from '../../ingestWorker/reconcileMessages.ts';
import type { RowSelection } from '../../protocol/reconcile.ts';
import type { RowGroup } from '../../reconcile/rowIndex.ts';
import { Emitter } from '../../std/emitter.ts';

/** Which comparison it is. */
export interface ShownComparisonRecord {
  readonly reconcileId: string;
  readonly folder: string;
  readonly uri: string;
  /** Of what is compared: the file itself, or a copy of an editor's text. */
  readonly path: string;
  readonly connectionId: string;
  readonly connectionName: string;
  readonly mode: Mode;
}

/** What a repair was for. */
export interface RepairedLines {
  readonly action: RepairAction;
  readonly outcome?: string;
  readonly kind?: string;
}

/** A repair that was done since the comparison. */
export interface DoneRepair extends LastRepair, RepairedLines {
  readonly repairId: string;
  readonly failedLines: readonly number[];
}

export const everything: RowSelection = { outcome: null, kind: null, span: null, lines: null };

export class ComparisonModel {
  readonly #changed = new Emitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #byTimeChanged = new Emitter<void>();
  readonly onDidChangeByTime = this.#byTimeChanged.event;
  phase: ComparisonPhase = { kind: 'interrupted' };
  counts: OutcomeCounts = nothingCompared(0);
  customers: number | null = null;
  byTime: OutcomesByTime | null = null;
  groups: readonly RowGroup[] = [];
  selection: RowSelection = everything;
  /** How many lines are selected. */
  selected = 0;
  running: Cure | null = null;
  repairs: readonly DoneRepair[] = [];
  /** The last repair, until something else is selected. */
  repaired: DoneRepair | null = null;
  #work = new AbortController();

  constructor(public record: ShownComparisonRecord) {}

  get fileName(): string {
    return basename(vscode.Uri.parse(this.record.uri).path);
  }

  get lines(): number {
    return Object.values(this.counts).reduce((sum, count) => sum + count, 0);
  }

  /** Whether it compares, here or in another window. */
  get isWorking(): boolean {
    return ['reading', 'comparing', 'elsewhere'].includes(this.phase.kind);
  }

  /** @returns a signal that the page's Stop aborts */
  begin(): AbortSignal {
    this.#work = new AbortController();
    this.set({ kind: 'reading', lines: 0 });
    return this.#work.signal;
  }

  stop(): void {
    this.#work.abort();
  }

  follow(message: FromWorker): void {
    if (message.kind === 'validating') this.set({ kind: 'reading', lines: message.lines });
    else if (message.kind === 'comparedByTime') this.setByTime(message.byTime);
    else if (message.kind === 'comparisonBegun') {
      const { lines, invalid, duplicates, customers } = message.comparison;
      this.customers = customers ?? null;
      if (this.lines === 0)
        this.counts = { ...nothingCompared(lines - invalid - duplicates), invalid, duplicates };
    } else if (message.kind === 'comparing') {
      const { done, of, left } = message;
      this.counts = countsOf(message);
      this.set({ kind: 'comparing', done, of, ...(left !== undefined && { left }) });
    }
  }

  finish(compared: ComparedMessage, atMs: number): void {
    const { stopped, fileChanged } = compared;
    this.counts = countsOf(compared);
    if (stopped !== undefined) {
      const { kind, message } = stopped;
      this.set({ kind: 'stopped', why: kind, ...(message !== undefined && { message }) });
    } else this.set(fileChanged ? { kind: 'fileChanged', atMs } : { kind: 'ended', atMs });
  }

  /** What was recorded. */
  restore(phase: ComparisonPhase, counts: OutcomeCounts, customers: number | null): void {
    this.counts = counts;
    this.customers = customers;
    this.set(phase);
  }

  set(phase: ComparisonPhase): void {
    this.phase = phase;
    this.#changed.fire();
  }

  setByTime(byTime: OutcomesByTime | null): void {
    this.byTime = byTime;
    this.#byTimeChanged.fire();
  }

  select(selection: RowSelection, selected: number): void {
    this.selection = selection;
    this.selected = selected;
    this.repaired = null;
    this.#changed.fire();
  }

  /** @param running null when it has ended */
  setRunning(running: Cure | null): void {
    this.running = running;
    this.#changed.fire();
  }

  /** Keeps what a repair did, or what it did in all once it was resumed. */
  addRepair(what: RepairedLines, result: RepairResult, atMs: number): void {
    const { repairId, planned, done, failed, notTried } = result;
    const repaired = {
      ...this.repairs.find((each) => each.repairId === repairId),
      ...what,
      ...{ repairId, count: planned, atMs, done, failed: failed.length, notTried },
      failedLines: failed.map(({ line }) => line),
    };
    this.repairs = [...this.repairs.filter((each) => each.repairId !== repairId), repaired];
    this.repaired = repaired;
    this.#changed.fire();
  }
}

const nothingCompared = (lines: number): OutcomeCounts => ({
  ...{ same: 0, missing: 0, different: 0, deprecated: 0, invalid: 0, duplicates: 0 },
  notCompared: lines,
});

function countsOf(counts: OutcomeCounts): OutcomeCounts {
  const { same, missing, different, deprecated, invalid, duplicates, notCompared } = counts;
  return { same, missing, different, deprecated, invalid, duplicates, notCompared };
}
