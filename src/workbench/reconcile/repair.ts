/** Repairs what a comparison found: chooses the lines, asks, sends them, and accounts for each. Loaded on first use. */
import { countText } from '../../core/language.ts';
import * as vscode from 'vscode';
import type { RepairRequest, RepairResult } from '../../core/reconciliation/results.ts';
import { FileChangedError } from '../ingest/failures.ts';
import { IngestWorker } from '../ingest/workerClient.ts';
import { NothingFound } from '../userError.ts';
import { amendDifferent } from './amendDifferent.ts';
import type { ReconcileServices } from './comparisons.ts';
import { ingestMissing } from './ingestMissing.ts';
import { fileChanged, graceOf } from './report.ts';

/** @returns undefined when the user declines @throws UserError for a file that changed, or when nothing can be repaired so */
export async function repair(
  parts: ReconcileServices,
  { reconcileId, confirm, ...filter }: RepairRequest,
): Promise<RepairResult | undefined> {
  const kept = await parts.comparisons.get(reconcileId);
  const { services } = parts;
  // Before the file is read, so that a missing key is reported first. On a sandbox this reads the clock.
  await services.connections.client(
    (await services.connections.resolve(kept.comparison.connectionId)).id,
  );
  using worker = new IngestWorker(services.context, vscode.Uri.parse(kept.comparison.uri));
  const work = { kept, worker, filter, grace: graceOf(services, kept.comparison), confirm };
  try {
    return filter.action === 'ingest'
      ? await ingestMissing(parts, work)
      : await amendDifferent(parts, work);
  } catch (error) {
    throw error instanceof FileChangedError ? fileChanged(kept.comparison) : error;
  }
}

const ACTIONS = ['ingest', 'amend'] as const;
type Action = (typeof ACTIONS)[number];

/** Asks which repair. @throws NothingFound when there is none */
export async function askRepair(parts: ReconcileServices): Promise<RepairResult | undefined> {
  const { comparison, folder } = await parts.comparisons.get(undefined);
  using worker = new IngestWorker(parts.services.context, vscode.Uri.parse(comparison.uri));
  const message = {
    kind: 'countRepairs',
    folder,
    grace: graceOf(parts.services, comparison),
  } as const;
  const { counts } = await worker.ask(message, 'repairCounts');
  const choices = ACTIONS.filter((action) => counts[action] > 0).map((action) => ({
    label: labelOf(action, counts[action]),
    action,
  }));
  if (choices.length === 0) {
    throw new NothingFound(
      vscode.l10n.t('This comparison found nothing that can be ingested or amended.'),
    );
  }
  const placeHolder = vscode.l10n.t('How to repair what differs');
  const chosen = await parts.services.dialogs.pick(choices, { placeHolder });
  if (chosen === undefined) return undefined;
  return await repair(parts, { reconcileId: comparison.reconcileId, action: chosen.action });
}

function labelOf(action: Action, count: number): string {
  const number = countText(count);
  switch (action) {
    case 'ingest':
      return vscode.l10n.t('Ingest Missing Events ({0})', number);
    case 'amend':
      return vscode.l10n.t('Amend Different Events ({0})', number);
  }
}
