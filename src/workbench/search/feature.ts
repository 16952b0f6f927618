/**
 * The Events view with its commands. Registering doesn't send anything, or read a key or a file.
 */
import * as vscode from 'vscode';
import { RESULTS_PAGE, views } from '../../contributions.ts';
import { once } from '../../std/once.ts';
import { lazyCommands } from '../registerCommands.ts';
import { activeAccount } from '../connections/labels.ts';
import { ingestOnDrop } from '../ingest/drop.ts';
import type { Feature } from '../services.ts';
import { eventDecorations } from './decorations.ts';
import type { Node } from './nodes.ts';
import { ResultLists } from './results.ts';
import { rowDecorations } from './rowDecorations.ts';
import type { EventsView } from './run.ts';
import { Searches } from './searches.ts';
import { EventTree } from './tree.ts';

const COMMANDS = [
  'orb.events.search',
  'orb.events.searchSelection',
  'orb.events.refresh',
  'orb.events.clear',
  'orb.events.searchAgain',
  'orb.events.removeSearch',
  'orb.events.stop',
  'orb.events.search30Days',
  'orb.events.search90Days',
  'orb.events.searchElsewhere',
  'orb.events.export',
  'orb.events.sort',
  'orb.events.group',
  'orb.events.filter',
  'orb.events.clearFilter',
  'orb.events.loadMore',
  'orb.search.rename',
  'orb.search.pin',
  'orb.search.leftOut',
  'orb.results.show',
  'orb.event.deprecate',
  'orb.event.copyId',
  'orb.event.copyLink',
  'orb.event.copyAs',
  'orb.catalog.learn',
] as const;

export const searchFeature: Feature = (services) => {
  const searches = new Searches(services);
  const lists = new ResultLists(searches, services);
  const tree = new EventTree(services, searches, lists);
  const view = vscode.window.createTreeView<Node>(views.events, {
    treeDataProvider: tree,
    canSelectMany: true,
    showCollapseAll: true,
    dragAndDropController: ingestOnDrop(services),
  });
  const parts = { services, searches, lists, tree, view };
  const panels = once(async () => (await import('./resultPanels.ts')).resultPanels(parts));
  const load = once(async () => (await import('./commands.ts')).eventsCommands(parts, panels));
  const tell = () => describeView(parts);
  const showProgress = progressIn(searches);
  tell();
  return vscode.Disposable.from(
    searches,
    tree,
    view,
    searches.onDidChange(() => {
      tell();
      showProgress();
    }),
    lists.onDidChange(tell),
    services.connections.onDidChange(tell),
    services.connections.onDidRenew((renewal) => searches.askAgain(renewal)),
    services.registerCommands(lazyCommands(COMMANDS, load)),
    vscode.window.registerWebviewPanelSerializer(RESULTS_PAGE, {
      deserializeWebviewPanel: async (panel, state) => (await panels()).restore(panel, state),
    }),
    eventDecorations(services.events),
    rowDecorations(),
    services.events.keepShown(() => searches.found()),
  );
};

/** The view's account, and the context keys of its menus and welcome texts. */
function describeView({ services, searches, lists, view }: EventsView): void {
  view.description = activeAccount(services.connections.active);
  const filter = lists.arrangement.filter;
  services.setContext('orb.hasSearches', searches.all.length > 0);
  services.setContext('orb.filtered', filter !== '');
}

/**
 * The view's progress bar while a search is running. The search's row has the text and the Stop
 * button.
 */
function progressIn(searches: Searches): () => void {
  let end: (() => void) | undefined;
  return () => {
    const asking = searches.all.some(({ state }) => state.kind === 'asking');
    if (!asking) {
      end?.();
      end = undefined;
    } else if (end === undefined) {
      const done = new Promise<void>((resolve) => (end = resolve));
      void vscode.window.withProgress({ location: { viewId: views.events } }, () => done);
    }
  };
}
