/** The tabs that show a document, also those whose page another extension host made. */
import * as vscode from 'vscode';
import { EVENT_EDITOR } from '../../contributions.ts';

const shows = (tab: vscode.Tab | undefined, uri: vscode.Uri): boolean =>
  tab?.input instanceof vscode.TabInputCustom &&
  tab.input.viewType === EVENT_EDITOR &&
  tab.input.uri.toString() === uri.toString();

/** How many tabs have their page on screen: a tab in the background has none. */
export const tabsOnScreen = (uri: vscode.Uri): number =>
  vscode.window.tabGroups.all.filter(({ activeTab }) => shows(activeTab, uri)).length;

export const isInFront = (uri: vscode.Uri): boolean =>
  shows(vscode.window.tabGroups.activeTabGroup.activeTab, uri);

/** Whether the tabs of a document, as text or as a page, show it as dirty; undefined when it has none. */
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
