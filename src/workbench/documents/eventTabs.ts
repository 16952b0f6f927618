/** The tabs that show a document in the event editor, also those whose page another extension host made. */
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
