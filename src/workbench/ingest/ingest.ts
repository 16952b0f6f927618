/** Ingests what the user chose: examine, show, ask, send, tell. Loaded on first use. */
import { countText } from '../../core/language.ts';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Backfill } from '../../core/backfill.ts';
import { frameText } from '../../core/backfillText.ts';
import type { Connection } from '../../core/connection.ts';
import type { BackfillScope } from '../../core/rules/context.ts';
import { lineCount } from '../../core/texts/ingest.ts';
import type { IngestSummary } from '../../contributions.ts';
import type { RunRecord } from '../../ingest/journal.ts';
import { limitsFor } from '../../ingest/rate.ts';
import type { SendOptions } from '../../ingest/run.ts';
import { findAlias } from '../backfills/aliases.ts';
import { nameAndMode } from '../connections/labels.ts';
import type { Services } from '../services.ts';
import { skipsConfirmation } from '../settings.ts';
import { withProgress } from '../signal.ts';
import { UserError } from '../userError.ts';
import { inWords } from './failures.ts';
import type {
  ValidatedMessage,
  SentMessage,
  FromWorker,
  RunPlan,
} from '../../ingestWorker/messages.ts';
import { presentResult, type Parts } from './outcome.ts';
import { confirmIngest } from './preview.ts';
import { progressText } from './progress.ts';
import { nothingToSend, showLine } from './nothingToSend.ts';
import { provide, type Choice } from './source.ts';
import { IngestWorker } from './workerClient.ts';

export interface IngestRequest extends Choice {
  /** Default: the active connection. */
  readonly connectionId?: string;
  /** Where the events go; its time frame replaces the grace period. */
  readonly backfill?: Backfill;
  /** False asks nothing. */
  readonly confirm?: boolean;
}

/** @returns undefined when the user declines. @throws UserError, OrbError */
export async function ingest(
  parts: Parts,
  request: IngestRequest,
): Promise<IngestSummary | undefined> {
  const { services, runs, problems } = parts;
  const connection = await services.connections.resolve(request.connectionId);
  // Before hours of work: a missing key is told now, and on a sandbox the clock is read.
  await services.connections.client(connection.id);
  const { runId, folder } = await runs.create(Date.now()).catch((error: unknown) => {
    throw inWords(error);
  });
  problems.clear(request.uri);
  using worker = new IngestWorker(services.context, request.uri);
  let isSent = false;
  try {
    const chosen = await provide(request, folder);
    const context = await contextFor(services, connection, request.backfill);
    const name = basename(request.uri.path);
    const { totals, rejected } = await validateFile(worker, {
      name,
      path: chosen.path,
      context,
      folder,
    });
    if (totals.lines === 0) {
      throw new UserError(vscode.l10n.t('{0} is empty: there is no event to ingest.', name));
    }
    if (totals.valid === 0) {
      problems.show(request.uri, rejected, totals.invalid + totals.conflicts, 0);
      await showLine(request.uri, rejected[0]?.line);
      throw nothingToSend(name, totals.lines);
    }
    const backfillId = request.backfill?.id;
    const options = sendOptions(services, connection, backfillId);
    const preview = {
      name,
      totals,
      connection,
      rate: options.rate,
      ...(request.backfill !== undefined && {
        backfillName: frameText(request.backfill, services.connections.now(connection.id)),
      }),
    };
    const skips = skipsConfirmation(services, connection.id, request.confirm);
    if (!skips && !(await confirmIngest(services.dialogs, preview))) return undefined;
    const plan: RunPlan = {
      runId,
      startedMs: Date.now(),
      connectionId: connection.id,
      connectionName: connection.name,
      mode: connection.mode,
      ...chosen,
      ...(backfillId !== undefined && { backfillId }),
    };
    isSent = true;
    const client = await services.connections.access(connection.id);
    const message = { kind: 'send', folder, plan, options, client } as const;
    const finished = await watch(parts, worker, message, plan);
    await noteSent(services, worker, folder, plan);
    await prune(parts, worker);
    return await presentResult(parts, folder, plan, finished);
  } catch (error) {
    throw inWords(error);
  } finally {
    if (!isSent) await runs.drop(folder);
  }
}

/** Each new run takes away those that are too old. */
async function prune({ services, runs }: Parts, worker: IngestWorker): Promise<void> {
  try {
    await worker.ask({ kind: 'prune', root: runs.root, nowMs: Date.now() }, 'pruned');
  } catch (error) {
    services.log.warn("Old ingest runs couldn't be deleted.", error);
  }
}

/** What the lines are judged against. */
export async function contextFor(
  services: Services,
  connection: Connection,
  backfill: Backfill | undefined,
): Promise<RunRecord['context']> {
  return {
    nowMs: services.connections.now(connection.id),
    gracePeriodHours: connection.gracePeriodHours,
    ...(backfill !== undefined && { backfill: await scopeOf(services, connection, backfill) }),
  };
}

/** Lines that name the customer by its external id are judged too, where that id is known. */
export async function scopeOf(
  services: Services,
  { id }: Connection,
  backfill: Backfill,
): Promise<BackfillScope> {
  const { timeframeStart, timeframeEnd, customerId } = backfill;
  const alias = customerId === null ? undefined : await findAlias(services, id, customerId);
  return {
    timeframeStart,
    timeframeEnd,
    customerId,
    ...(alias !== undefined && { externalCustomerId: alias }),
  };
}

export function sendOptions(
  { settings }: Services,
  { mode }: Connection,
  backfillId: string | undefined,
): SendOptions {
  return {
    batchSize: settings.get('orb.ingest.batchSize'),
    concurrency: settings.get('orb.ingest.concurrency'),
    maxRetries: settings.get('orb.http.maxRetries'),
    rate: limitsFor(mode, settings.get('orb.ingest.maxEventsPerMinute')),
    ...(backfillId !== undefined && { backfillId }),
  };
}

export function validateFile(
  worker: IngestWorker,
  what: {
    readonly name: string;
    readonly path: string;
    readonly context: RunRecord['context'];
    readonly folder: string;
  },
): Promise<ValidatedMessage> {
  const { name, path, context, folder } = what;
  return withProgress(vscode.l10n.t('Checking {0}', name), (signal, report) => {
    const onState = (state: FromWorker) => {
      if (state.kind !== 'validating') return;
      const percent = state.ofBytes === 0 ? 100 : (state.bytes / state.ofBytes) * 100;
      report(lineCount(state.lines), percent);
    };
    const message = { kind: 'validate', path, context, folder } as const;
    return worker.run(message, 'validated', onState, signal);
  });
}

/** Sends with a progress notice, and keeps the log and the ledger. */
export async function watch(
  { services, running }: Parts,
  worker: IngestWorker,
  message: Parameters<IngestWorker['run']>[0],
  run: Pick<RunRecord, 'runId' | 'connectionId' | 'uri' | 'connectionName' | 'mode'>,
): Promise<SentMessage> {
  const name = basename(vscode.Uri.parse(run.uri).path);
  const account = nameAndMode({ name: run.connectionName, mode: run.mode });
  const title = vscode.l10n.t('Ingesting {0} into {1}', name, account);
  running.add(run.runId);
  try {
    return await withProgress(title, (signal, report) => {
      const tell = progressText(performance.now());
      const onState = (state: FromWorker) => {
        if (state.kind === 'sending') report(...tell(state, performance.now()));
        else if (state.kind === 'request')
          services.connections.requested(run.connectionId, state.record);
        else if (state.kind === 'hours')
          void services.ledger.sent.add(run.connectionId, new Map(state.hours));
        else if (state.kind === 'unanswered') void decide(services, worker, state.events);
      };
      return worker.run(message, 'sent', onState, signal);
    });
  } finally {
    running.delete(run.runId);
  }
}

/** More than these are not noted one by one. */
const MAX_NOTED = 5_000;

/**
 * Notes the ids that Orb accepted, so that a search that does not show them yet says when they were sent. A backfill's events are
 * not shown before it is reflected, which is another reason.
 */
export async function noteSent(
  services: Services,
  worker: IngestWorker,
  folder: string,
  { connectionId, backfillId }: Pick<RunRecord, 'connectionId' | 'backfillId'>,
): Promise<void> {
  if (backfillId !== undefined) return;
  try {
    const { ids } = await worker.ask({ kind: 'list', folder, most: MAX_NOTED }, 'listed');
    await services.ledger.sent.note(connectionId, ids, services.connections.now(connectionId));
  } catch (error) {
    // The events are sent; only a hint is missing.
    services.log.warn('The ids that were sent could not be noted.', error);
  }
}

/** A backfill shows nothing before it is reflected, so nobody can look whether these events arrived. */
async function decide(services: Services, worker: IngestWorker, events: number): Promise<void> {
  const again = vscode.l10n.t('Send Again');
  const chosen = await services.dialogs.choose(
    events === 1
      ? vscode.l10n.t('1 event was sent into the backfill, and no answer came.')
      : vscode.l10n.t(
          '{0} events were sent into the backfill, and no answer came.',
          countText(events),
        ),
    vscode.l10n.t(
      'Orb takes each idempotency key once into a backfill, so sending them again is safe as long as the backfill is the same. Otherwise they stay behind as not tried.',
    ),
    [again],
  );
  worker.tell({ kind: 'decide', sendAgain: chosen === again });
}
