/** Compares an event file with Orb, or continues that: runs the worker and shows the progress. Loaded on first use. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { ReconcileSummary } from '../../core/reconciliation/results.ts';
import type { Connection } from '../../core/connection.ts';
import { countText } from '../../core/language.ts';
import { INGEST_LAG_MS } from '../../core/search/notFound.ts';
import { duration, lineCount } from '../../core/texts/ingest.ts';
import { isComparisonUnfinished } from '../../ingestWorker/comparisonFolder.ts';
import type { FromWorker } from '../../ingestWorker/messages.ts';
import type {
  ComparedMessage,
  OwnHistoryMessage,
  ToReconcile,
} from '../../ingestWorker/reconcileMessages.ts';
import type { Comparing } from '../../reconcile/compareFile.ts';
import { searchesPerSecond } from '../../reconcile/rate.ts';
import { nameAndMode } from '../connections/labels.ts';
import { inWords, RunBusyError } from '../ingest/failures.ts';
import { provide } from '../ingest/source.ts';
import { IngestWorker } from '../ingest/workerClient.ts';
import type { Services } from '../services.ts';
import { withStatusProgress } from '../signal.ts';
import { UserError } from '../userError.ts';
import type { Comparisons, KeptComparison, ReconcileServices } from './comparisons.ts';
import { ComparisonModel, type ShownComparisonRecord } from './comparisonModel.ts';
import { presentComparison } from './presentComparison.ts';

/** Searches at once: the next one is under way while the results of another are compared. */
const CONCURRENCY = 4;

/**
 * @param connectionId default: the active connection
 * @param signal stops it, as the page's button does
 * @throws UserError for what can't be read
 */
export async function reconcileFile(
  parts: ReconcileServices,
  uri: vscode.Uri,
  connectionId: string | undefined,
  signal?: AbortSignal,
): Promise<ReconcileSummary> {
  const { services, comparisons } = parts;
  const connection = await services.connections.resolve(connectionId);
  // First, so that a missing key is reported before the file is read. On a sandbox this reads the clock.
  await services.connections.client(connection.id);
  try {
    const { id: reconcileId, folder } = await comparisons.create(Date.now());
    try {
      const { path } = await provide({ uri }, folder);
      const plan = {
        reconcileId,
        startedMs: Date.now(),
        connectionId: connection.id,
        connectionName: connection.name,
        mode: connection.mode,
        path,
        uri: uri.toString(),
      };
      return await compare(parts, connection, { folder, plan }, plan, signal);
    } finally {
      if ((await comparisons.find(reconcileId)) === undefined) await comparisons.drop(folder);
    }
  } catch (error) {
    throw inWords(error);
  }
}

/** @throws UserError when every line was compared, or its connection is gone */
export async function resumeComparison(
  parts: ReconcileServices,
  kept: KeptComparison,
): Promise<ReconcileSummary> {
  const { comparison, folder } = kept;
  if (!isComparisonUnfinished(kept)) {
    throw new UserError(
      vscode.l10n.t("Every line of this file was compared. There's nothing to resume."),
    );
  }
  const connection = await parts.services.connections.resolve(comparison.connectionId);
  await parts.services.connections.client(connection.id);
  return compare(parts, connection, { folder }, comparison);
}

async function compare(
  parts: ReconcileServices,
  connection: Connection,
  what: Pick<Extract<ToReconcile, { kind: 'compare' }>, 'folder' | 'plan'>,
  record: Omit<ShownComparisonRecord, 'folder'>,
  given?: AbortSignal,
): Promise<ReconcileSummary> {
  const { services, comparisons } = parts;
  const { reconcileId } = record;
  const uri = vscode.Uri.parse(record.uri);
  const name = basename(uri.path);
  const message = {
    kind: 'compare',
    ...what,
    options: { perSecond: searchesPerSecond(connection.mode), concurrency: CONCURRENCY },
    client: await services.connections.access(connection.id),
  } as const;
  using worker = new IngestWorker(services.context, uri);
  const title = vscode.l10n.t('Comparing {0} with {1}', name, nameAndMode(connection));
  const pages = await parts.pages?.();
  const shown = { ...record, folder: what.folder };
  const model = pages?.begin(shown) ?? new ComparisonModel(shown);
  const stopped = AbortSignal.any([model.begin(), ...(given === undefined ? [] : [given])]);
  let compared: ComparedMessage;
  try {
    compared = await withStatusProgress(title, (report) => {
      const onState = (state: FromWorker) => {
        model.follow(state);
        if (state.kind === 'validating') report(lineCount(state.lines));
        else if (state.kind === 'comparing') report(progressText(state));
        else if (state.kind === 'request')
          services.connections.requested(connection.id, state.record);
        else if (state.kind === 'askHistory')
          void ownHistory(services, connection, state).then((found) => worker.tell(found));
      };
      return worker.run(message, 'compared', onState, stopped);
    });
  } catch (error) {
    await pages?.failed(model, error);
    throw error instanceof RunBusyError ? comparisonBusy() : error;
  }
  model.finish(compared, Date.now());
  await prune(services, comparisons, worker);
  services.log.info(`Comparison ${reconcileId} of ${name} with ${connection.name}`, compared);
  if (pages?.isVisible(reconcileId) !== true) {
    presentComparison(parts, { reconcileId, name }, compared);
  }
  return toSummary(reconcileId, compared);
}

const comparisonBusy = () =>
  new UserError(
    vscode.l10n.t('This comparison is running, here or in another window. Stop it there first.'),
  );

/** Each new comparison deletes those that are too old. */
async function prune(
  { log }: Services,
  { root }: Comparisons,
  worker: IngestWorker,
): Promise<void> {
  try {
    await worker.ask({ kind: 'prune', root, nowMs: Date.now() }, 'pruned');
  } catch (error) {
    log.warn("Old comparisons couldn't be deleted.", error);
  }
}

function progressText({ done, of, left }: Comparing): string {
  if (left === undefined || left.searches === 0) {
    return vscode.l10n.t('{0} of {1} event IDs', countText(done), countText(of));
  }
  return vscode.l10n.t(
    '{0} of {1} event IDs, about {2} left',
    countText(done),
    countText(of),
    duration(left.ms),
  );
}

/** What was sent from here that Orb's search may not show yet. */
async function ownHistory(
  { connections, ledger }: Services,
  { id: connectionId }: Connection,
  { id, ids }: Extract<FromWorker, { kind: 'askHistory' }>,
): Promise<OwnHistoryMessage> {
  const [traces, histories] = await Promise.all([
    ledger.traces(connectionId, ids),
    ledger.histories(connectionId, ids),
  ]);
  const since = connections.now(connectionId) - INGEST_LAG_MS;
  return {
    kind: 'ownHistory',
    id,
    recent: [...traces].flatMap(([eventId, { sentMs = -Infinity }]) =>
      sentMs > since ? [eventId] : [],
    ),
    writes: [...histories].flatMap(([eventId, { writes }]) =>
      writes.length > 0 ? [[eventId, writes] as const] : [],
    ),
  };
}

function toSummary(reconcileId: string, compared: ComparedMessage): ReconcileSummary {
  const { lines, same, missing, different, deprecated, invalid, duplicates, notCompared } =
    compared;
  const { requests, durationMs, fileChanged, stopped } = compared;
  return {
    reconcileId,
    ...{ lines, same, missing, different, deprecated, invalid, duplicates, notCompared },
    ...{ requests, durationMs, cancelled: stopped?.kind === 'cancelled', fileChanged },
  };
}
