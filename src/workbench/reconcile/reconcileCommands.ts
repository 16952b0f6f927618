/** The commands of comparisons, loaded by the first of them. */
import * as vscode from 'vscode';
import { askEventFile, eventFileFilter } from '../ndjson/askEventFile.ts';
import type { CommandHandlers } from '../registerCommands.ts';
import type { Services } from '../services.ts';
import type { ReconcileServices } from './comparisons.ts';
import { reconcileFile, resumeComparison } from './reconcile.ts';

export function reconcileCommands(parts: ReconcileServices): CommandHandlers {
  const { services, comparisons } = parts;
  return {
    'orb.reconcile.file': async (given) => {
      const uri = given?.uri ?? (await askFile(services));
      return uri && reconcileFile(parts, uri, given?.connectionId);
    },
    'orb.reconcile.resume': async (reconcileId) =>
      resumeComparison(
        parts,
        reconcileId === undefined
          ? await comparisons.newestUnfinished()
          : await comparisons.get(reconcileId),
      ),
    'orb.reconcile.again': async (reconcileId) => {
      const { comparison } = await comparisons.get(reconcileId);
      return reconcileFile(parts, vscode.Uri.parse(comparison.uri), comparison.connectionId);
    },
    'orb.reconcile.show': async (reconcileId) => {
      await (await parts.pages?.())?.open(await comparisons.get(reconcileId));
    },
    'orb.reconcile.items': async (given) => {
      const { listItems, pickItem } = await import('./report.ts');
      if (given !== undefined) return listItems(parts, given);
      await pickItem(parts);
      return undefined;
    },
    'orb.reconcile.repair': async (given) => {
      if (given === undefined) return (await import('./askRepair.ts')).askRepair(parts);
      return (await import('./repair.ts')).repair(parts, given);
    },
    'orb.reconcile.export': async (given) => {
      const { askReport, reportText } = await import('./report.ts');
      if (given === undefined) return askReport(parts);
      const text = await reportText(parts, given.reconcileId, given.format);
      if (given.uri !== undefined) {
        await vscode.workspace.fs.writeFile(given.uri, new TextEncoder().encode(text));
      }
      return text;
    },
  };
}

const askFile = ({ dialogs }: Services): Promise<vscode.Uri | undefined> =>
  askEventFile(dialogs, {
    title: vscode.l10n.t('Event File'),
    filters: { ...eventFileFilter(), [vscode.l10n.t('All files')]: ['*'] },
  });
