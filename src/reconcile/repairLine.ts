/** A line of a repair that changes events one by one. */
import type { PlanLine } from '../core/reconciliation/plan.ts';

export interface RepairLine extends PlanLine {
  /** The ID of the event in Orb. */
  readonly id: string;
  /** When Orb's event is, in milliseconds since 1970: it's read again there. */
  readonly heldMs: number;
  /** The event as Orb had it when it was compared. */
  readonly comparedText: string;
  /** The body of the amendment; null to deprecate the event. */
  readonly text: string | null;
  /** The line to send under a new ID, once the event is deprecated. */
  readonly copy?: string;
}
