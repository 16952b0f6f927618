/** The row of a search: label, "48 of 50 found · 7 days", and how it stands. */
import { countText } from '../../core/language.ts';
import * as vscode from 'vscode';
import { describeWindow } from '../../core/search/window.ts';
import { visible } from '../../std/visible.ts';
import type { Connections } from '../connectionsApi.ts';
import { modeAndName, nameAndMode } from '../connections/labels.ts';
import type { ResultLists } from './results.ts';
import type { Search } from './searches.ts';

export function searchItem(
  search: Search,
  lists: ResultLists,
  connections: Connections,
  isNewest: boolean,
): vscode.TreeItem {
  const { state, eventIds } = search;
  const asking = state.kind === 'asking';
  const label = visible(search.label, 200);
  const item = new vscode.TreeItem(
    label,
    // What was searched before the reload is asked again when somebody opens it; the newest stands open.
    state.kind === 'idle' && !isNewest
      ? vscode.TreeItemCollapsibleState.Collapsed
      : vscode.TreeItemCollapsibleState.Expanded,
  );
  const connection = connections.get(search.connectionId);
  const elsewhere =
    connection === undefined
      ? vscode.l10n.t('connection removed')
      : connection.id === connections.active?.id
        ? undefined
        : modeAndName(connection);
  const parts = [stateWords(search, lists), describeWindow(search.window), elsewhere];
  item.description = parts.filter((part) => part !== undefined).join(' · ');
  item.iconPath = new vscode.ThemeIcon(asking ? 'loading~spin' : 'search');
  item.contextValue = asking ? 'orbSearchAsking' : 'orbSearch';
  item.tooltip = [
    vscode.l10n.t('{0} ids, {1} found', countText(eventIds.length), countText(search.found.length)),
    connection === undefined ? elsewhere : nameAndMode(connection),
    describeWindow(search.window),
  ].join('\n');
  item.accessibilityInformation = {
    label: vscode.l10n.t('Search {0}, {1}', label, item.description.replaceAll(' · ', ', ')),
  };
  return item;
}

function stateWords(search: Search, lists: ResultLists): string | undefined {
  const { state, eventIds, asked, found } = search;
  const all = countText(eventIds.length);
  switch (state.kind) {
    case 'idle':
      return eventIds.length === 1 ? undefined : vscode.l10n.t('{0} ids', all);
    case 'asking':
      return vscode.l10n.t('{0} of {1} asked', countText(asked), all);
    case 'stopped':
      return vscode.l10n.t('stopped after {0} of {1}', countText(asked), all);
    case 'failed':
      return vscode.l10n.t('failed after {0} of {1}', countText(asked), all);
    case 'done': {
      if (lists.arrangement.filter.trim() !== '') {
        const { views, total } = lists.of(search);
        return vscode.l10n.t('{0} of {1} shown', countText(views.length), countText(total));
      }
      return vscode.l10n.t('{0} of {1} found', countText(found.length), all);
    }
  }
}
