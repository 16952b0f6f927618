/** After a run: problems, the summary, and the next step where there is one. */
import * as vscode from 'vscode';
import { count, lineCount, stopText } from '../../core/texts/ingest.ts';
import type { IngestSummary } from '../../contributions.ts';
import type { RunRecord } from '../../ingest/journal.ts';
import type { Services } from '../services.ts';
import type { Finished } from './messages.ts';
import type { IngestProblems } from './problems.ts';
import { openReport } from './report.ts';
import type { Runs } from './runs.ts';

export interface Parts {
  readonly services: Services;
  readonly runs: Runs;
  readonly problems: IngestProblems;
  /** Ids of the runs that this window sends just now. */
  readonly running: Set<string>;
}

type Run = Pick<
  RunRecord,
  'runId' | 'uri' | 'connectionId' | 'connectionName' | 'mode' | 'backfillId' | 'lineOffset'
>;

export async function afterwards(
  { services, problems }: Parts,
  folder: string,
  run: Run,
  finished: Finished,
): Promise<IngestSummary> {
  const { sent, rejected, rejectedFile } = finished;
  const uri = vscode.Uri.parse(run.uri);
  problems.show(uri, rejected, sent.rejected, run.lineOffset);
  const { accepted, duplicates, notTried, requests, retries } = sent;
  services.log.info(`Ingest ${run.runId} into ${run.connectionName} (${run.mode})`, sent);
  await openReport(folder, run, finished);
  void offer(services, run, finished);
  return {
    runId: run.runId,
    lines: sent.lines,
    accepted,
    duplicates,
    rejected: sent.rejected,
    notTried,
    requests,
    retries,
    durationMs: sent.durationMs,
    ...(rejectedFile !== undefined && { rejectedFile }),
    cancelled: sent.stopped?.kind === 'cancelled',
  };
}

/** A notice only where something is left to do; nobody waits for it. */
async function offer(
  { dialogs }: Services,
  run: Run,
  { sent, rejectedFile }: Finished,
): Promise<void> {
  const { stopped } = sent;
  const replaceKey = vscode.l10n.t('Replace Key…');
  const resume =
    stopped?.kind === 'closed'
      ? vscode.l10n.t('Resume into Another Backfill…')
      : vscode.l10n.t('Resume');
  const show = vscode.l10n.t('Show Rejected Lines');
  const rejected = sent.rejected > 0 && rejectedFile !== undefined ? [show] : [];
  let chosen: string | undefined;
  if (stopped !== undefined) {
    const isKey = stopped.kind === 'unauthorised' || stopped.kind === 'forbidden';
    const next = stopped.kind === 'changed' ? [] : isKey ? [replaceKey, resume] : [resume];
    const severity = stopped.kind === 'cancelled' ? 'info' : 'error';
    chosen = await dialogs.notify(
      severity,
      stopText(stopped.kind, stopped.message),
      ...next,
      ...rejected,
    );
  } else if (sent.rejected > 0) {
    const words = vscode.l10n.t(
      'Rejected: {0} of {1}.',
      count(sent.rejected),
      lineCount(sent.lines),
    );
    chosen = await dialogs.notify('warning', words, ...rejected);
  }
  if (chosen === replaceKey) {
    await vscode.commands.executeCommand('orb.connections.replaceKey', {
      connectionId: run.connectionId,
    });
  }
  if (chosen === resume) await vscode.commands.executeCommand('orb.ingest.resume', run.runId);
  if (chosen === show && rejectedFile !== undefined) {
    await vscode.window.showTextDocument(vscode.Uri.file(rejectedFile));
  }
}
