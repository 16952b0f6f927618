/** The row of a search: its label, "48 of 50 found · 7 days", and its state. */
import { countText } from '../../core/language.ts';
import * as vscode from 'vscode';
import { describeWindow } from '../../core/search/window.ts';
import { shortDay } from '../../core/timeText.ts';
import { parseTimestamp } from '../../core/timestamp.ts';
import { visible } from '../../std/visible.ts';
import type { Connections } from '../connectionsApi.ts';
import { modeAndName, modeWord, nameAndMode } from '../connections/labels.ts';
import type { ResultLists } from './results.ts';
import { decorate } from './rowDecorations.ts';
import type { Search } from './searches.ts';

/** The time frame, until all IDs are found; then what the rows have in common is more useful. */
function whatRowsShare(
  search: Search,
  lists: ResultLists,
  connections: Connections,
): readonly (string | undefined)[] {
  const window = describeWindow(search.window);
  if (search.state.kind !== 'done') return [window];
  const { day, customer } = lists.of(search).shared;
  const ms = day === undefined ? undefined : parseTimestamp(day)?.ms;
  return [
    ms !== undefined && search.missing.length === 0 ? undefined : window,
    ms === undefined ? undefined : shortDay(ms, connections.now(search.connectionId)),
    customer === undefined ? undefined : visible(customer, 100),
  ];
}

/** The mode of a connection that isn't the active one, which its rows show. */
export function elsewhere(connections: Connections, connectionId: string): string | undefined {
  const connection = connections.get(connectionId);
  return connection === undefined || connection.id === connections.active?.id
    ? undefined
    : modeWord(connection.mode);
}

export const isLiveElsewhere = (connections: Connections, connectionId: string): boolean =>
  connections.active?.id !== connectionId && connections.get(connectionId)?.mode === 'live';

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
    // A search from before a reload runs again when it's opened. The newest one is expanded.
    state.kind === 'idle' && !isNewest
      ? vscode.TreeItemCollapsibleState.Collapsed
      : vscode.TreeItemCollapsibleState.Expanded,
  );
  const connection = connections.get(search.connectionId);
  const account =
    connection === undefined
      ? vscode.l10n.t('connection removed')
      : connection.id === connections.active?.id
        ? undefined
        : modeAndName(connection);
  const parts = [account, stateWords(search, lists), ...whatRowsShare(search, lists, connections)];
  item.description = parts.filter((part) => part !== undefined).join(' · ');
  decorate(item, { isLiveElsewhere: isLiveElsewhere(connections, search.connectionId) });
  item.iconPath = new vscode.ThemeIcon(
    asking ? 'loading~spin' : search.pinned === true ? 'pinned' : 'search',
  );
  item.contextValue = asking ? 'orbSearchAsking' : 'orbSearch';
  item.tooltip = [
    vscode.l10n.t('{0} IDs, {1} found', countText(eventIds.length), countText(search.found.length)),
    connection === undefined ? account : nameAndMode(connection),
    describeWindow(search.window),
  ].join('\n');
  item.accessibilityInformation = {
    label:
      search.pinned === true
        ? vscode.l10n.t('Pinned search {0}, {1}', label, item.description.replaceAll(' · ', ', '))
        : vscode.l10n.t('Search {0}, {1}', label, item.description.replaceAll(' · ', ', ')),
  };
  return item;
}

function stateWords(search: Search, lists: ResultLists): string | undefined {
  const { state, eventIds, asked, found } = search;
  const all = countText(eventIds.length);
  switch (state.kind) {
    case 'idle':
      return eventIds.length === 1 ? undefined : vscode.l10n.t('{0} IDs', all);
    case 'asking':
      return vscode.l10n.t('{0} of {1} searched', countText(asked), all);
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
