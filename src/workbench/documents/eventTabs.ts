/**
 * The tabs that show events, including those whose page another extension host created, and the
 * mode badge on each.
 */
import * as vscode from 'vscode';
import { EVENT_EDITOR, REMOTE_SCHEME, SCHEME } from '../../contributions.ts';
import { modeAndName, modeWord } from '../connections/labels.ts';
import type { Services } from '../services.ts';
import { addressOf } from '../eventUris.ts';

const shows = (tab: vscode.Tab | undefined, uri: vscode.Uri): boolean =>
  tab?.input instanceof vscode.TabInputCustom &&
  tab.input.viewType === EVENT_EDITOR &&
  tab.input.uri.toString() === uri.toString();

/** How many tabs have a visible page; tabs in the background don't. */
export const tabsOnScreen = (uri: vscode.Uri): number =>
  vscode.window.tabGroups.all.filter(({ activeTab }) => shows(activeTab, uri)).length;

export const isInFront = (uri: vscode.Uri): boolean =>
  shows(vscode.window.tabGroups.activeTabGroup.activeTab, uri);

/**
 * Whether the tabs of a document, as text or as a page, show it as dirty; undefined if it has none.
 */
export function dirtyTabs(uri: vscode.Uri): boolean | undefined {
  const wanted = uri.toString();
  const tabs = vscode.window.tabGroups.all.flatMap((group) =>
    group.tabs.filter(({ input }) => {
      const isOne = input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom;
      return isOne && input.uri.toString() === wanted;
    }),
  );
  return tabs.length === 0 ? undefined : tabs.some(({ isDirty }) => isDirty);
}

/**
 * The mode of an event's account on its tab: a letter, since a badge has room for only two, with
 * the whole word in the tooltip.
 */
export function tabModes({ connections }: Services): vscode.Disposable {
  const changed = new vscode.EventEmitter<undefined>();
  const provider: vscode.FileDecorationProvider = {
    onDidChangeFileDecorations: changed.event,
    provideFileDecoration(uri) {
      if (uri.scheme !== SCHEME && uri.scheme !== REMOTE_SCHEME) return undefined;
      const address = addressOf(uri);
      const connection = address && connections.get(address.connectionId);
      if (connection === undefined) return undefined;
      const [letter = ''] = modeWord(connection.mode);
      return new vscode.FileDecoration(letter, modeAndName(connection));
    },
  };
  return vscode.Disposable.from(
    vscode.window.registerFileDecorationProvider(provider),
    connections.onDidChange(() => changed.fire(undefined)),
    changed,
  );
}
