/** The actions of the buttons in an ingest's page. */
import * as vscode from 'vscode';
import { HOUR_MS } from '../../core/timeframe.ts';
import { parseTimestamp } from '../../core/timestamp.ts';
import type { RunAction } from '../../protocol/ingestRun.ts';
import { runCommand } from '../callers.ts';
import { startCommand } from '../notices.ts';
import type { Services } from '../services.ts';
import type { RunModel } from './runModel.ts';

type Action = (services: Services, model: RunModel) => PromiseLike<unknown>;

export const runActions: Readonly<Record<Exclude<RunAction, 'stop' | 'showLog'>, Action>> = {
  verify: (services, { run }) => startCommand(services, 'orb.ingest.verify', run.runId),
  resume: (services, { run }) => startCommand(services, 'orb.ingest.resume', run.runId),
  showEvents: (services, { run }) => startCommand(services, 'orb.ingest.showEvents', run.runId),
  showMissing: (services, model) => search(services, model, model.verified?.missing ?? []),
  showDifferent: (services, model) => {
    const different = model.verified?.different ?? [];
    const held = different.flatMap(({ heldAt }) => (heldAt === undefined ? [] : [heldAt]));
    const ids = different.map(({ id }) => id);
    return search(services, model, ids, held);
  },
  compare: (services, { run: { uri, connectionId } }) =>
    startCommand(services, 'orb.reconcile.file', { uri, connectionId }),
  openFile: (_services, { run }) => vscode.window.showTextDocument(vscode.Uri.parse(run.uri)),
  openRejected: async (_services, { report }) =>
    report?.rejectedFile === undefined
      ? undefined
      : vscode.window.showTextDocument(vscode.Uri.file(report.rejectedFile)),
  ingestAgain: (services, { run: { uri, connectionId } }) =>
    startCommand(services, 'orb.ingest.file', { uri, connectionId }),
  backfill: backfillLate,
  closeBackfill,
  replaceKey: (services, { run: { connectionId } }) =>
    startCommand(services, 'orb.connections.replaceKey', { connectionId }),
};

/** A search accepts any number, but no one looks at more than these. */
const MAX_SHOWN = 500;

/** @param heldAt timestamps of versions in Orb that the run's own time frame may not include */
async function search(
  services: Services,
  { run }: RunModel,
  ids: readonly string[],
  heldAt: readonly string[] = [],
): Promise<void> {
  const { nowMs, gracePeriodHours, backfill } = run.context;
  const bounds = [
    backfill === undefined
      ? nowMs - gracePeriodHours * HOUR_MS
      : parseTimestamp(backfill.timeframeStart)?.ms,
    backfill === undefined ? nowMs + HOUR_MS : parseTimestamp(backfill.timeframeEnd)?.ms,
    ...heldAt.map((timestamp) => parseTimestamp(timestamp)?.ms),
  ].filter((ms) => ms !== undefined);
  await startCommand(services, 'orb.events.search', {
    eventIds: ids.slice(0, MAX_SHOWN),
    timeframeStart: new Date(Math.min(...bounds)).toISOString(),
    // The end is exclusive.
    timeframeEnd: new Date(Math.max(...bounds) + 1).toISOString(),
    connectionId: run.connectionId,
  });
}

/** Creates a backfill of the hours of the late lines, and ingests the rejected lines into it. Both steps ask. */
async function backfillLate(_services: Services, { run, report }: RunModel): Promise<void> {
  const spans = (report?.groups ?? []).flatMap(({ isLate, span }) =>
    isLate && span !== undefined ? [span] : [],
  );
  if (report?.rejectedFile === undefined || spans.length === 0) return;
  const hour = (ms: number) => new Date(ms).toISOString();
  const firstMs = Math.min(...spans.map((span) => span.firstMs));
  const lastMs = Math.max(...spans.map((span) => span.lastMs));
  const { connectionId } = run;
  const created = await runCommand('orb.backfills.create', {
    connectionId,
    timeframeStart: hour(Math.floor(firstMs / HOUR_MS) * HOUR_MS),
    timeframeEnd: hour((Math.floor(lastMs / HOUR_MS) + 1) * HOUR_MS),
    replaceExistingEvents: false,
  });
  if (created === undefined) return;
  const uri = vscode.Uri.file(report.rejectedFile).toString();
  await runCommand('orb.backfills.ingest', { connectionId, backfillId: created.id, uri });
}

async function closeBackfill(_services: Services, model: RunModel): Promise<void> {
  const { backfillId, connectionId } = model.run;
  if (backfillId === undefined) return;
  const closed = await runCommand('orb.backfills.close', { backfillId, connectionId });
  if (closed !== undefined) model.setBackfillOpen(false);
}
