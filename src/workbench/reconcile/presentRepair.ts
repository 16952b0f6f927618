/** Shows how a repair ended, and what to do next. */
import * as vscode from 'vscode';
import { countText } from '../../core/language.ts';
import type { RepairResult } from '../../core/reconciliation/results.ts';
import { readRepair } from '../../ingestWorker/repairFolder.ts';
import { visible } from '../../std/visible.ts';
import { showNotice } from '../notices.ts';
import type { Services } from '../services.ts';
import type { NextStep } from '../userError.ts';
import type { KeptComparison } from './comparisons.ts';

/** A repair that is an ingest shows that itself. */
export async function presentRepair(
  services: Services,
  { comparison, folder }: KeptComparison,
  result: RepairResult,
): Promise<void> {
  const { repairId, planned, done, failed, notTried, backfillIds = [] } = result;
  const progress = await readRepair(folder, repairId);
  if (progress === undefined) return;
  const again: NextStep = {
    title: vscode.l10n.t('Compare Again'),
    command: 'orb.reconcile.again',
    args: [comparison.reconcileId],
  };
  const resume: NextStep = {
    title: vscode.l10n.t('Resume Repair'),
    command: 'orb.reconcile.repair',
    args: [{ repairId }],
  };
  const backfills: NextStep = {
    title: vscode.l10n.t('Show Backfills'),
    command: 'orb.backfills.focus',
  };
  const shown = backfillIds.length > 0 ? [backfills] : [];
  if (done === planned) {
    showNotice(services, 'info', doneText(done, backfillIds.length > 0), ...shown, again);
    return;
  }
  const counts = vscode.l10n.t(
    '{0} of {1} repaired, {2} failed, {3} not tried.',
    ...[done, planned, failed.length, notTried].map(countText),
  );
  const [first] = failed;
  const reason =
    first === undefined
      ? counts
      : vscode.l10n.t(
          '{0} Line {1}: {2}',
          counts,
          countText(first.line),
          visible(first.message, 200),
        );
  const steps = progress.leftCount > 0 ? [resume, ...shown, again] : [...shown, again];
  showNotice(services, 'warning', reason, ...steps);
}

function doneText(done: number, isInBackfill: boolean): string {
  if (isInBackfill) {
    return done === 1
      ? vscode.l10n.t('1 event repaired. What is in a backfill counts once you close it.')
      : vscode.l10n.t(
          '{0} events repaired. What is in a backfill counts once you close it.',
          countText(done),
        );
  }
  return done === 1
    ? vscode.l10n.t("1 event repaired. Orb's search may show it with some delay.")
    : vscode.l10n.t(
        "{0} events repaired. Orb's search may show them with some delay.",
        countText(done),
      );
}
