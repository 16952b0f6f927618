/**
 * How each node of the Events view looks, and what a screen reader says. Color or icon alone never
 * carries meaning.
 */
import { countText } from '../../core/language.ts';
import * as vscode from 'vscode';
import { wider } from '../../core/search/window.ts';
import { visible } from '../../std/visible.ts';
import { commandFor } from '../callers.ts';
import type { Services } from '../services.ts';
import { eventItem, propertyItem } from './eventItems.ts';
import { missingItem, widerMark } from './missingItem.ts';
import { nodeId, type GroupNode, type MoreNode, type Node } from './nodes.ts';
import type { ResultLists } from './results.ts';
import { elsewhere, isLiveElsewhere, searchItem } from './searchItem.ts';
import type { Search, Searches } from './searches.ts';

export type Items = (node: Node) => vscode.TreeItem;

export function createItems(services: Services, searches: Searches, lists: ResultLists): Items {
  const build = (node: Node): vscode.TreeItem => {
    switch (node.kind) {
      case 'more':
        return moreItem(node);
      case 'property':
        return propertyItem(node);
      case 'filter':
        return filterItem(searches, lists);
      case 'search':
      case 'group':
      case 'event':
      case 'notFound':
      case 'missing':
      case 'widen':
      case 'leftOut':
      case 'failure':
      case 'nextStep':
        return ofSearch(node);
    }
  };
  const ofSearch = (
    node: Exclude<Node, { kind: 'more' | 'property' | 'filter' }>,
  ): vscode.TreeItem => {
    const search = searches.get(node.searchId);
    // Cleared while VS Code was asking for its rows.
    if (search === undefined) return new vscode.TreeItem('');
    switch (node.kind) {
      case 'search':
        return searchItem(search, lists, services.connections, searches.all[0] === search);
      case 'group':
        return groupItem(node, lists.of(search).groups?.find(({ key }) => key === node.key)?.views);
      case 'event': {
        const view = services.events.get(node);
        if (view === undefined) return new vscode.TreeItem(visible(node.eventId));
        return eventItem(view, {
          nowMs: services.connections.now(node.connectionId),
          shared: lists.of(search).shared,
          elsewhere: elsewhere(services.connections, node.connectionId),
          isLiveElsewhere: isLiveElsewhere(services.connections, node.connectionId),
        });
      }
      case 'notFound':
        return notFoundItem(search);
      case 'missing':
        return missingItem(node.eventId, search, services);
      case 'widen':
        return widenItem(node, search);
      case 'leftOut':
        return leftOutItem(node, search);
      case 'failure':
        return failureItem(search.state.kind === 'failed' ? search.state.error.message : '');
      case 'nextStep':
        return nextStepItem(node, search);
    }
  };
  return (node) => Object.assign(build(node), { id: nodeId(node) });
}

function groupItem({ key }: GroupNode, views: readonly unknown[] | undefined): vscode.TreeItem {
  const label = key === '' ? vscode.l10n.t('(none)') : visible(key, 200);
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Expanded);
  const count = views?.length ?? 0;
  item.description = countText(count);
  item.contextValue = 'orbGroup';
  item.accessibilityInformation = { label: vscode.l10n.t('{0}, {1} events', label, count) };
  return item;
}

function moreItem(node: MoreNode): vscode.TreeItem {
  const next = countText(node.next);
  const item = new vscode.TreeItem(vscode.l10n.t('Load {0} more', next));
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  if (node.rest > node.next) {
    item.description = vscode.l10n.t('of {0}', countText(node.rest));
  }
  item.command = commandFor('', 'orb.events.loadMore', node);
  item.accessibilityInformation = { label: vscode.l10n.t('Load {0} more', next), role: 'button' };
  return item;
}

/** The filter's text, and how much it leaves. */
function filterItem(searches: Searches, lists: ResultLists): vscode.TreeItem {
  const results = searches.all
    .filter(({ state }) => state.kind !== 'idle')
    .map((search) => lists.of(search));
  const shown = results.reduce((sum, { views }) => sum + views.length, 0);
  const total = results.reduce((sum, each) => sum + each.total, 0);
  const item = new vscode.TreeItem(vscode.l10n.t('Clear Filter'));
  item.description = vscode.l10n.t(
    '{0} · {1} of {2} shown',
    visible(lists.arrangement.filter, 100),
    shown.toLocaleString('en'),
    total.toLocaleString('en'),
  );
  item.iconPath = new vscode.ThemeIcon('filter-filled');
  item.contextValue = 'orbFilter';
  item.command = commandFor('', 'orb.events.clearFilter');
  item.accessibilityInformation = {
    label: vscode.l10n.t('Clear Filter, {0}', item.description.replaceAll(' · ', ', ')),
  };
  return item;
}

function widenItem(node: Node, search: Search): vscode.TreeItem {
  const days = wider(search.widened ?? search.window) ?? 90;
  const missing = search.missing.length;
  const item = new vscode.TreeItem(vscode.l10n.t('Widen to {0} Days', days));
  item.description =
    search.state.kind === 'asking'
      ? vscode.l10n.t('Widening…')
      : missing === 1
        ? vscode.l10n.t('searches for this ID only')
        : vscode.l10n.t('searches for these {0} only', missing.toLocaleString('en'));
  item.iconPath = new vscode.ThemeIcon('history');
  item.contextValue = 'orbWiden';
  item.command = commandFor(
    '',
    days === 30 ? 'orb.events.search30Days' : 'orb.events.search90Days',
    node,
  );
  item.accessibilityInformation = {
    label: vscode.l10n.t('Widen to {0} Days, {1}', days, item.description),
  };
  return item;
}

function notFoundItem(search: Search): vscode.TreeItem {
  const label = vscode.l10n.t('{0} not found', countText(search.missing.length));
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
  item.iconPath = new vscode.ThemeIcon('question', new vscode.ThemeColor('list.warningForeground'));
  item.contextValue = `orbNotFound${widerMark(search)}`;
  return item;
}

function leftOutItem(node: Node, { leftOut = [] }: Search): vscode.TreeItem {
  const { length } = leftOut;
  const label =
    length === 1
      ? vscode.l10n.t('1 piece left out')
      : vscode.l10n.t('{0} pieces left out', countText(length));
  const item = new vscode.TreeItem(label);
  item.description = visible(leftOut.map(({ text }) => text).join(', '), 100);
  item.iconPath = new vscode.ThemeIcon('eye');
  item.contextValue = 'orbLeftOut';
  item.command = commandFor('', 'orb.search.leftOut', node);
  return item;
}

/** A failure that has no step of its own may be gone the next time. */
function nextStepItem(node: Node, { state }: Search): vscode.TreeItem {
  const step = state.kind === 'failed' ? state.error.nextStep : undefined;
  const again = {
    title: vscode.l10n.t('Search Again'),
    command: 'orb.events.searchAgain',
    args: [node],
  };
  const { title, command, args = [] } = step === undefined || 'run' in step ? again : step;
  const item = new vscode.TreeItem(title);
  item.iconPath = new vscode.ThemeIcon('arrow-right');
  item.contextValue = 'orbNextStep';
  item.command = commandFor('', command, ...args);
  return item;
}

function failureItem(message: string): vscode.TreeItem {
  const item = new vscode.TreeItem(visible(message, 300));
  item.iconPath = new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
  item.tooltip = message;
  item.contextValue = 'orbFailure';
  item.accessibilityInformation = { label: vscode.l10n.t('Error: {0}', message) };
  return item;
}
