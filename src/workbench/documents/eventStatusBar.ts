/** The second status bar item: what the active event's footer says, for users who edit its text. */
import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import { eventInFront } from '../eventUris.ts';
import { changesOf, sentenceOf } from './documentSentence.ts';
import type { EventDocuments } from './eventDocuments.ts';
import { tryEventUri } from '../eventUris.ts';

/** After the last key. */
const DELAY_MS = 300;

export function eventStatusBar(services: Services, documents: EventDocuments): vscode.Disposable {
  const item = vscode.window.createStatusBarItem(
    'orb.event',
    vscode.StatusBarAlignment.Left,
    // To the right of the connection.
    49,
  );
  item.name = vscode.l10n.t('Orb Event');

  const show = () => {
    const address = eventInFront();
    const uri = address && tryEventUri(address);
    const document = uri && documents.find(uri);
    if (document?.file.document === undefined) {
      item.hide();
      return;
    }
    const { icon, text } = sentenceOf(document, changesOf(document));
    item.text = `$(${icon}) ${text}`;
    item.accessibilityInformation = { label: text };
    item.show();
  };
  let timer: NodeJS.Timeout | undefined;
  const showSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(show, DELAY_MS);
  };
  show();
  return vscode.Disposable.from(
    item,
    { dispose: () => clearTimeout(timer) },
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (documents.find(document.uri) !== undefined) showSoon();
    }),
    vscode.window.tabGroups.onDidChangeTabs(show),
    vscode.window.tabGroups.onDidChangeTabGroups(show),
    documents.onDidChange(show),
    services.connections.onDidChange(show),
  );
}
