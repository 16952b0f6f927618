/**
 * Shows the result of a run: problems and the page, and a notification only if the page isn't
 * visible.
 */
import { countText } from '../../core/language.ts';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { lineCount, stopText } from '../../core/texts/ingest.ts';
import type { IngestSummary } from '../../contributions.ts';
import type { RunReport, SentMessage } from '../../ingestWorker/messages.ts';
import { showNotice } from '../notices.ts';
import type { Services } from '../services.ts';
import type { IngestProblems } from './problems.ts';
import type { RunModel } from './runModel.ts';
import type { RunPages } from './runPages.ts';
import type { Runs } from './runs.ts';

/** What all ingest commands share. */
export interface IngestServices {
  readonly services: Services;
  readonly runs: Runs;
  readonly problems: IngestProblems;
  /** IDs of the runs that this window is sending. */
  readonly running: Set<string>;
  /** Loaded with the first run. */
  readonly pages: () => Promise<RunPages>;
}

export async function presentResult(
  { services, problems, pages }: IngestServices,
  model: RunModel,
  finished: SentMessage,
): Promise<IngestSummary> {
  const { run } = model;
  const { sent, rejectedFile } = finished;
  problems.show(vscode.Uri.parse(run.uri), finished.rejected, sent.rejected, run.lineOffset);
  services.log.info(`Ingest ${run.runId} into ${run.connectionName} (${run.mode})`, sent);
  model.finish(finished);
  const shown = await pages();
  shown.readBackfill(model);
  if (!shown.isVisible(run.runId)) notify(services, model, finished);
  const { lines, accepted, duplicates, notTried, requests, retries, durationMs } = sent;
  return {
    runId: run.runId,
    lines,
    accepted,
    duplicates,
    rejected: sent.rejected,
    notTried,
    requests,
    retries,
    durationMs,
    ...(rejectedFile !== undefined && { rejectedFile }),
    cancelled: sent.stopped?.kind === 'cancelled',
  };
}

function notify(services: Services, { run }: RunModel, { sent }: RunReport): void {
  const name = basename(vscode.Uri.parse(run.uri).path);
  const show = {
    title: vscode.l10n.t('Show Summary'),
    command: 'orb.ingest.showRun',
    args: [run.runId],
  };
  const { stopped, lines, accepted, rejected } = sent;
  if (stopped !== undefined) {
    const severity = stopped.kind === 'cancelled' ? 'info' : 'error';
    showNotice(services, severity, stopText(stopped.kind, stopped.message), show);
  } else if (rejected > 0) {
    const words = vscode.l10n.t(
      '{0}: {1} of {2} rejected.',
      name,
      countText(rejected),
      lineCount(lines),
    );
    showNotice(services, 'warning', words, show);
  } else {
    const words = vscode.l10n.t(
      '{0}: {1} of {2} accepted.',
      name,
      countText(accepted),
      lineCount(lines),
    );
    showNotice(services, 'info', words, show);
  }
}
