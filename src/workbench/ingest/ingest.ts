/** Ingests what the user chose: checks it, asks, sends it and shows the result. Loaded on first use. */
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
import { withProgress, withStatusProgress } from '../signal.ts';
import { UserError } from '../userError.ts';
import { confirmedFiles } from './confirmedFiles.ts';
import { inWords } from './failures.ts';
import type {
  ValidatedMessage,
  SentMessage,
  FromWorker,
  RunPlan,
} from '../../ingestWorker/messages.ts';
import { presentResult, type IngestServices } from './presentResult.ts';
import { confirmIngest } from './preview.ts';
import { progressText } from './progress.ts';
import type { RunModel, ShownRun } from './runModel.ts';
import { nothingToSend, showLine } from './showLine.ts';
import { provide, type Choice } from './source.ts';
import { IngestWorker } from './workerClient.ts';

export interface IngestRequest extends Choice {
  /** Default: the active connection. */
  readonly connectionId?: string;
  /** Where the events go; its time frame replaces the grace period. */
  readonly backfill?: Backfill;
  /** False skips all questions. */
  readonly confirm?: boolean;
}

/** @returns undefined when the user declines. @throws UserError, OrbError */
export async function ingest(
  parts: IngestServices,
  request: IngestRequest,
): Promise<IngestSummary | undefined> {
  const { services, runs, problems } = parts;
  const connection = await services.connections.resolve(request.connectionId);
  // First, so that a missing key is reported before the file is checked. On a sandbox this reads the clock.
  await services.connections.client(connection.id);
  const { id: runId, folder } = await runs.create(Date.now()).catch((error: unknown) => {
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
      throw new UserError(vscode.l10n.t('{0} is empty. There are no events to ingest.', name));
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
      rejected,
      connection,
      rate: options.rate,
      ...(request.backfill !== undefined && {
        backfillName: frameText(request.backfill, services.connections.now(connection.id)),
      }),
    };
    const skips =
      confirmedFiles.delete(request.uri.toString()) ||
      skipsConfirmation(services, connection.id, request.confirm);
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
    const run = { ...plan, lines: totals.lines, context };
    const { model, finished } = await watch(parts, worker, message, run);
    await noteSent(services, worker, folder, plan);
    await prune(parts, worker);
    return await presentResult(parts, model, finished);
  } catch (error) {
    throw inWords(error);
  } finally {
    if (!isSent) await runs.drop(folder);
  }
}

/** Each new run deletes those that are too old. */
async function prune({ services, runs }: IngestServices, worker: IngestWorker): Promise<void> {
  try {
    await worker.ask({ kind: 'prune', root: runs.root, nowMs: Date.now() }, 'pruned');
  } catch (error) {
    services.log.warn("Old ingest runs couldn't be deleted.", error);
  }
}

/** What the lines are validated against. */
export async function contextFor(
  services: Services,
  connection: Connection,
  backfill: Backfill | undefined,
): Promise<RunRecord['context']> {
  const catalog = await services.catalog.read();
  return {
    nowMs: services.connections.now(connection.id),
    gracePeriodHours: connection.gracePeriodHours,
    ...(catalog !== undefined && { catalogText: catalog.text }),
    ...(backfill !== undefined && { backfill: await scopeOf(services, connection, backfill) }),
  };
}

/** With the customer's external ID where it is known, since lines may name the customer by either ID. */
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

/**
 * Sends while the run's page shows how far it is, and keeps the log and the history.
 * @throws what the worker failed with; the page says so where it can
 */
export async function watch(
  { services, running, pages }: IngestServices,
  worker: IngestWorker,
  message: Parameters<IngestWorker['run']>[0],
  run: ShownRun,
): Promise<{ readonly model: RunModel; readonly finished: SentMessage }> {
  const name = basename(vscode.Uri.parse(run.uri).path);
  const account = nameAndMode({ name: run.connectionName, mode: run.mode });
  const title = vscode.l10n.t('Ingesting {0} into {1}', name, account);
  const shown = await pages();
  const model = shown.begin(run);
  const stopped = model.begin(run);
  running.add(run.runId);
  try {
    const finished = await withStatusProgress(title, (report) => {
      const tell = progressText(performance.now());
      const onState = (state: FromWorker) => {
        model.follow(state, performance.now());
        if (state.kind === 'sending') report(tell(state, performance.now()));
        else if (state.kind === 'request')
          services.connections.requested(run.connectionId, state.record);
        else if (state.kind === 'hours')
          void services.ledger.sent.add(run.connectionId, new Map(state.hours));
        else if (state.kind === 'unanswered') void decide(services, worker, state.events);
      };
      return worker.run(message, 'sent', onState, stopped);
    });
    return { model, finished };
  } catch (error) {
    await shown.failed(model, error);
    throw error;
  } finally {
    running.delete(run.runId);
  }
}

/** The maximum number of IDs that are recorded individually. */
const MAX_NOTED = 5_000;

/**
 * Records the IDs that Orb accepted, so that a search that doesn't show them yet can say when they
 * were sent. Not for a backfill: its events don't appear before it's reflected, which is another
 * reason.
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
    // The events were sent; only that hint is missing.
    services.log.warn("The IDs that were sent couldn't be recorded.", error);
  }
}

/** Orb doesn't show events of a backfill before it is reflected, so the user has to decide whether to send them again. */
async function decide(services: Services, worker: IngestWorker, events: number): Promise<void> {
  const again = vscode.l10n.t('Send Again');
  const chosen = await services.dialogs.choose(
    events === 1
      ? vscode.l10n.t('No response from Orb for 1 event sent to the backfill.')
      : vscode.l10n.t(
          'No response from Orb for {0} events sent to the backfill.',
          countText(events),
        ),
    vscode.l10n.t(
      'A backfill counts each event ID once, so sending them to the same backfill again is safe. Otherwise they stay unsent.',
    ),
    [again],
  );
  worker.tell({ kind: 'decide', sendAgain: chosen === again });
}
