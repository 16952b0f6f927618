/** Registers the commands of ingest, and loads none of the work. */
import * as vscode from 'vscode';
import { once } from '../../std/once.ts';
import { lazyCommands } from '../registerCommands.ts';
import type { Feature } from '../services.ts';
import type { Parts } from './outcome.ts';
import { IngestProblems } from './problems.ts';
import { Runs } from './runs.ts';

const COMMANDS = [
  'orb.ingest.file',
  'orb.ingest.selection',
  'orb.ingest.validate',
  'orb.ingest.resume',
  'orb.ingest.verify',
  'orb.ingest.showEvents',
  'orb.ingest.convertArray',
  'orb.data.delete',
] as const;

export const ingestFeature: Feature = (services) => {
  const parts: Parts = {
    services,
    problems: new IngestProblems(),
    runs: new Runs(services.context),
    running: new Set(),
  };
  const load = once(async () => (await import('./ingestCommands.ts')).ingestCommands(parts));
  return vscode.Disposable.from(
    parts.problems,
    services.registerCommands(lazyCommands(COMMANDS, load)),
  );
};
