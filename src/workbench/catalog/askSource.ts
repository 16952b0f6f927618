/** Asks what to learn the event catalog from. */
import * as vscode from 'vscode';
import type { Services } from '../services.ts';

export interface CatalogSource {
  readonly from: 'search' | 'file' | 'traffic';
  /** Of a file; asked for if absent. */
  readonly uri: vscode.Uri | undefined;
  readonly examples: boolean;
}

export async function askSource({ dialogs }: Services): Promise<CatalogSource | undefined> {
  const title = vscode.l10n.t('Learn Event Catalog');
  const from = await dialogs.pick(
    [
      { label: vscode.l10n.t('Event File'), from: 'file' as const },
      { label: vscode.l10n.t('Search Results'), from: 'search' as const },
      { label: vscode.l10n.t('Recorded Traffic'), from: 'traffic' as const },
    ],
    { title, placeHolder: vscode.l10n.t('The events to learn from') },
  );
  if (from === undefined) return undefined;
  const content = await dialogs.pick(
    [
      {
        label: vscode.l10n.t('Names and Types Only'),
        detail: vscode.l10n.t('No values of your events get into the file.'),
        examples: false,
      },
      {
        label: vscode.l10n.t('With Example Values'),
        detail: vscode.l10n.t(
          "Up to 3 values of each property, which may be your customers' data.",
        ),
        examples: true,
      },
    ],
    { title, placeHolder: vscode.l10n.t('What the file contains') },
  );
  return content && { from: from.from, uri: undefined, examples: content.examples };
}
