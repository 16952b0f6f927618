/** The summary of a run as a page of Markdown in the run's folder; it opens when the run ends. */
import { countText } from '../../core/language.ts';
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { duration, isDiskFull, lineCount, stopText } from '../../core/texts/ingest.ts';
import type { RunRecord } from '../../ingest/journal.ts';
import type { Sent } from '../../ingest/send.ts';
import { visible } from '../../std/visible.ts';
import { nameAndMode } from '../connections/labels.ts';
import type { SentMessage } from '../../ingestWorker/messages.ts';

/** Reasons listed on the page; the file of reasons has all. */
const MAX_REASONS = 20;

type Run = Pick<RunRecord, 'runId' | 'uri' | 'connectionName' | 'mode' | 'backfillId'>;

/** Markdown's preview as an editor of its own file. The preview that follows the active file can show an earlier run. */
const PREVIEW = 'vscode.markdown.preview.editor';

export async function openReport(folder: string, run: Run, finished: SentMessage): Promise<void> {
  const content = reportText(run, finished);
  let path: string;
  try {
    path = await writeNew(folder, content);
  } catch {
    // On a full disk the page is shown all the same.
    const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
    await vscode.window.showTextDocument(document);
    return;
  }
  const uri = vscode.Uri.file(path);
  try {
    await vscode.commands.executeCommand('vscode.openWith', uri, PREVIEW);
  } catch {
    // The Markdown extension may be disabled: the page is readable as it is.
    await vscode.window.showTextDocument(uri, { preview: true });
  }
}

/** Each part of a run has a page of its own, so that none that is open becomes another. */
async function writeNew(folder: string, content: string): Promise<string> {
  for (let part = 1; ; part++) {
    const path = join(folder, `ingest-summary${part === 1 ? '' : `-${part}`}.md`);
    try {
      await writeFile(path, content, { flag: 'wx' });
      return path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** Text from files and from Orb: shown, never read as Markdown. */
const safe = (text: string) => visible(text, 300).replaceAll(/[\\`*_{}[\]<>()#+!|~-]/g, '\\$&');

function reportText(run: Run, finished: SentMessage): string {
  const { sent, rejected } = finished;
  const name = basename(vscode.Uri.parse(run.uri).path);
  return [
    `# ${vscode.l10n.t('Ingest of {0}', safe(name))}`,
    headline(sent),
    table([
      [vscode.l10n.t('Account'), nameAndMode({ name: safe(run.connectionName), mode: run.mode })],
      ...(run.backfillId === undefined
        ? []
        : [[vscode.l10n.t('Backfill'), safe(run.backfillId)] as const]),
      [vscode.l10n.t('Lines'), countText(sent.lines)],
      [vscode.l10n.t('Accepted'), countText(sent.accepted)],
      [vscode.l10n.t('Duplicates'), countText(sent.duplicates)],
      [vscode.l10n.t('Rejected'), countText(sent.rejected)],
      [vscode.l10n.t('Not tried'), countText(sent.notTried)],
      [vscode.l10n.t('Requests'), requestsText(sent)],
      [vscode.l10n.t('Time'), duration(sent.durationMs)],
      [vscode.l10n.t('Run'), safe(run.runId)],
    ]),
    ...aboutFiles(finished),
    ...reasons(rejected, sent.rejected),
    ...(sent.accepted === 0 ? [] : [whenShown(run)]),
  ].join('\n\n');
}

const whenShown = ({ backfillId }: Run) =>
  backfillId === undefined
    ? vscode.l10n.t(
        'Orb shows new events in its search after some seconds. "Orb: Verify Ingested Events" then compares each of them with what was sent.',
      )
    : vscode.l10n.t(
        'Orb shows these events when the backfill is closed and reflected. "Orb: Verify Ingested Events" then compares each of them with what was sent.',
      );

function aboutFiles(finished: SentMessage): readonly string[] {
  const { sent, rejectedFile, rejectsLeft, rejectsProblem, grownBy } = finished;
  const told = [
    rejectedFile !== undefined &&
      vscode.l10n.t('The rejected lines are in {0}, the reasons beside it.', safe(rejectedFile)),
    rejectsProblem !== undefined &&
      vscode.l10n.t(
        'The files of rejected lines could not be written: {0}',
        isDiskFull(rejectsProblem) ? vscode.l10n.t('the disk is full.') : safe(rejectsProblem),
      ),
    rejectsProblem === undefined &&
      rejectsLeft > 0 &&
      vscode.l10n.t(
        'They hold {0} of {1} so far: the cancel did not wait for the others. A resume writes all.',
        countText(sent.rejected - rejectsLeft),
        lineCount(sent.rejected),
      ),
    grownBy > 0 &&
      vscode.l10n.t(
        'The file has grown by {0} bytes since it was checked. What was added is not part of this ingest.',
        countText(grownBy),
      ),
  ];
  return told.filter((text) => text !== false);
}

const requestsText = ({ requests, retries }: Sent) =>
  retries === 0
    ? countText(requests)
    : retries === 1
      ? vscode.l10n.t('{0}, 1 batch sent again', countText(requests))
      : vscode.l10n.t('{0}, {1} batches sent again', countText(requests), countText(retries));

function headline({ stopped, notTried, rejected }: Sent): string {
  if (stopped !== undefined && notTried > 0)
    return `**${safe(stopText(stopped.kind, stopped.message))}**`;
  if (rejected > 0) return vscode.l10n.t('Done, with rejected lines to mend.');
  return vscode.l10n.t('Done. Orb accepted every event of the file.');
}

const table = (rows: readonly (readonly [string, string])[]) =>
  ['| | |', '| --- | ---: |', ...rows.map(([label, value]) => `| ${label} | ${value} |`)].join(
    '\n',
  );

function reasons(rejected: SentMessage['rejected'], total: number): readonly string[] {
  if (rejected.length === 0) return [];
  const rows = rejected
    .slice(0, MAX_REASONS)
    .map(
      ({ line, reasons: why }) => `- ${vscode.l10n.t('Line {0}: {1}', line, safe(why.join(' ')))}`,
    );
  const more = total - rows.length;
  return [
    `## ${vscode.l10n.t('Rejected lines')}`,
    [...rows, ...(more > 0 ? [`- ${vscode.l10n.t('{0} more', countText(more))}`] : [])].join('\n'),
  ];
}
