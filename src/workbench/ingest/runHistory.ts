/** What can be done with a run afterwards: resume, verify, show its events. Loaded on first use. */
import { countText } from '../../core/language.ts';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { CommandResult, IngestSummary } from '../../contributions.ts';
import { eventCount } from '../../core/texts/ingest.ts';
import { dayOf } from '../../core/timeText.ts';
import { runCommand } from '../callers.ts';
import { nameAndMode } from '../connections/labels.ts';
import { showNotice } from '../notices.ts';
import { withProgress } from '../signal.ts';
import { NothingFound, UserError } from '../userError.ts';
import { noteSent, scopeOf, sendOptions, watch } from './ingest.ts';
import type { VerifiedMessage } from '../../ingestWorker/messages.ts';
import { otherBackfill, type Wanted } from './otherBackfill.ts';
import { presentResult, type Parts } from './outcome.ts';
import { isUnfinished, type RunSummary } from '../../ingestWorker/runFolder.ts';
import type { KeptRun } from './runs.ts';
import { IngestWorker } from './workerClient.ts';

/** A search takes any number; these are what a person can look at. */
const MAX_SHOWN = 500;

/**
 * @param asked which run, by default the newest unfinished one; where its backfill takes no more events, another one for the rest
 * @throws UserError when there is none, when it runs just now, or when its file has changed
 */
export async function resume(
  parts: Parts,
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
      vscode.l10n.t('Every line of this run was tried; nothing is left to resume.'),
    );
  }
  // From here on, since it takes a while until the worker has the run's lock, and two may ask at once.
  running.add(kept.run.runId);
  try {
    return await resumeRun(parts, kept, wanted);
  } finally {
    running.delete(kept.run.runId);
  }
}

async function resumeRun(
  parts: Parts,
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
  const finished = await watch(parts, worker, message, run);
  await noteSent(services, worker, folder, run);
  const now = other === undefined ? run : { ...run, backfillId: other.id };
  return await presentResult(parts, folder, now, finished);
}

/** One that another window sends just now isn't left unfinished. */
async function newestUnfinished({ services, runs, running }: Parts): Promise<KeptRun> {
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
  throw new NothingFound(vscode.l10n.t('No ingest was left unfinished.'));
}

async function newest({ runs }: Parts, runId: string | undefined): Promise<KeptRun> {
  if (runId !== undefined) return runs.get(runId);
  for await (const kept of runs.newest(() => true)) return kept;
  throw new NothingFound(vscode.l10n.t('Nothing was ingested from this machine yet.'));
}

/** @param runId default: the newest run */
export async function verify(
  parts: Parts,
  runId: string | undefined,
): Promise<NonNullable<CommandResult<'orb.ingest.verify'>>> {
  const { services } = parts;
  const { folder, run } = await newest(parts, runId);
  const connection = await services.connections.resolve(run.connectionId);
  using worker = new IngestWorker(services.context, vscode.Uri.parse(run.uri));
  const message = {
    kind: 'verify',
    folder,
    client: await services.connections.access(connection.id),
    searchesPerSecond: sendOptions(services, connection, undefined).rate.searchesPerSecond,
  } as const;
  const title = vscode.l10n.t('Verifying {0} in {1}', basename(run.uri), nameAndMode(connection));
  const verified = await withProgress(title, (signal, report) =>
    worker.run(
      message,
      'verified',
      (state) => {
        if (state.kind === 'request') services.connections.requested(connection.id, state.record);
        if (state.kind !== 'verifying') return;
        report(
          vscode.l10n.t('{0} of {1}', countText(state.done), countText(state.of)),
          (state.done / Math.max(1, state.of)) * 100,
        );
      },
      signal,
    ),
  );
  tell(parts, verified, run.backfillId !== undefined);
  const { found, missing, different } = verified;
  return { found, missing, different: different.map(({ id }) => id) };
}

function tell(
  { services }: Parts,
  { found, missing, different }: VerifiedMessage,
  intoBackfill: boolean,
): void {
  if (missing.length === 0 && different.length === 0) {
    // Who asked wants to know; nothing else on the screen tells.
    void vscode.window.setStatusBarMessage(
      found === 1
        ? vscode.l10n.t('$(check) Orb holds the event as it was sent')
        : vscode.l10n.t('$(check) Orb holds all {0} events as they were sent', countText(found)),
      10_000,
    );
    return;
  }
  const parts = [
    vscode.l10n.t('Same in Orb: {0}.', eventCount(found)),
    ...differentText(different),
    ...(missing.length > 0
      ? [
          vscode.l10n.t('Not found: {0}.', eventCount(missing.length)),
          intoBackfill
            ? vscode.l10n.t('Orb shows events of a backfill when it is closed and reflected.')
            : vscode.l10n.t('Orb shows new events after some seconds. Verify again later.'),
        ]
      : []),
  ];
  const list = {
    title: vscode.l10n.t('List Ids'),
    run: () => listIds(missing, different),
  };
  showNotice(services, 'warning', parts.join(' '), list);
}

async function listIds(
  missing: VerifiedMessage['missing'],
  different: VerifiedMessage['different'],
): Promise<void> {
  const lines = [
    ...different.map(({ id, heldAt }) =>
      JSON.stringify({ id, outcome: 'different', orbTimestamp: heldAt }),
    ),
    ...missing.map((id) => JSON.stringify({ id, outcome: 'missing' })),
  ];
  const document = await vscode.workspace.openTextDocument({
    language: 'jsonl',
    content: lines.join('\n'),
  });
  await vscode.window.showTextDocument(document);
}

/** Days named in a notice; the list of IDs has every timestamp. */
const MAX_DAYS = 3;

function differentText(different: VerifiedMessage['different']): readonly string[] {
  const others = different.flatMap(({ heldAt }) => (heldAt === undefined ? [] : [heldAt]));
  const same = different.length - others.length;
  const days = [...new Set(others.toSorted().map(dayOf))];
  const named = [...days.slice(0, MAX_DAYS), ...(days.length > MAX_DAYS ? ['…'] : [])].join(', ');
  const texts = [
    same > 0 &&
      vscode.l10n.t('Different in Orb (the first version was kept): {0}.', eventCount(same)),
    others.length === 1
      ? vscode.l10n.t('Orb holds another version, of {0}: 1 event.', named)
      : others.length > 1 &&
        vscode.l10n.t('Orb holds other versions, of {0}: {1}.', named, eventCount(others.length)),
  ];
  return texts.filter((text) => text !== false);
}

/** Opens a search for what a run sent, the first 500. */
export async function showEvents(parts: Parts, runId: string | undefined): Promise<void> {
  const { folder, run } = await newest(parts, runId);
  using worker = new IngestWorker(parts.services.context, vscode.Uri.parse(run.uri));
  const message = { kind: 'list', folder, most: MAX_SHOWN } as const;
  const { ids, firstMs, lastMs } = await worker.ask(message, 'listed');
  if (ids.length === 0) throw new NothingFound(vscode.l10n.t('Orb accepted no event of this run.'));
  await runCommand('orb.events.search', {
    eventIds: ids,
    // The end is exclusive.
    timeframeStart: new Date(firstMs).toISOString(),
    timeframeEnd: new Date(lastMs + 1).toISOString(),
    connectionId: run.connectionId,
  });
}
