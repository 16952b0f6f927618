/** Repairs what a comparison found: chooses the lines, asks with the whole plan, and sends. Loaded on first use. */
import * as vscode from 'vscode';
import type { RepairRequest, RepairResult } from '../../core/reconciliation/results.ts';
import { FileChangedError, RunBusyError } from '../ingest/failures.ts';
import { IngestWorker } from '../ingest/workerClient.ts';
import type { Services } from '../services.ts';
import { skipsConfirmation } from '../settings.ts';
import { NothingFound, UserError } from '../userError.ts';
import type { ReconcileServices } from './comparisons.ts';
import { findRepair } from './keptRepairs.ts';
import { presentRepair } from './presentRepair.ts';
import { repairOf } from './repairList.ts';
import type { PlannedRepair } from './repairTypes.ts';
import { fileChanged, graceOf } from './report.ts';

/** @returns undefined when the user declines @throws UserError for a file that changed, or when nothing can be repaired so */
export async function repair(
  parts: ReconcileServices,
  request: RepairRequest,
): Promise<RepairResult | undefined> {
  try {
    if ('repairId' in request) return await resumeRepair(parts, request.repairId);
    return await planAndRun(parts, request);
  } catch (error) {
    const isBusy = error instanceof Error && error.name === 'RunBusy';
    throw isBusy && !(error instanceof RunBusyError) ? repairBusy(error) : error;
  }
}

async function planAndRun(
  parts: ReconcileServices,
  {
    reconcileId,
    confirm,
    suffix,
    ...filter
  }: Exclude<RepairRequest, { readonly repairId: string }>,
): Promise<RepairResult | undefined> {
  const kept = await parts.comparisons.get(reconcileId);
  const { services } = parts;
  // Before the file is read, so that a missing key is reported first. On a sandbox this reads the clock.
  await services.connections.client(
    (await services.connections.resolve(kept.comparison.connectionId)).id,
  );
  const chosen = repairOf(filter.action);
  using worker = new IngestWorker(services.context, vscode.Uri.parse(kept.comparison.uri));
  const work = { kept, worker, filter, grace: graceOf(services, kept.comparison), confirm, suffix };
  let planned: PlannedRepair | undefined;
  try {
    planned = await chosen.plan(parts, work);
  } catch (error) {
    throw error instanceof FileChangedError ? fileChanged(kept.comparison) : error;
  }
  if (planned === undefined) throw new NothingFound(chosen.nothing());
  if (!(await agrees(services, planned, confirm))) return undefined;
  const result = await planned.run();
  if (result === undefined) return undefined;
  (await parts.pages?.())?.repaired(kept.comparison.reconcileId, filter, result);
  await presentRepair(services, kept, result);
  return result;
}

/** Asks once with the plan; for a live account the number of events has to be typed, too. */
async function agrees(
  services: Services,
  { connection, question }: PlannedRepair,
  confirm: boolean | undefined,
): Promise<boolean> {
  if (question === undefined || skipsConfirmation(services, connection.id, confirm)) return true;
  const { message, lines } = question;
  const agreed = await services.dialogs.confirm(question);
  if (!agreed || connection.mode !== 'live') return agreed;
  const typed = String(lines);
  const answer = await services.dialogs.input({
    title: message,
    prompt: vscode.l10n.t('{0} is a LIVE account. Type {1} to continue.', connection.name, typed),
  });
  return answer?.trim() === typed;
}

/** @throws UserError when there is no such repair, or nothing is left of it */
async function resumeRepair(
  parts: ReconcileServices,
  repairId: string,
): Promise<RepairResult | undefined> {
  const { kept, repair: found } = await findRepair(parts, repairId);
  await parts.services.connections.client(
    (await parts.services.connections.resolve(kept.comparison.connectionId)).id,
  );
  if (found.progress.leftCount === 0) {
    throw new UserError(vscode.l10n.t("This repair is finished. There's nothing to resume."));
  }
  const { action } = found.progress.record;
  const result = await repairOf(action).resume?.(parts, kept, found);
  if (result === undefined) return undefined;
  (await parts.pages?.())?.repaired(kept.comparison.reconcileId, { action }, result);
  await presentRepair(parts.services, kept, result);
  return result;
}

const repairBusy = (cause: unknown) =>
  new UserError(
    vscode.l10n.t('This comparison is being repaired, here or in another window. Stop that first.'),
    undefined,
    { cause },
  );
