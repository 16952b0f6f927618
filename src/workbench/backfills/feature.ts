/** The Backfills view and its commands. Registering sends nothing; steps and questions are loaded on first use. */
import * as vscode from 'vscode';
import { views } from '../../contributions.ts';
import { modeAndName } from '../connections/labels.ts';
import type { Feature } from '../services.ts';
import { BackfillList } from './backfillList.ts';
import { backfillDecorations } from './decorations.ts';
import type { Node } from './nodes.ts';
import { BackfillTree } from './tree.ts';
import { BackfillPoller } from './backfillPoller.ts';

export const backfillFeature: Feature = (services) => {
  const { connections } = services;
  const list = new BackfillList(services);
  const tree: BackfillTree = new BackfillTree(services, list, () => poller.isExhausted);
  const view = vscode.window.createTreeView<Node>(views.backfills, {
    treeDataProvider: tree,
    showCollapseAll: true,
  });
  const poller: BackfillPoller = new BackfillPoller(services, list, view, () => tree.repaint());
  const describe = () => {
    const { active } = connections;
    view.description = active === undefined ? '' : modeAndName(active);
    const isEmpty =
      active !== undefined &&
      list.state(active.id).kind === 'loaded' &&
      list.all(active.id).length === 0;
    services.setContext('orb.noBackfills', isEmpty);
    poller.update();
  };
  describe();
  return vscode.Disposable.from(
    view,
    tree,
    poller,
    list.onDidChange(() => {
      describe();
      tree.repaint();
    }),
    connections.onDidChange(() => {
      describe();
      tree.reload();
    }),
    connections.onDidRenew((renewal) => list.loadAgain(renewal)),
    view.onDidChangeVisibility(() => poller.restart()),
    backfillDecorations(),
    services.registerCommands({
      'orb.backfills.create': async (given) =>
        (await import('./createBackfill.ts')).createBackfill(services, list, given),
      'orb.backfills.ingest': async (given) =>
        (await import('./changeBackfill.ts')).ingestInto(services, list, given),
      'orb.backfills.close': async (given) =>
        (await import('./changeBackfill.ts')).closeOrRevert(services, list, 'close', given),
      'orb.backfills.revert': async (given) =>
        (await import('./changeBackfill.ts')).closeOrRevert(services, list, 'revert', given),
      'orb.backfills.fetch': async (given) => {
        const { chooseBackfill } = await import('./chooseBackfill.ts');
        const asked = await chooseBackfill(services, list, given);
        poller.restart();
        return asked?.backfill;
      },
      'orb.backfills.list': async (given) => {
        const connection = await connections.resolve(given?.connectionId);
        const all = await list.load(connection.id);
        poller.restart();
        return all;
      },
    }),
  );
};
