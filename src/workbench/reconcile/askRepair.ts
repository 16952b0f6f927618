/** Asks which repair, for the newest comparison. Loaded on first use. */
import * as vscode from 'vscode';
import { countText } from '../../core/language.ts';
import type { RepairAction } from '../../core/reconciliation/repairs.ts';
import type { RepairResult } from '../../core/reconciliation/results.ts';
import { IngestWorker } from '../ingest/workerClient.ts';
import { NothingFound } from '../userError.ts';
import type { ReconcileServices } from './comparisons.ts';
import { unfinishedRepairs } from './keptRepairs.ts';
import { repair } from './repair.ts';
import { repairs } from './repairList.ts';
import { graceOf } from './report.ts';

/** Only for chosen lines: which of the events shouldn't exist isn't known. */
const isForAll = (action: RepairAction) => action !== 'deprecate';

/** @throws NothingFound when there is none */
export async function askRepair(parts: ReconcileServices): Promise<RepairResult | undefined> {
  const kept = await parts.comparisons.get(undefined);
  const { comparison, folder } = kept;
  const { reconcileId } = comparison;
  using worker = new IngestWorker(parts.services.context, vscode.Uri.parse(comparison.uri));
  const grace = graceOf(parts.services, comparison);
  const message = { kind: 'countRepairs', folder, grace } as const;
  const { counts } = await worker.ask(message, 'repairCounts');
  const choices = [
    ...(await unfinishedRepairs(kept)).map(({ repairId, progress }) => ({
      label: vscode.l10n.t('Resume Repair'),
      description: vscode.l10n.t(
        '{0} of {1} left',
        countText(progress.leftCount),
        countText(progress.planned),
      ),
      request: { repairId },
    })),
    ...repairs
      .filter(({ action }) => isForAll(action) && counts[action] > 0)
      .map(({ action, label }) => ({
        label: label(countText(counts[action])),
        request: { reconcileId, action },
      })),
  ];
  if (choices.length === 0) {
    throw new NothingFound(
      vscode.l10n.t('This comparison found nothing that can be ingested or amended.'),
    );
  }
  const placeHolder = vscode.l10n.t('How to repair what differs');
  const chosen = await parts.services.dialogs.pick(choices, { placeHolder });
  return chosen && (await repair(parts, chosen.request));
}
