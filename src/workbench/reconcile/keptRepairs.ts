/** The repairs that were begun, to be resumed after a stop or a crash. */
import * as vscode from 'vscode';
import { readRepair, repairIds } from '../../ingestWorker/repairFolder.ts';
import type { RepairState } from '../../reconcile/repairJournal.ts';
import { UserError } from '../userError.ts';
import type { KeptComparison, ReconcileServices } from './comparisons.ts';

export interface KeptRepair {
  readonly repairId: string;
  readonly state: RepairState;
}

/** The repairs of a comparison that have lines left, newest first. */
export async function unfinishedRepairs({
  folder,
}: Pick<KeptComparison, 'folder'>): Promise<readonly KeptRepair[]> {
  const found: KeptRepair[] = [];
  for (const repairId of (await repairIds(folder)).toReversed()) {
    const state = await readRepair(folder, repairId);
    if (state !== undefined && state.left.length > 0) found.push({ repairId, state });
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
    const state = await readRepair(kept.folder, repairId);
    if (state !== undefined) return { kept, repair: { repairId, state } };
  }
  throw new UserError(vscode.l10n.t('There\'s no repair "{0}" on this machine.', repairId));
}
