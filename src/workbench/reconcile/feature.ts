/** Registers the commands of comparisons and their pages after a reload, and loads none of the work. */
import * as vscode from 'vscode';
import { RECONCILE_PAGE } from '../../contributions.ts';
import { once } from '../../std/once.ts';
import { lazyCommands } from '../registerCommands.ts';
import type { Feature } from '../services.ts';
import type { ReconcileServices } from './comparisons.ts';

const COMMANDS = [
  'orb.reconcile.file',
  'orb.reconcile.resume',
  'orb.reconcile.again',
  'orb.reconcile.show',
  'orb.reconcile.items',
  'orb.reconcile.repair',
  'orb.reconcile.export',
] as const;

export const reconcileFeature: Feature = (services) => {
  const parts = once(async (): Promise<ReconcileServices> => {
    const { Comparisons } = await import('./comparisons.ts');
    const comparisons = new Comparisons(services.context);
    const pages = once(async () => {
      const { OpenComparisonPages } = await import('./comparisonPages.ts');
      return new OpenComparisonPages(await parts());
    });
    return { services, comparisons, pages };
  });
  const load = once(async () =>
    (await import('./reconcileCommands.ts')).reconcileCommands(await parts()),
  );
  return vscode.Disposable.from(
    vscode.window.registerWebviewPanelSerializer(RECONCILE_PAGE, {
      deserializeWebviewPanel: async (panel, state) => {
        const { pages } = await parts();
        await (await pages?.())?.restore(panel, state);
      },
    }),
    services.registerCommands(lazyCommands(COMMANDS, load)),
  );
};
