/** Starts searches, shows them in the view, and returns what they found. */
import * as vscode from 'vscode';
import type { EventJson } from '../../contributions.ts';
import type { LeftOut } from '../../core/ids/reading.ts';
import { isRawNumber } from '../../core/json.ts';
import type { UsageEvent } from '../../core/event.ts';
import type { SearchWindow } from '../../core/search/window.ts';
import { toUserError } from '../toUserError.ts';
import { UserError } from '../userError.ts';
import { labelOf } from './labels.ts';
import { searchIdOf, type Node } from './nodes.ts';
import type { ResultLists } from './results.ts';
import type { Search, Searches } from './searches.ts';
import type { EventTree } from './tree.ts';
import type { Services } from '../services.ts';

/** The parts of the Events view that its commands need. */
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
 * Searches, and shows the search at the top of the view.
 * @throws UserError; vscode.CancellationError if it was stopped
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
  const done = askAgain(parts, search.id);
  void show(parts, search.id);
  return done;
}

/** Searches again; joins a search in progress. @throws UserError, which the search's rows show */
export async function askAgain(parts: EventsView, searchId: string): Promise<SearchResult> {
  return answer(parts, await shownInRows(parts, searchId, parts.searches.ask(searchId)));
}

/** A failed search says so in its rows, with the next step, so no notification repeats it while they can be seen. */
export async function shownInRows<T>(
  parts: EventsView,
  searchId: string,
  work: Promise<T>,
): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (parts.searches.get(searchId)?.state.kind !== 'failed') throw error;
    await show(parts, searchId);
    const { message, nextStep, cause } = toUserError(error);
    throw new UserError(message, nextStep, { cause, isShown: parts.view.visible });
  }
}

function answer({ searches }: EventsView, search: Search): SearchResult {
  if (search.state.kind === 'stopped') throw new vscode.CancellationError();
  return {
    events: searches.views(search).map(({ event }) => toEventJson(event)),
    missing: search.missing,
  };
}

/** Not awaited, since a search shouldn't fail because the side bar can't be shown. */
async function show({ view, tree }: EventsView, searchId: string): Promise<void> {
  const node = tree.searchNode(searchId);
  const shown = view.reveal(node, { select: true, focus: false, expand: true });
  await shown.then(undefined, () => undefined);
}

/**
 * Plain JSON, as commands return it. A number that JavaScript can't represent becomes the nearest
 * one that it can.
 */
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

/**
 * The search of the node, or else of the selection, or else the newest one.
 * @throws UserError if there are no searches
 */
export function searchMeant({ searches, view }: EventsView, node: Node | undefined): Search {
  const chosen = node ?? view.selection[0];
  const search =
    (chosen === undefined ? undefined : searches.get(searchIdOf(chosen))) ?? searches.all[0];
  if (search === undefined) throw new UserError(vscode.l10n.t('Search for events first.'));
  return search;
}
