/** Actions on a recorded run: resume it, verify it, show it and its events. Loaded on first use. */
import { countText } from '../../core/language.ts';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { CommandResult, IngestSummary } from '../../contributions.ts';
import { shortTime as timeText } from '../../core/timeText.ts';
import { runCommand } from '../callers.ts';
import { nameAndMode } from '../connections/labels.ts';
import { withStatusProgress } from '../signal.ts';
import { NothingFound, UserError } from '../userError.ts';
import { noteSent, scopeOf, sendOptions, watch } from './ingest.ts';
import { otherBackfill, type Wanted } from './otherBackfill.ts';
import { presentResult, type IngestServices } from './presentResult.ts';
import { isUnfinished, type RunSummary } from '../../ingestWorker/runFolder.ts';
import type { KeptRun } from './runs.ts';
import { IngestWorker } from './workerClient.ts';

/** A search accepts any number of IDs, but no one looks at more than these. */
const MAX_SHOWN = 500;

/**
 * @param asked which run, by default the newest unfinished one, and the backfill for the rest, if
 * its own no longer accepts events
 * @throws UserError if there isn't one, if it's running, or if its file has changed
 */
export async function resume(
  parts: IngestServices,
  asked: ({ readonly runId?: string } & Wanted) | undefined,
): Promise<IngestSummary> {
  const { runs, running } = parts;
  const { runId, ...wanted } = asked ?? {};
  const kept = runId === undefined ? await newestUnfinished(parts) : await runs.get(runId);
  if (running.has(kept.run.runId)) {
    throw new UserError(vscode.l10n.t('This ingest is running. Cancel it first.'));
  }
  if (!isUnfinished(kept)) {
    throw new UserError(
      vscode.l10n.t("Every line of this ingest was sent. There's nothing to resume."),
    );
  }
  // The worker locks the run only later, and the command may be called twice until then.
  running.add(kept.run.runId);
  try {
    return await resumeRun(parts, kept, wanted);
  } finally {
    running.delete(kept.run.runId);
  }
}

async function resumeRun(
  parts: IngestServices,
  { run, folder }: KeptRun,
  wanted: Wanted,
): Promise<IngestSummary> {
  const { services, problems } = parts;
  const connection = await services.connections.resolve(run.connectionId);
  await services.connections.client(connection.id);
  const other = await otherBackfill(services, connection, run, wanted);
  const uri = vscode.Uri.parse(run.uri);
  problems.clear(uri);
  using worker = new IngestWorker(services.context, uri);
  const message = {
    kind: 'resume',
    folder,
    ...(other !== undefined && {
      into: { backfillId: other.id, backfill: await scopeOf(services, connection, other) },
    }),
    nowMs: services.connections.now(connection.id),
    options: sendOptions(services, connection, other?.id ?? run.backfillId),
    client: await services.connections.access(connection.id),
  } as const;
  const now =
    message.into === undefined
      ? run
      : {
          ...run,
          backfillId: message.into.backfillId,
          context: { ...run.context, backfill: message.into.backfill },
        };
  const { model, finished } = await watch(parts, worker, message, now);
  await noteSent(services, worker, folder, now);
  return await presentResult(parts, model, finished);
}

/** Leaves out those that another window is sending. */
async function newestUnfinished({ services, runs, running }: IngestServices): Promise<KeptRun> {
  const fits = (kept: RunSummary) => isUnfinished(kept) && !running.has(kept.run.runId);
  let worker: IngestWorker | undefined;
  try {
    for await (const kept of runs.newest(fits)) {
      worker ??= new IngestWorker(services.context, vscode.Uri.parse(kept.run.uri));
      const { locked } = await worker.ask(
        { kind: 'checkLock', folder: kept.folder },
        'lockChecked',
      );
      if (!locked) return kept;
    }
  } finally {
    worker?.[Symbol.dispose]();
  }
  throw new NothingFound(vscode.l10n.t("There's no unfinished ingest."));
}

async function newest({ runs }: IngestServices, runId: string | undefined): Promise<KeptRun> {
  if (runId !== undefined) return runs.get(runId);
  for await (const kept of runs.newest(() => true)) return kept;
  throw nothingIngested();
}

const nothingIngested = () =>
  new NothingFound(vscode.l10n.t('Nothing has been ingested from this machine yet.'));

/** Compares with Orb what a run sent; its page shows the result. @param runId default: the newest run */
export async function verify(
  parts: IngestServices,
  runId: string | undefined,
): Promise<NonNullable<CommandResult<'orb.ingest.verify'>>> {
  const { services, running } = parts;
  const kept = await newest(parts, runId);
  const { folder, run } = kept;
  if (running.has(run.runId)) {
    throw new UserError(vscode.l10n.t('This ingest is running. Verify it when it has finished.'));
  }
  const connection = await services.connections.resolve(run.connectionId);
  const message = {
    kind: 'verify',
    folder,
    client: await services.connections.access(connection.id),
    searchesPerSecond: sendOptions(services, connection, undefined).rate.searchesPerSecond,
  } as const;
  const pages = await parts.pages();
  const model = await pages.open(kept);
  const stopped = model.beginVerifying();
  using worker = new IngestWorker(services.context, vscode.Uri.parse(run.uri));
  const title = vscode.l10n.t('Verifying {0} in {1}', model.fileName, nameAndMode(connection));
  try {
    const verified = await withStatusProgress(title, (report) =>
      worker.run(
        message,
        'verified',
        (state) => {
          if (state.kind === 'request') services.connections.requested(connection.id, state.record);
          if (state.kind !== 'verifying') return;
          model.follow(state, performance.now());
          report(vscode.l10n.t('{0} of {1}', countText(state.done), countText(state.of)));
        },
        stopped,
      ),
    );
    model.setVerified(verified, Date.now());
    const { found, missing, different } = verified;
    return { found, missing, different: different.map(({ id }) => id) };
  } catch (error) {
    await pages.failed(model, error);
    throw error;
  }
}

/** The runs to choose from; older ones can only be found by ID. */
const MAX_LISTED = 50;

/** Opens the page of a run. @param runId asks if absent */
export async function showRun(parts: IngestServices, runId: string | undefined): Promise<void> {
  const kept = runId === undefined ? await chooseRun(parts) : await parts.runs.get(runId);
  if (kept !== undefined) await (await parts.pages()).open(kept);
}

async function chooseRun({ services, runs }: IngestServices): Promise<KeptRun | undefined> {
  const items: (vscode.QuickPickItem & { readonly kept: KeptRun })[] = [];
  for await (const kept of runs.newest(() => true)) {
    const { uri, connectionName, mode, startedMs } = kept.run;
    items.push({
      label: basename(vscode.Uri.parse(uri).path),
      description: nameAndMode({ name: connectionName, mode }),
      detail: isUnfinished(kept)
        ? vscode.l10n.t('{0} UTC · unfinished', shortTime(startedMs))
        : vscode.l10n.t('{0} UTC', shortTime(startedMs)),
      kept,
    });
    if (items.length === MAX_LISTED) break;
  }
  if (items.length === 0) throw nothingIngested();
  const placeHolder = vscode.l10n.t('Which ingest?');
  return (await services.dialogs.pick(items, { placeHolder }))?.kept;
}

const shortTime = (ms: number): string => timeText(new Date(ms).toISOString(), Date.now());

/** Opens a search for what a run sent, the first 500. */
export async function showEvents(parts: IngestServices, runId: string | undefined): Promise<void> {
  const { folder, run } = await newest(parts, runId);
  using worker = new IngestWorker(parts.services.context, vscode.Uri.parse(run.uri));
  const message = { kind: 'list', folder, most: MAX_SHOWN } as const;
  const { ids, firstMs, lastMs } = await worker.ask(message, 'listed');
  if (ids.length === 0)
    throw new NothingFound(vscode.l10n.t('Orb accepted no events of this ingest.'));
  await runCommand('orb.events.search', {
    eventIds: ids,
    // The end is exclusive.
    timeframeStart: new Date(firstMs).toISOString(),
    timeframeEnd: new Date(lastMs + 1).toISOString(),
    connectionId: run.connectionId,
  });
}
