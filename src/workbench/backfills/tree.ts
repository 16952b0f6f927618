/** The backfills view: newest first, below each its steps. Asks Orb when it is looked at for the first time. */
import * as vscode from 'vscode';
import { visible } from '../../std/visible.ts';
import type { Services } from '../services.ts';
import type { BackfillList } from './backfillList.ts';
import { backfillItem, stepItem, stepsOf } from './items.ts';
import type { BackfillNode, Node } from './nodes.ts';

export class BackfillTree implements vscode.TreeDataProvider<Node> {
  readonly #changed = new vscode.EventEmitter<Node | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #nodes = new Map<string, BackfillNode>();

  /** @param gaveUp whether asking for the state of moving backfills has ended */
  constructor(
    private readonly services: Pick<Services, 'connections'>,
    private readonly list: BackfillList,
    private readonly gaveUp: () => boolean,
  ) {}

  repaint(): void {
    this.#changed.fire(undefined);
  }

  getTreeItem(node: Node): vscode.TreeItem {
    switch (node.kind) {
      case 'backfill': {
        const backfill = this.list.get(node.connectionId, node.backfillId);
        if (backfill === undefined) return new vscode.TreeItem('');
        const nowMs = this.services.connections.now(node.connectionId);
        return backfillItem(backfill, { list: this.list, nowMs, gaveUp: this.gaveUp() });
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

  getChildren(node?: Node): Node[] {
    if (node !== undefined) return node.kind === 'backfill' ? this.#steps(node) : [];
    const { active, keyMissing } = this.services.connections;
    if (active === undefined || keyMissing) return [];
    const state = this.list.state(active.id);
    if (state.kind === 'idle') {
      // A failure stands in the tree, with its reason.
      this.list.load(active.id).catch(() => undefined);
      return [];
    }
    const rows: Node[] = this.list.all(active.id).map(({ id }) => this.#node(active.id, id));
    return state.kind === 'failed'
      ? [{ kind: 'failure', connectionId: active.id, message: state.message }, ...rows]
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

  /** The editor knows rows by identity: the same backfill is always the same object. */
  #node(connectionId: string, backfillId: string): BackfillNode {
    const key = `${connectionId}/${backfillId}`;
    const known = this.#nodes.get(key);
    if (known !== undefined) return known;
    const node: BackfillNode = { kind: 'backfill', connectionId, backfillId };
    this.#nodes.set(key, node);
    return node;
  }
}
