/** Starts searches, brings them into view, and answers what they found. */
import * as vscode from 'vscode';
import type { EventJson } from '../../contributions.ts';
import type { LeftOut } from '../../core/ids/reading.ts';
import { isRawNumber } from '../../core/json.ts';
import type { UsageEvent } from '../../core/event.ts';
import type { SearchWindow } from '../../core/search/window.ts';
import { UserError } from '../userError.ts';
import { labelOf } from './labels.ts';
import { searchIdOf, type Node } from './nodes.ts';
import type { ResultLists } from './results.ts';
import type { Search, Searches } from './searches.ts';
import type { EventTree } from './tree.ts';
import type { Services } from '../services.ts';

/** The parts of the events view, as its commands work on them. */
export interface EventsView {
  readonly services: Services;
  readonly searches: Searches;
  readonly lists: ResultLists;
  readonly tree: EventTree;
  readonly view: vscode.TreeView<Node>;
}

export interface SearchResult {
  readonly events: readonly EventJson[];
  readonly missing: readonly string[];
}

/**
 * Searches and shows the search on top of the view.
 * @throws UserError; vscode.CancellationError when it was stopped
 */
export async function runSearch(
  parts: EventsView,
  asked: {
    readonly label?: string;
    readonly connectionId: string;
    readonly eventIds: readonly string[];
    readonly window: SearchWindow;
    readonly leftOut?: readonly LeftOut[];
  },
): Promise<SearchResult> {
  const { searches } = parts;
  const search = searches.add({ ...asked, label: asked.label ?? labelOf(asked.eventIds) });
  const done = searches.ask(search.id);
  show(parts, search.id);
  return answer(parts, await done);
}

/** Asks again; joins a run under way. */
export async function askAgain(parts: EventsView, searchId: string): Promise<SearchResult> {
  return answer(parts, await parts.searches.ask(searchId));
}

function answer({ searches }: EventsView, search: Search): SearchResult {
  if (search.state.kind === 'stopped') throw new vscode.CancellationError();
  return {
    events: searches.views(search).map(({ event }) => toEventJson(event)),
    missing: search.missing,
  };
}

/** Nobody waits for it: a side bar that cannot be shown is no reason to fail a search. */
function show({ view, tree }: EventsView, searchId: string): void {
  const node = tree.searchNode(searchId);
  view.reveal(node, { select: true, focus: false, expand: true }).then(undefined, () => undefined);
}

/** Plain JSON, as commands answer it: a number that JavaScript prints differently becomes the nearest one it has. */
function toEventJson(event: UsageEvent): EventJson {
  const properties = Object.entries(event.properties).map(
    ([name, value]) => [name, isRawNumber(value) ? Number(value.rawJSON) : value] as const,
  );
  return {
    id: event.id,
    eventName: event.eventName,
    timestamp: event.timestamp,
    customerId: event.customerId,
    externalCustomerId: event.externalCustomerId,
    properties: Object.fromEntries(properties),
    deprecated: event.deprecated,
  };
}

/** The search that is meant: the one of the node, else of what is selected, else the newest. @throws UserError without searches */
export function searchMeant({ searches, view }: EventsView, node: Node | undefined): Search {
  const chosen = node ?? view.selection[0];
  const search =
    (chosen === undefined ? undefined : searches.get(searchIdOf(chosen))) ?? searches.all[0];
  if (search === undefined) throw new UserError(vscode.l10n.t('Search for events first.'));
  return search;
}
