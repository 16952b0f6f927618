/** What the commands of comparisons take and return: plain JSON. */
import type { RepairAction } from './repairs.ts';
import type { FieldDifference, LineOutcome, OutcomeCounts } from './outcomes.ts';

/** Each line that isn't blank is counted in exactly one of the outcomes. */
export interface ReconcileSummary extends OutcomeCounts {
  readonly reconcileId: string;
  readonly lines: number;
  readonly requests: number;
  readonly durationMs: number;
  readonly cancelled: boolean;
  /** The file is no longer the one that was compared. */
  readonly fileChanged: boolean;
}

/** Every planned line is done, failed or not tried. */
export interface RepairResult {
  readonly repairId: string;
  readonly planned: number;
  readonly done: number;
  readonly failed: readonly { readonly line: number; readonly message: string }[];
  readonly notTried: number;
  /** The backfills that the lines went into, to be closed or reverted. */
  readonly backfillIds?: readonly string[];
  readonly cancelled: boolean;
}

export interface ItemRequest {
  readonly reconcileId?: string;
  readonly outcome?: LineOutcome;
  readonly kind?: string;
  readonly offset?: number;
  readonly limit?: number;
}

export interface ReconcileItems {
  /** Of all pages. */
  readonly total: number;
  readonly items: readonly {
    readonly line: number;
    readonly eventId: string | null;
    readonly outcome: LineOutcome;
    readonly kind: string | null;
    readonly changes: readonly FieldDifference[];
  }[];
}

export type RepairRequest =
  | {
      readonly reconcileId?: string;
      readonly action: RepairAction;
      readonly outcome?: LineOutcome;
      readonly kind?: string;
      /** By number; all by default. */
      readonly lines?: readonly number[];
      /** What new event IDs of `rekey` end with. */
      readonly suffix?: string;
      readonly confirm?: boolean;
    }
  /** Continues a repair after a stop or a crash. */
  | { readonly repairId: string };

export interface ReportRequest {
  readonly reconcileId?: string;
  readonly format: 'csv' | 'markdown';
  /** Where the text is written, too. */
  readonly uri?: string;
}
