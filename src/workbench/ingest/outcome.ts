/** After a run: problems, the summary, and the next step where there is one. */
import { countText } from '../../core/language.ts';
import * as vscode from 'vscode';
import { lineCount, stopText } from '../../core/texts/ingest.ts';
import type { IngestSummary } from '../../contributions.ts';
import type { RunRecord } from '../../ingest/journal.ts';
import { showNotice } from '../notices.ts';
import type { Services } from '../services.ts';
import type { NextStep } from '../userError.ts';
import type { SentMessage } from '../../ingestWorker/messages.ts';
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

export async function presentResult(
  { services, problems }: Parts,
  folder: string,
  run: Run,
  finished: SentMessage,
): Promise<IngestSummary> {
  const { sent, rejected, rejectedFile } = finished;
  const uri = vscode.Uri.parse(run.uri);
  problems.show(uri, rejected, sent.rejected, run.lineOffset);
  const { accepted, duplicates, notTried, requests, retries } = sent;
  services.log.info(`Ingest ${run.runId} into ${run.connectionName} (${run.mode})`, sent);
  await openReport(folder, run, finished);
  offer(services, run, finished);
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

/** A notice only where something is left to do. */
function offer(services: Services, run: Run, { sent, rejectedFile }: SentMessage): void {
  const { stopped } = sent;
  const show = {
    title: vscode.l10n.t('Show Rejected Lines'),
    run: () => rejectedFile && vscode.window.showTextDocument(vscode.Uri.file(rejectedFile)),
  };
  const rejected = sent.rejected > 0 && rejectedFile !== undefined ? [show] : [];
  if (stopped !== undefined) {
    const severity = stopped.kind === 'cancelled' ? 'info' : 'error';
    const words = stopText(stopped.kind, stopped.message);
    showNotice(services, severity, words, ...wayOn(run, stopped.kind), ...rejected);
  } else if (sent.rejected > 0) {
    const words = vscode.l10n.t(
      'Rejected: {0} of {1}.',
      countText(sent.rejected),
      lineCount(sent.lines),
    );
    showNotice(services, 'warning', words, ...rejected);
  }
}

type StopKind = NonNullable<SentMessage['sent']['stopped']>['kind'];

/** How a run that stopped goes on. */
function wayOn({ runId, connectionId }: Run, stopped: StopKind): readonly NextStep[] {
  const replaceKey = {
    title: vscode.l10n.t('Replace Key…'),
    command: 'orb.connections.replaceKey',
    args: [{ connectionId }],
  };
  const resume = { title: vscode.l10n.t('Resume'), command: 'orb.ingest.resume', args: [runId] };
  switch (stopped) {
    case 'changed':
      return [];
    case 'unauthorized':
    case 'forbidden':
      return [replaceKey, resume];
    case 'closed':
      return [{ ...resume, title: vscode.l10n.t('Resume into Another Backfill…') }];
    case 'cancelled':
    case 'failed':
    case 'journal':
    case 'refusesAll':
      return [resume];
  }
}
