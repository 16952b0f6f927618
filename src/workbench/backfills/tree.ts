/**
 * The Backfills view: newest first, each with its steps below it. Asks Orb when it's first shown.
 */
import * as vscode from 'vscode';
import { visible } from '../../std/visible.ts';
import type { Services } from '../services.ts';
import type { BackfillList } from './backfillList.ts';
import { backfillItem, stepItem, stepsOf } from './items.ts';
import type { BackfillNode, Node } from './nodes.ts';
import { scopeText } from './backfillWords.ts';
import { TreeChanges } from '../treeChanges.ts';

export class BackfillTree implements vscode.TreeDataProvider<Node> {
  readonly #changed = new TreeChanges<Node>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #nodes = new Map<string, BackfillNode>();
  #drawn: readonly Node[] = [];

  /** @param isExhausted whether closing and reverting backfills are no longer polled */
  constructor(
    private readonly services: Pick<Services, 'connections' | 'context'>,
    private readonly list: BackfillList,
    private readonly isExhausted: () => boolean,
  ) {}

  dispose(): void {
    this.#changed.dispose();
  }

  /** Loads everything again, for another connection or API key. */
  reload(): void {
    this.#changed.fire(undefined);
  }

  /**
   * Shows the list as it is now. Refreshes the whole tree only when rows are added or removed:
   * during such a refresh VS Code doesn't know any rows, so a menu chosen then couldn't pass its
   * backfill.
   */
  repaint(): void {
    const { active } = this.services.connections;
    const rows = active === undefined ? [] : this.#rows(active.id);
    const isSame =
      rows.length === this.#drawn.length && rows.every((row, at) => row === this.#drawn[at]);
    if (!isSame) this.#changed.fire(undefined);
    else if (rows.length > 0) this.#changed.fire(rows);
  }

  getTreeItem(node: Node): vscode.TreeItem {
    switch (node.kind) {
      case 'backfill': {
        const backfill = this.list.get(node.connectionId, node.backfillId);
        if (backfill === undefined) return new vscode.TreeItem('');
        const { connectionId } = node;
        const nowMs = this.services.connections.now(connectionId);
        const scope = scopeText(backfill, connectionId, this.services);
        return backfillItem(backfill, { scope, nowMs, isExhausted: this.isExhausted() });
      }
      case 'step':
        return stepItem(node);
      case 'failure': {
        const item = new vscode.TreeItem(visible(node.message, 300));
        const color = new vscode.ThemeColor('list.errorForeground');
        item.iconPath = new vscode.ThemeIcon('error', color);
        item.tooltip = node.message;
        item.contextValue = 'orbBackfillFailure';
        item.accessibilityInformation = { label: vscode.l10n.t('Error: {0}', node.message) };
        return item;
      }
    }
  }

  /** Waits for the first load: VS Code shows its progress instead of the text for an empty view. */
  getChildren(node: Node): Node[];
  getChildren(node?: Node): Node[] | Promise<Node[]>;
  getChildren(node?: Node): Node[] | Promise<Node[]> {
    if (node !== undefined) {
      this.#changed.answered();
      return node.kind === 'backfill' ? this.#steps(node) : [];
    }
    const { active, keyMissing } = this.services.connections;
    if (active === undefined || keyMissing) return [];
    const { id } = active;
    const rows = () => {
      const all = this.#rows(id);
      this.#drawn = all;
      return all;
    };
    const { kind } = this.list.state(id);
    const isFirst = kind === 'idle' || (kind === 'loading' && this.list.all(id).length === 0);
    // The tree shows a failure as a row.
    return isFirst ? this.list.load(id).then(rows, rows) : rows();
  }

  #rows(connectionId: string): Node[] {
    const state = this.list.state(connectionId);
    const rows: Node[] = this.list.all(connectionId).map(({ id }) => this.#node(connectionId, id));
    return state.kind === 'failed'
      ? [{ kind: 'failure', connectionId, message: state.message }, ...rows]
      : rows;
  }

  getParent(node: Node): Node | undefined {
    return node.kind === 'step' ? node.parent : undefined;
  }

  #steps(node: BackfillNode): Node[] {
    const backfill = this.list.get(node.connectionId, node.backfillId);
    if (backfill === undefined) return [];
    return stepsOf(backfill, node, this.services.connections.now(node.connectionId));
  }

  /** VS Code knows rows by identity: the same backfill is always the same object. */
  #node(connectionId: string, backfillId: string): BackfillNode {
    const key = `${connectionId}/${backfillId}`;
    const known = this.#nodes.get(key);
    if (known !== undefined) return known;
    const node: BackfillNode = { kind: 'backfill', connectionId, backfillId };
    this.#nodes.set(key, node);
    return node;
  }
}
