/** The recorded runs, each in a folder of its own in the extension's storage. */
import * as vscode from 'vscode';
import { readSummary, type RunSummary } from '../../ingestWorker/runFolder.ts';
import { KeptFolders } from '../keptFolders.ts';
import { UserError } from '../userError.ts';

export interface KeptRun extends RunSummary {
  readonly folder: string;
}

export class Runs extends KeptFolders<RunSummary> {
  constructor(context: vscode.ExtensionContext) {
    super(context, 'runs', readSummary);
  }

  /** @throws UserError if the run doesn't exist */
  async get(runId: string): Promise<KeptRun> {
    const known = await this.find(runId);
    if (known !== undefined) return known;
    throw new UserError(vscode.l10n.t('There\'s no ingest "{0}" on this machine.', runId));
  }
}
