/** The lines and the report of a comparison. Loaded on first use. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { DEFAULT_GRACE_HOURS } from '../../core/connection.ts';
import { countText } from '../../core/language.ts';
import type { ItemRequest, ReconcileItems } from '../../core/reconciliation/results.ts';
import { kindLabel, outcomeLabel } from '../../core/texts/reconcile.ts';
import type { GraceNow } from '../../reconcile/items.ts';
import type { ReconcileRecord } from '../../reconcile/journal.ts';
import { visible } from '../../std/visible.ts';
import { nameAndMode } from '../connections/labels.ts';
import { FileChangedError } from '../ingest/failures.ts';
import { IngestWorker } from '../ingest/workerClient.ts';
import type { Services } from '../services.ts';
import { NothingFound, UserError } from '../userError.ts';
import type { ReconcileServices } from './comparisons.ts';

export type ReportFormat = 'csv' | 'markdown';

/** Without a limit a command returns so many. */
const DEFAULT_LIMIT = 1_000;

/** @throws UserError when only the file has what is asked for, and it has changed */
export async function listItems(
  { services, comparisons }: ReconcileServices,
  { reconcileId, offset = 0, limit = DEFAULT_LIMIT, ...filter }: ItemRequest,
): Promise<ReconcileItems> {
  const { comparison, folder } = await comparisons.get(reconcileId);
  using worker = new IngestWorker(services.context, vscode.Uri.parse(comparison.uri));
  const grace = graceOf(services, comparison);
  const message = { kind: 'listItems', folder, filter, grace, offset, limit } as const;
  try {
    const { total, items } = await worker.ask(message, 'items');
    return { total, items };
  } catch (error) {
    throw error instanceof FileChangedError ? fileChanged(comparison) : error;
  }
}

/** Lets the user pick a line that isn't as in Orb, and opens it. */
export async function pickItem(parts: ReconcileServices): Promise<void> {
  const { comparison } = await parts.comparisons.get(undefined);
  const outcomes = ['missing', 'different', 'deprecated', 'invalid', 'duplicates'] as const;
  const all = await Promise.all(
    outcomes.map((outcome) =>
      listItems(parts, { reconcileId: comparison.reconcileId, outcome, limit: DEFAULT_LIMIT }),
    ),
  );
  const picks = all
    .flatMap(({ items }) => items)
    .map(({ line, eventId, outcome, kind }) => ({
      label: vscode.l10n.t('Line {0}', countText(line)),
      description: visible(eventId ?? '', 100),
      detail:
        kind === null
          ? outcomeLabel(outcome)
          : vscode.l10n.t('{0}: {1}', outcomeLabel(outcome), visible(kindLabel(kind), 100)),
      line,
    }));
  if (picks.length === 0) {
    throw new NothingFound(vscode.l10n.t('This comparison found no differences.'));
  }
  const placeHolder = vscode.l10n.t('Lines of {0} that differ from Orb', nameOf(comparison));
  const chosen = await parts.services.dialogs.pick(picks, {
    placeHolder,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (chosen === undefined) return;
  const place = new vscode.Position(chosen.line - 1, 0);
  await vscode.window.showTextDocument(vscode.Uri.parse(comparison.uri), {
    selection: new vscode.Range(place, place),
  });
}

export async function reportText(
  { services, comparisons }: ReconcileServices,
  reconcileId: string | undefined,
  format: ReportFormat,
): Promise<string> {
  const { comparison, folder } = await comparisons.get(reconcileId);
  using worker = new IngestWorker(services.context, vscode.Uri.parse(comparison.uri));
  const { text } = await worker.ask(
    {
      kind: 'exportComparison',
      ...{ folder, format, grace: graceOf(services, comparison) },
      fileName: nameOf(comparison),
      account: nameAndMode({ name: comparison.connectionName, mode: comparison.mode }),
    },
    'exported',
  );
  return text;
}

/** Opens the report as a new document. */
export async function openReport(
  parts: ReconcileServices,
  reconcileId: string | undefined,
  format: ReportFormat,
): Promise<string> {
  const content = await reportText(parts, reconcileId, format);
  const language = format === 'markdown' ? 'markdown' : 'plaintext';
  await vscode.window.showTextDocument(
    await vscode.workspace.openTextDocument({ language, content }),
  );
  return content;
}

/** Asks for the format. */
export async function askReport(parts: ReconcileServices): Promise<string | undefined> {
  const formats: readonly (vscode.QuickPickItem & { readonly format: ReportFormat })[] = [
    { label: 'Markdown', detail: vscode.l10n.t('For a ticket'), format: 'markdown' },
    { label: 'CSV', detail: vscode.l10n.t('For a spreadsheet'), format: 'csv' },
  ];
  // Before the question, so that no one chooses in vain.
  const { comparison } = await parts.comparisons.get(undefined);
  const placeHolder = vscode.l10n.t('Export the comparison of {0}', nameOf(comparison));
  const chosen = await parts.services.dialogs.pick(formats, { placeHolder });
  return chosen && openReport(parts, comparison.reconcileId, chosen.format);
}

export const fileChanged = ({ reconcileId }: ReconcileRecord): UserError =>
  new UserError(vscode.l10n.t('The file changed since it was compared. Compare it again.'), {
    title: vscode.l10n.t('Compare Again'),
    command: 'orb.reconcile.again',
    args: [reconcileId],
  });

export const nameOf = ({ uri }: ReconcileRecord): string => basename(vscode.Uri.parse(uri).path);

export function graceOf({ connections }: Services, { connectionId }: ReconcileRecord): GraceNow {
  const { gracePeriodHours = DEFAULT_GRACE_HOURS } = connections.get(connectionId) ?? {};
  return { nowMs: connections.now(connectionId), gracePeriodHours };
}
