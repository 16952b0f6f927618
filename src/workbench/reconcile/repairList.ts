/** All repairs of a comparison, in the order in which they are offered. */
import type { RepairAction } from '../../core/reconciliation/repairs.ts';
import { backfillMissing } from './backfillMissing.ts';
import { amendDifferent, deprecateSelected } from './changeEvents.ts';
import { ingestMissing } from './ingestMissing.ts';
import { rekeyFixed } from './rekeyFixed.ts';
import type { Repair } from './repairTypes.ts';

export const repairs: readonly Repair[] = [
  ingestMissing,
  backfillMissing,
  amendDifferent,
  rekeyFixed,
  deprecateSelected,
];

export function repairOf(action: RepairAction): Repair {
  const found = repairs.find((repair) => repair.action === action);
  if (found === undefined) throw new Error(`There is no repair "${action}".`);
  return found;
}

/** What can be done about lines, the best last. */
export const availableRepairs = (): readonly RepairAction[] =>
  repairs.map(({ action }) => action).toReversed();
