/** Registers the commands of ingest and its pages after a reload, and loads none of the work. */
import * as vscode from 'vscode';
import { INGEST_RUN_PAGE } from '../../contributions.ts';
import { once } from '../../std/once.ts';
import { lazyCommands } from '../registerCommands.ts';
import type { Feature } from '../services.ts';
import type { IngestServices } from './presentResult.ts';
import { IngestProblems } from './problems.ts';
import { Runs } from './runs.ts';

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
  const runs = new Runs(services.context);
  const parts: IngestServices = {
    services,
    problems: new IngestProblems(),
    runs,
    running: new Set(),
    pages: once(async () => new (await import('./runPages.ts')).RunPages(services, runs)),
  };
  const load = once(async () => (await import('./ingestCommands.ts')).ingestCommands(parts));
  return vscode.Disposable.from(
    parts.problems,
    vscode.window.registerWebviewPanelSerializer(INGEST_RUN_PAGE, {
      deserializeWebviewPanel: async (panel, state) => (await parts.pages()).restore(panel, state),
    }),
    services.registerCommands(lazyCommands(COMMANDS, load)),
  );
};
