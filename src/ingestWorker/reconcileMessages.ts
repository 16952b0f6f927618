/** The messages about comparisons between the extension and the worker, as plain data. */
import type { OwnWrite } from '../core/held.ts';
import type { OutcomesByTime } from '../core/ingestReport.ts';
import type { DiffLine } from '../core/reconciliation/diffLines.ts';
import type { Span } from '../core/reconciliation/plan.ts';
import type { OutcomeCounts } from '../core/reconciliation/outcomes.ts';
import type { RepairAction } from '../core/reconciliation/repairs.ts';
import type { BackfillPlan } from '../reconcile/backfillJournal.ts';
import type { Compared, Comparing } from '../reconcile/compareFile.ts';
import type { CompareOptions } from '../reconcile/comparison.ts';
import type { GraceNow, Item, ItemFilter, RepairFilter, RowItem } from '../reconcile/items.ts';
import type { ReconcileRecord } from '../reconcile/journal.ts';
import type { RepairLine } from '../reconcile/repairLine.ts';
import type { RowFilter, RowGroup } from '../reconcile/rowIndex.ts';
import type { ClientOptions } from '../orb/orbApi.ts';

type ComparisonPlan = Omit<
  ReconcileRecord,
  'kind' | 'version' | 'fingerprint' | 'lines' | 'invalid' | 'duplicates'
>;

export type ToReconcile =
  | {
      readonly kind: 'compare';
      /** The comparison's own folder, which exists. */
      readonly folder: string;
      /** Absent to continue the comparison of this folder. */
      readonly plan?: ComparisonPlan;
      readonly options: CompareOptions;
      readonly client: ClientOptions;
    }
  | {
      readonly kind: 'listItems';
      readonly folder: string;
      readonly filter: ItemFilter;
      readonly grace: GraceNow;
      readonly offset: number;
      readonly limit: number;
    }
  /** Reads what was appended to the journal since; the next messages about rows are answered from it. */
  | { readonly kind: 'readRows'; readonly folder: string; readonly grace: GraceNow }
  | {
      readonly kind: 'listRows';
      readonly folder: string;
      readonly filter: RowFilter;
      readonly grace: GraceNow;
      readonly offset: number;
      readonly limit: number;
    }
  | {
      readonly kind: 'listRowLines';
      readonly folder: string;
      readonly filter: RowFilter;
      readonly grace: GraceNow;
    }
  | { readonly kind: 'countComparison'; readonly folder: string }
  | { readonly kind: 'readLines'; readonly folder: string; readonly lines: readonly number[] }
  /** @param path of the compared file */
  | {
      readonly kind: 'readDetail';
      readonly path: string;
      readonly item: Pick<Item, 'line' | 'eventId' | 'changes'>;
    }
  | {
      readonly kind: 'exportComparison';
      readonly folder: string;
      readonly format: 'csv' | 'markdown';
      readonly grace: GraceNow;
      /** For the head of the Markdown report. */
      readonly fileName: string;
      readonly account: string;
    }
  /** Writes the lines that a repair suits to a file of their own, each with the number that it has in the file that was compared. */
  | {
      readonly kind: 'writeRepairFile';
      readonly folder: string;
      readonly filter: RepairFilter;
      readonly grace: GraceNow;
      readonly to: string;
    }
  /** Plans backfills, and writes the lines of each to a file below a folder that exists. */
  | {
      readonly kind: 'planBackfills';
      readonly folder: string;
      readonly filter: RepairFilter;
      readonly grace: GraceNow;
      /** The time frames of backfills that aren't finished. */
      readonly pending: readonly Span[];
      readonly into: string;
      /** Of the files. */
      readonly name: string;
    }
  | { readonly kind: 'countRepairs'; readonly folder: string; readonly grace: GraceNow }
  | {
      readonly kind: 'listRepairs';
      readonly folder: string;
      readonly filter: RepairFilter;
      readonly grace: GraceNow;
      /** What copies have at the end of their event IDs. */
      readonly suffix?: string;
    };

/** The response to `askHistory` with the same number. */
export interface OwnHistoryMessage {
  readonly kind: 'ownHistory';
  readonly id: number;
  readonly recent: readonly string[];
  readonly writes: readonly (readonly [string, readonly OwnWrite[]])[];
}

export interface ComparedMessage extends Compared {
  readonly kind: 'compared';
  /** Lines that aren't blank. */
  readonly lines: number;
  /** The file is no longer the one that was compared. */
  readonly fileChanged: boolean;
}

export type FromReconcile =
  /** The file was read, and Orb is asked from now on. */
  | { readonly kind: 'comparisonBegun'; readonly comparison: ReconcileRecord }
  | Comparing
  | { readonly kind: 'comparedByTime'; readonly byTime: OutcomesByTime }
  | ComparedMessage
  | { readonly kind: 'rowsRead'; readonly groups: readonly RowGroup[] }
  | { readonly kind: 'rows'; readonly total: number; readonly items: readonly RowItem[] }
  | { readonly kind: 'rowLines'; readonly lines: readonly number[] }
  | { readonly kind: 'comparisonCounts'; readonly counts: OutcomeCounts }
  /** In the order of the file, each with a line break. */
  | { readonly kind: 'linesRead'; readonly text: string }
  | { readonly kind: 'detail'; readonly lines: readonly DiffLine[] | undefined }
  | { readonly kind: 'items'; readonly total: number; readonly items: readonly Item[] }
  | { readonly kind: 'exported'; readonly text: string }
  | { readonly kind: 'repairFileWritten'; readonly lines: number }
  | {
      readonly kind: 'repairCounts';
      readonly counts: Readonly<Record<RepairAction, number>>;
    }
  | ({ readonly kind: 'backfillsPlanned' } & BackfillPlan)
  | { readonly kind: 'repairs'; readonly lines: readonly RepairLine[] }
  /** Waits for `ownHistory`. */
  | { readonly kind: 'askHistory'; readonly id: number; readonly ids: readonly string[] };
