// The rows of the Events view as users read them, with the extension's own services.
import * as vscode from 'vscode';
import { lastDaysWindow, type SearchWindow } from '../../src/core/search/window.ts';
import type { MoreNode, Node, SearchNode } from '../../src/workbench/search/nodes.ts';
import { ResultLists } from '../../src/workbench/search/results.ts';
import { Searches } from '../../src/workbench/search/searches.ts';
import { EventTree } from '../../src/workbench/search/tree.ts';
import type { Services } from '../../src/workbench/services.ts';

/** Keeps its values in memory. */
export class Memory implements vscode.Memento {
  readonly #values = new Map<string, unknown>();
  keys = (): readonly string[] => [...this.#values.keys()];
  get = <T>(key: string, fallback?: T): T => (this.#values.get(key) ?? fallback) as T;
  update = (key: string, value: unknown): Promise<void> => {
    // What is kept across a reload is JSON.
    this.#values.set(key, value === undefined ? undefined : JSON.parse(JSON.stringify(value)));
    return Promise.resolve();
  };
}

export class EventRows {
  readonly searches: Searches;
  readonly lists: ResultLists;
  readonly tree: EventTree;

  constructor(
    private readonly services: Services,
    workspaceState: vscode.Memento = new Memory(),
  ) {
    // Inherits from the services instead of copying them, since getters create ledger and store on
    // first use.
    const parts = Object.create(services, { context: { value: { workspaceState } } }) as Services;
    this.searches = new Searches(parts);
    this.lists = new ResultLists(this.searches, parts);
    this.tree = new EventTree(services, this.searches, this.lists);
  }

  /** Searches the active connection, newest first, and returns the search's row. */
  async search(
    eventIds: readonly string[],
    window: SearchWindow = lastDaysWindow(7),
  ): Promise<SearchNode> {
    const connectionId = this.services.connections.active!.id;
    const label =
      eventIds.length === 1 ? eventIds[0]! : `${eventIds.length.toLocaleString('en')} IDs`;
    const { id } = this.searches.add({ label, connectionId, eventIds, window });
    await this.searches.ask(id);
    return this.tree.searchNode(id);
  }

  roots(): readonly Node[] {
    return this.tree.getChildren();
  }
  children(node: Node): readonly Node[] {
    return this.tree.getChildren(node);
  }
  item(node: Node): vscode.TreeItem {
    return this.tree.getTreeItem(node);
  }
  /** `label | description`. */
  words(node: Node): string {
    const { label, description } = this.item(node);
    const name = typeof label === 'string' ? label : (label?.label ?? '');
    return typeof description === 'string' ? `${name} | ${description}` : name;
  }
  spoken(node: Node): string {
    return this.item(node).accessibilityInformation?.label ?? '';
  }
  loadMore(node: Node): void {
    this.tree.loadMore(node as MoreNode);
  }
  dispose(): void {
    this.searches.dispose();
    this.tree.dispose();
  }
}
