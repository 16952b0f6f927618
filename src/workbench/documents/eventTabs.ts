/** The tabs that show a document in the event editor, also those whose page another extension host made. */
import * as vscode from 'vscode';
import { EVENT_EDITOR } from '../../contributions.ts';

const shows = (tab: vscode.Tab | undefined, uri: vscode.Uri): boolean =>
  tab?.input instanceof vscode.TabInputCustom &&
  tab.input.viewType === EVENT_EDITOR &&
  tab.input.uri.toString() === uri.toString();

/** A tab in the background has no page. */
export const isOnScreen = (uri: vscode.Uri): boolean =>
  vscode.window.tabGroups.all.some(({ activeTab }) => shows(activeTab, uri));

export const isInFront = (uri: vscode.Uri): boolean =>
  shows(vscode.window.tabGroups.activeTabGroup.activeTab, uri);
