/** Registers the commands of ingest and its pages after a reload, and loads none of the work. */
import * as vscode from 'vscode';
import { INGEST_RUN_PAGE } from '../../contributions.ts';
import { once } from '../../std/once.ts';
import { lazyCommands } from '../registerCommands.ts';
import type { Feature } from '../services.ts';
import type { IngestServices } from './presentResult.ts';

const COMMANDS = [
  'orb.ingest.file',
  'orb.ingest.selection',
  'orb.ingest.validate',
  'orb.ingest.resume',
  'orb.ingest.verify',
  'orb.ingest.showEvents',
  'orb.ingest.showRun',
  'orb.ingest.convertArray',
  'orb.data.delete',
] as const;

export const ingestFeature: Feature = (services) => {
  let built: IngestServices | undefined;
  const parts = once(async (): Promise<IngestServices> => {
    const { ingestServices } = await import('./ingestServices.ts');
    return (built = ingestServices(services));
  });
  const load = once(async () =>
    (await import('./ingestCommands.ts')).ingestCommands(await parts()),
  );
  return vscode.Disposable.from(
    { dispose: () => built?.problems.dispose() },
    vscode.window.registerWebviewPanelSerializer(INGEST_RUN_PAGE, {
      deserializeWebviewPanel: async (panel, state) => {
        const { pages } = await parts();
        await (await pages()).restore(panel, state);
      },
    }),
    services.registerCommands(lazyCommands(COMMANDS, load)),
  );
};
