/** Creates backfills and ingests into them as the rest of the editor does. */
import * as vscode from 'vscode';
import type { Backfill } from '../../core/backfill.ts';
import type { Connection } from '../../core/connection.ts';
import { isOrbError } from '../../core/errors.ts';
import { DAY_MS } from '../../core/timeframe.ts';
import type {
  BackfillState,
  IngestedCounts,
  PlannedBackfill,
} from '../../reconcile/backfillJournal.ts';
import { fillBackfills, frameOf } from '../../reconcile/fillBackfills.ts';
import { isUnfinished } from '../../ingestWorker/runFolder.ts';
import { rememberAlias } from '../backfills/aliases.ts';
import { runCommand } from '../callers.ts';
import { confirmedFiles } from '../ingest/confirmedFiles.ts';
import { Runs } from '../ingest/runs.ts';
import type { Services } from '../services.ts';
import { toUserError } from '../toUserError.ts';
import { UserError } from '../userError.ts';
import { outcomeOf } from './ingestMissing.ts';

/** Orb's own default, made explicit. */
export const CLOSES_AFTER_MS = DAY_MS;

/** The backfills of an account, as Orb has them now. */
export const loadBackfills = async ({ id }: Connection): Promise<readonly Backfill[]> =>
  (await runCommand('orb.backfills.list', { connectionId: id })) ?? [];

/** @returns whether the user stopped it @throws UserError that offers to resume */
export async function runBackfills(
  services: Services,
  connection: Connection,
  state: BackfillState,
): Promise<boolean> {
  try {
    return await fillBackfills(state, {
      nowMs: () => services.connections.now(connection.id),
      list: () => loadBackfills(connection),
      create: (planned) => create(services, connection, planned),
      ingest: (planned, backfillId) => ingestLines(services, connection, planned, backfillId),
    });
  } catch (error) {
    if (error instanceof vscode.CancellationError) return true;
    throw resumable(error, state.record.repairId);
  }
}

const resumable = (error: unknown, repairId: string): UserError =>
  new UserError(
    toUserError(error).message,
    {
      title: vscode.l10n.t('Resume Repair'),
      command: 'orb.reconcile.repair',
      args: [{ repairId }],
    },
    { cause: error },
  );

/** @returns undefined when another backfill is in the way */
async function create(
  { connections, context }: Services,
  { id: connectionId }: Connection,
  planned: PlannedBackfill,
): Promise<string | undefined> {
  const { customer } = planned;
  const client = await connections.client(connectionId);
  try {
    const { value } = await client.backfills.create({
      ...frameOf(planned),
      // Orb's default would replace what is there.
      replaceExistingEvents: false,
      closeTime: new Date(connections.now(connectionId) + CLOSES_AFTER_MS).toISOString(),
      ...(customer?.key === 'customer_id' && { customerId: customer.id }),
      ...(customer?.key === 'external_customer_id' && { externalCustomerId: customer.id }),
    });
    if (customer?.key === 'external_customer_id' && value.customerId !== null) {
      rememberAlias(context, connectionId, value.customerId, customer.id);
    }
    return value.id;
  } catch (error) {
    const isOverlap =
      isOrbError(error, 'rejected') && /overlap|close or revert/i.test(error.answer?.body ?? '');
    if (isOverlap) return undefined;
    throw error;
  }
}

/** @returns undefined when the user stopped it before anything was sent */
async function ingestLines(
  services: Services,
  { id: connectionId }: Connection,
  { path }: PlannedBackfill,
  backfillId: string | undefined,
): Promise<IngestedCounts | undefined> {
  const uri = vscode.Uri.file(path);
  const begun = await newestRun(services, uri);
  const summary =
    begun === undefined
      ? await ingestFile(uri, connectionId, backfillId)
      : (begun.finished ?? (await runCommand('orb.ingest.resume', begun.runId)));
  if (summary === undefined) return undefined;
  if (backfillId !== undefined) {
    // The view shows how many events it has now.
    await runCommand('orb.backfills.fetch', { backfillId, connectionId });
  }
  return outcomeOf(services, summary);
}

async function ingestFile(uri: vscode.Uri, connectionId: string, backfillId: string | undefined) {
  confirmedFiles.add(uri.toString());
  try {
    return await runCommand('orb.ingest.file', {
      ...{ uri: uri.toString(), connectionId },
      ...(backfillId !== undefined && { backfillId }),
    });
  } finally {
    confirmedFiles.delete(uri.toString());
  }
}

/** Whether an ingest of this file was begun. */
export const isIngestBegun = async (services: Services, path: string): Promise<boolean> =>
  (await newestRun(services, vscode.Uri.file(path))) !== undefined;

/** The ingest of a file that was begun before a stop or a crash. */
async function newestRun({ context }: Services, uri: vscode.Uri) {
  const runs = new Runs(context);
  for await (const kept of runs.newest(({ run }) => run.uri === uri.toString())) {
    const { runId } = kept.run;
    if (kept.end === undefined || isUnfinished(kept)) return { runId };
    const { accepted, duplicates, notTried } = kept.end;
    return { runId, finished: { runId, accepted, duplicates, notTried, cancelled: false } };
  }
  return undefined;
}
