/** The repairs that were begun, to be resumed after a stop or a crash. */
import * as vscode from 'vscode';
import { readRepair, repairIds } from '../../ingestWorker/repairFolder.ts';
import type { RepairProgress } from '../../reconcile/repairJournal.ts';
import { UserError } from '../userError.ts';
import type { KeptComparison, ReconcileServices } from './comparisons.ts';

export interface KeptRepair {
  readonly repairId: string;
  readonly progress: RepairProgress;
}

/** The repairs of a comparison that have lines left, newest first. */
export async function unfinishedRepairs({
  folder,
}: Pick<KeptComparison, 'folder'>): Promise<readonly KeptRepair[]> {
  const found: KeptRepair[] = [];
  for (const repairId of (await repairIds(folder)).toReversed()) {
    const progress = await readRepair(folder, repairId);
    if (progress !== undefined && progress.leftCount > 0) found.push({ repairId, progress });
  }
  return found;
}

/** @throws UserError when there is no such repair */
export async function findRepair(
  { comparisons }: ReconcileServices,
  repairId: string,
): Promise<{ readonly kept: KeptComparison; readonly repair: KeptRepair }> {
  for await (const kept of comparisons.newest(() => true)) {
    if (!(await repairIds(kept.folder)).includes(repairId)) continue;
    const progress = await readRepair(kept.folder, repairId);
    if (progress !== undefined) return { kept, repair: { repairId, progress } };
  }
  throw new UserError(vscode.l10n.t('There\'s no repair "{0}" on this machine.', repairId));
}
