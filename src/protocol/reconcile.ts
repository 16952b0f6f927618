/** The page of a comparison and the extension. The extension compares, words, and repairs; the page draws, and asks for rows by page. */
import type { OutcomesByTime } from '../core/ingestReport.ts';
import type { DiffLine } from '../core/reconciliation/diffLines.ts';
import type {
  FieldDifference,
  LineOutcome,
  OutcomeCounts,
} from '../core/reconciliation/outcomes.ts';
import type { RepairAction } from '../core/reconciliation/repairs.ts';
import type { ReconcilePageTexts } from '../core/texts/reconcilePage.ts';
import type { TimeBounds } from '../core/timeSeries.ts';
import type { ShownConnection } from './eventEditor.ts';

export type ReconcileAction =
  | 'stop'
  | 'resume'
  | 'again'
  | 'export'
  | 'saveReport'
  | 'openFile'
  | 'openLines'
  | 'pickRepair'
  | 'resumeRepair'
  | 'showFailed'
  | 'replaceKey'
  | 'showUsage'
  | `repair:${RepairAction}`;

/** What is selected: an outcome or a kind, hours of the chart, and rows of these. Null is all. */
export interface RowSelection {
  readonly outcome: LineOutcome | null;
  readonly kind: string | null;
  /** Of the timestamps. */
  readonly span: TimeBounds | null;
  readonly lines: readonly number[] | null;
}

export interface ShownGroup {
  readonly outcome: LineOutcome;
  readonly kind: string | null;
  readonly label: string;
  readonly count: number;
  /** Lines that were repaired since; they aren't part of `count`. */
  readonly repaired: number;
  readonly span: { readonly firstMs: number; readonly lastMs: number } | null;
}

/** A line that isn't as in Orb. */
export interface ShownRow {
  readonly line: number;
  /** Null when it can't be read. */
  readonly eventId: string | null;
  readonly outcome: LineOutcome;
  readonly kind: string | null;
  readonly changes: readonly FieldDifference[];
  /** Its timestamp in milliseconds since 1970. */
  readonly ms: number | null;
}

export interface ReconcileState {
  readonly reconcileId: string;
  readonly connection: ShownConnection;
  readonly fileName: string;
  readonly status: { readonly icon: string; readonly text: string };
  /** They add up to `lines`. */
  readonly counts: OutcomeCounts;
  readonly lines: number;
  readonly customers: number | null;
  readonly isWorking: boolean;
  /** From 0 to 1; null when there is nothing to wait for. */
  readonly progress: number | null;
  /** When it changes, the footer's sentence is announced. */
  readonly step: string;
  readonly footer: {
    readonly icon: string;
    readonly sentence: string;
    readonly second?: string;
    readonly buttons: readonly {
      readonly action: ReconcileAction;
      readonly label: string;
      readonly disabled?: boolean;
    }[];
  };
  /** In place of rows, when there are none to show. */
  readonly message: {
    readonly lines: readonly string[];
    readonly links: readonly { readonly action: ReconcileAction; readonly label: string }[];
  } | null;
  /** By the account's clock. */
  readonly grace: { readonly nowMs: number; readonly gracePeriodHours: number };
}

/** All that the page shows, without rows. */
export interface ShownComparison {
  readonly state: ReconcileState;
  readonly groups: readonly ShownGroup[];
  /** Null when there is no chart to draw. */
  readonly byTime: OutcomesByTime | null;
}

/** What the page asks the extension. */
export interface ToHost {
  open(): ShownComparison & { readonly texts: ReconcilePageTexts; readonly language: string };
  select(selection: RowSelection): void;
  rows(params: {
    readonly selection: RowSelection;
    readonly offset: number;
    readonly limit: number;
  }): { readonly total: number; readonly rows: readonly ShownRow[] };
  /** Null when the file no longer has this event on this line. */
  detail(row: ShownRow): readonly DiffLine[] | null;
  run(params: { readonly action: ReconcileAction }): void;
  openLine(params: { readonly line: number }): void;
  openEvent(row: ShownRow): void;
  copy(params: { readonly text: string }): void;
}

/** What the extension sends to the page. */
export interface ToPage {
  show(state: ReconcileState): void;
  showGroups(groups: readonly ShownGroup[]): void;
  showByTime(byTime: OutcomesByTime | null): void;
}
