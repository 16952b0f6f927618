/** What every repair is made of, so that the palette and the page can list them all. */
import type { RepairAction } from '../../core/reconciliation/repairs.ts';
import type { RepairResult } from '../../core/reconciliation/results.ts';
import type { Connection } from '../../core/connection.ts';
import type { Question } from '../dialogs.ts';
import type { KeptComparison, ReconcileServices, RepairWork } from './comparisons.ts';
import type { KeptRepair } from './keptRepairs.ts';

/** A plan that can be confirmed. */
export interface PlannedRepair {
  readonly connection: Connection;
  /** Absent when what is run asks by itself. */
  readonly question?: Question & { readonly lines: number };
  /** @returns undefined when the user declines what is run */
  readonly run: () => Promise<RepairResult | undefined>;
}

export interface Repair {
  readonly action: RepairAction;
  /** @param count of lines, as text */
  readonly label: (count: string) => string;
  /** What is wrong when no line can be repaired so. */
  readonly nothing: () => string;
  /** @returns undefined when none of the lines can be repaired so */
  readonly plan: (parts: ReconcileServices, work: RepairWork) => Promise<PlannedRepair | undefined>;
  /** Continues after a stop or a crash. Absent for a repair that is continued as an ingest. */
  readonly resume?: (
    parts: ReconcileServices,
    kept: KeptComparison,
    repair: KeptRepair,
  ) => Promise<RepairResult>;
}
