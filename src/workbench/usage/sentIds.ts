/** The IDs of a customer's events that are known to have been sent in some hours: from events seen in Orb, and from ingests. */
import * as vscode from 'vscode';
import type { TimeBounds } from '../../core/timeSeries.ts';
import { IngestWorker } from '../ingest/workerClient.ts';
import { Runs } from '../ingest/runs.ts';
import type { Services } from '../services.ts';

/** More IDs than that aren't searched at once anyway. */
const MAX_IDS = 10_000;
/** Older ingests have rarely sent into hours that are still looked at. */
const MAX_RUNS = 20;

export interface SentQuestion extends TimeBounds {
  readonly connectionId: string;
  readonly customerId: string;
  readonly externalCustomerId: string | null;
}

/** Each ID once. Ingests whose file is gone or changed are left out. */
export async function sentIds(
  { context, ledger, log }: Pick<Services, 'context' | 'ledger' | 'log'>,
  question: SentQuestion,
): Promise<readonly string[]> {
  const { connectionId, startMs, endMs, customerId, externalCustomerId } = question;
  const customer = { customerId, externalCustomerId };
  const ids = new Set(await ledger.seen.idsOf(connectionId, customer, startMs, endMs));
  const sent = await ledger.sent.byHour(connectionId, startMs, endMs);
  if (sent.size === 0) return [...ids];
  let left = MAX_RUNS;
  const runs = new Runs(context).newest(({ run }) => run.connectionId === connectionId);
  for await (const { run, folder } of runs) {
    if (left-- === 0 || ids.size >= MAX_IDS) break;
    using worker = new IngestWorker(context, vscode.Uri.parse(run.uri));
    const within = { startMs, endMs, ...customer };
    try {
      const listed = await worker.ask({ kind: 'list', folder, most: MAX_IDS, within }, 'listed');
      for (const id of listed.ids) ids.add(id);
    } catch (error) {
      log.info(`The IDs of the ingest ${run.runId} can't be listed.`, error);
    }
  }
  return [...ids].slice(0, MAX_IDS);
}
