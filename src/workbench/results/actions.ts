/** What the buttons of the page with results do with events. */
import * as vscode from 'vscode';
import { JSON_LINES } from '../../contributions.ts';
import { toIngestLine } from '../../core/search/exportLine.ts';
import { confirmInStatusBar } from '../copied.ts';
import { savePlace } from '../dialogs.ts';
import type { EventView } from '../eventStore.ts';
import type { Services } from '../services.ts';

/** Opens the events as a new event file, one per line. Nothing is sent. */
export async function editAsEventFile(views: readonly EventView[]): Promise<void> {
  const content = views.map(({ event, raw }) => `${toIngestLine(event, raw)}\n`).join('');
  const document = await vscode.workspace.openTextDocument({ language: JSON_LINES, content });
  await vscode.window.showTextDocument(document);
}

/**
 * Asks how to export rows, and does it.
 * @param csv the rows with the columns that are shown
 * @param saveEvents writes the same events to an event file; undefined if they can't be ingested again
 */
export async function exportRows(
  { dialogs }: Pick<Services, 'dialogs'>,
  csv: string,
  saveEvents: (() => Promise<void>) | undefined,
): Promise<void> {
  const choices: (vscode.QuickPickItem & { readonly work: () => Promise<void> })[] = [
    { label: vscode.l10n.t('Save as CSV…'), work: () => saveCsv(dialogs, csv) },
    {
      label: vscode.l10n.t('Copy as CSV'),
      work: async () => {
        await vscode.env.clipboard.writeText(csv);
        confirmInStatusBar(vscode.l10n.t('Copied'));
      },
    },
  ];
  if (saveEvents !== undefined) {
    choices.push({ label: vscode.l10n.t('Save as Event File…'), work: saveEvents });
  }
  const chosen = await dialogs.pick(choices, { placeHolder: vscode.l10n.t('Export the rows') });
  await chosen?.work();
}

async function saveCsv(dialogs: Services['dialogs'], csv: string): Promise<void> {
  const target = await dialogs.saveFile({
    filters: { CSV: ['csv'] },
    defaultUri: savePlace('orb-events.csv'),
  });
  if (target === undefined) return;
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(csv));
}
