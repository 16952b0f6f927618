/**
 * The Events view: searches, their events, and the events' properties. Asks Orb only for what is
 * shown.
 */
import * as vscode from 'vscode';
import { memberOf, readJson } from '../../core/jsonTree.ts';
import { wider } from '../../core/search/window.ts';
import type { EventAddress, EventView } from '../eventStore.ts';
import type { Services } from '../services.ts';
import { createItems, type Items } from './items.ts';
import {
  nodeId,
  parentOf,
  type EventNode,
  type GroupNode,
  type MoreNode,
  type Node,
  type NotFoundNode,
  type PropertyNode,
  type SearchNode,
} from './nodes.ts';
import type { ResultLists } from './results.ts';
import type { Search, Searches } from './searches.ts';
import { TreeChanges } from '../treeChanges.ts';

/** Several changes in one turn (such as a response with 500 events) become one repaint. */
const SETTLE_MS = 50;

export class EventTree implements vscode.TreeDataProvider<Node> {
  readonly #nodes = new Map<string, Node>();
  readonly #changed = new TreeChanges<Node>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #items: Items;
  readonly #subscriptions: readonly { dispose(): void }[];
  #settling: NodeJS.Timeout | undefined;
  #pending: Set<string> | 'all' = new Set();

  constructor(
    private readonly services: Services,
    private readonly searches: Searches,
    private readonly lists: ResultLists,
  ) {
    this.#items = createItems(services, searches, lists);
    this.#subscriptions = [
      searches.onDidChange((searchId) => this.#refresh(searchId)),
      // Nothing follows this change: it shows at once.
      lists.onDidChange(() => this.#changed.fire(undefined)),
      services.events.onDidChange((changed) => this.#eventsChanged(changed)),
      // A search shows its connection if it isn't the active one.
      services.connections.onDidChange(() => this.#refresh(undefined)),
    ];
  }

  dispose(): void {
    clearTimeout(this.#settling);
    for (const each of this.#subscriptions) each.dispose();
    this.#changed.dispose();
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return this.#items(node);
  }

  getParent(node: Node): Node | undefined {
    return parentOf(node, (searchId) => this.searchNode(searchId));
  }

  getChildren(node?: Node): Node[] {
    if (node === undefined) return this.#roots();
    this.#changed.answered();
    switch (node.kind) {
      case 'search':
        return this.#ofSearch(node);
      case 'group':
        return this.#ofGroup(node);
      case 'event':
        return this.#ofEvent(node);
      case 'notFound':
        return this.#ofNotFound(node);
      case 'property':
      case 'more':
      case 'missing':
      case 'widen':
      case 'leftOut':
      case 'filter':
      case 'failure':
      case 'nextStep':
        return [];
    }
  }

  #roots(): Node[] {
    const searches = this.searches.all.map(({ id }) => this.searchNode(id));
    const isFiltered = searches.length > 0 && this.lists.arrangement.filter !== '';
    return isFiltered ? [this.#keep({ kind: 'filter', searchId: '' }), ...searches] : searches;
  }

  /** The node of a search, for `reveal`. */
  searchNode(searchId: string): SearchNode {
    return this.#keep({ kind: 'search', searchId });
  }

  loadMore({ parent, next }: MoreNode): void {
    this.lists.showMore(nodeId(parent), next);
    this.#changed.fire([parent]);
  }

  #ofSearch(node: SearchNode): Node[] {
    const search = this.searches.get(node.searchId);
    if (search === undefined) return [];
    if (search.state.kind === 'idle') {
      // Shown for the first time since the window opened. The tree shows a failure with its reason.
      this.searches.ask(search.id).catch(() => undefined);
      return [];
    }
    const { views, groups } = this.lists.of(search);
    const { searchId } = node;
    const children: Node[] =
      groups === undefined
        ? this.#page(node, views, (view) => this.#event(node, search, view))
        : groups.map(({ key }) => this.#keep({ kind: 'group', searchId, key }));
    if (search.missing.length > 0) children.push(this.#keep({ kind: 'notFound', searchId }));
    if (search.leftOut !== undefined) children.push(this.#keep({ kind: 'leftOut', searchId }));
    if (search.state.kind === 'failed') {
      children.push(this.#keep({ kind: 'failure', searchId }));
      children.push(this.#keep({ kind: 'nextStep', searchId }));
    }
    return children;
  }

  #ofGroup(node: GroupNode): Node[] {
    const search = this.searches.get(node.searchId);
    if (search === undefined) return [];
    const group = this.lists.of(search).groups?.find(({ key }) => key === node.key);
    return this.#page(node, group?.views ?? [], (view) => this.#event(node, search, view));
  }

  #ofNotFound(node: NotFoundNode): Node[] {
    const search = this.searches.get(node.searchId);
    if (search === undefined) return [];
    const { searchId } = node;
    const { connectionId } = search;
    const missing = this.#page(node, search.missing, (eventId) =>
      this.#keep({ kind: 'missing', searchId, connectionId, eventId, parent: node }),
    );
    if (wider(search.widened ?? search.window) === undefined) return missing;
    return [this.#keep({ kind: 'widen', searchId, parent: node }), ...missing];
  }

  #ofEvent(node: EventNode): Node[] {
    const view = this.services.events.get(node);
    if (view === undefined) return [];
    // Read from the text, because a JavaScript object would put properties with integer-like names
    // first.
    const properties = memberOf(readJson(view.raw), 'properties');
    const members = properties?.kind === 'object' ? properties.members : [];
    const child = (index: number, name: string, json: string): PropertyNode => ({
      kind: 'property',
      parent: node,
      index,
      name,
      json,
    });
    return [
      child(-1, 'id', JSON.stringify(view.eventId)),
      ...members.map(({ key, value }, index) =>
        child(index, key, view.raw.slice(value.start, value.end)),
      ),
    ];
  }

  #page<T>(
    parent: SearchNode | GroupNode | NotFoundNode,
    all: readonly T[],
    toNode: (entry: T) => Node,
  ): Node[] {
    const { shown, next } = this.lists.page(nodeId(parent), all.length);
    const nodes = all.slice(0, shown).map(toNode);
    if (next > 0) nodes.push({ kind: 'more', parent, next, rest: all.length - shown });
    return nodes;
  }

  #event(parent: SearchNode | GroupNode, search: Search, { eventId }: EventView): EventNode {
    const { id: searchId, connectionId } = search;
    const node: EventNode = { kind: 'event', searchId, connectionId, eventId, parent };
    const known = this.#nodes.get(nodeId(node));
    // With another grouping, it has another parent.
    if (known?.kind === 'event' && known.parent === parent) return known;
    this.#nodes.set(nodeId(node), node);
    return node;
  }

  #keep<T extends Node>(node: T): T {
    const id = nodeId(node);
    const known = this.#nodes.get(id);
    if (known !== undefined) return known as T;
    this.#nodes.set(id, node);
    return node;
  }

  #eventsChanged(changed: readonly EventAddress[]): void {
    const byConnection = new Map<string, Set<string>>();
    for (const { connectionId, eventId } of changed) {
      const ids = byConnection.get(connectionId);
      if (ids === undefined) byConnection.set(connectionId, new Set([eventId]));
      else ids.add(eventId);
    }
    for (const search of this.searches.all) {
      const ids = byConnection.get(search.connectionId);
      if (ids === undefined || !search.found.some((id) => ids.has(id))) continue;
      this.lists.forget(search.id);
      this.#refresh(search.id);
    }
  }

  /** @param searchId undefined repaints the whole view */
  #refresh(searchId: string | undefined): void {
    if (searchId === undefined) this.#pending = 'all';
    else if (this.#pending !== 'all') this.#pending.add(searchId);
    this.#settling ??= setTimeout(() => {
      const pending = this.#pending;
      this.#settling = undefined;
      this.#pending = new Set();
      if (pending === 'all') this.#forgetGone();
      this.#changed.fire(
        pending === 'all' ? undefined : [...pending].map((id) => this.searchNode(id)),
      );
    }, SETTLE_MS);
  }

  #forgetGone(): void {
    const live = new Set(this.searches.all.map(({ id }) => id));
    this.lists.keepOnly(live);
    for (const [id, node] of this.#nodes) {
      if ('searchId' in node && !live.has(node.searchId)) this.#nodes.delete(id);
    }
  }
}
