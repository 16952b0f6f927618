/** The recorded runs, each in a folder of its own in the extension's storage. */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../userError.ts';
import { readSummary, type RunSummary } from '../../ingestWorker/runFolder.ts';

export interface KeptRun extends RunSummary {
  readonly folder: string;
}

export class Runs {
  readonly root: string;

  constructor(context: vscode.ExtensionContext) {
    this.root = vscode.Uri.joinPath(context.globalStorageUri, 'runs').fsPath;
  }

  folderOf(runId: string): string {
    return join(this.root, runId);
  }

  /** Creates a folder. IDs sort by time. */
  async create(nowMs: number): Promise<{ readonly runId: string; readonly folder: string }> {
    const time = new Date(nowMs).toISOString().replace(/\D/g, '').slice(0, 14);
    const runId = `${time}-${randomBytes(4).toString('hex')}`;
    const folder = this.folderOf(runId);
    await mkdir(folder, { recursive: true });
    return { runId, folder };
  }

  /** Deletes the folder of a run that sent nothing. What can't be deleted, such as an open file on Windows, is deleted with old runs. */
  async drop(folder: string): Promise<void> {
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }

  /** @throws UserError if the run doesn't exist */
  async get(runId: string): Promise<KeptRun> {
    const known = /^[\w-]+$/.test(runId) ? await readSummary(this.folderOf(runId)) : undefined;
    if (known === undefined) {
      throw new UserError(vscode.l10n.t('There\'s no ingest "{0}" on this machine.', runId));
    }
    return { folder: this.folderOf(runId), ...known };
  }

  /** The runs that match, newest first, read one by one. */
  async *newest(fits: (run: RunSummary) => boolean): AsyncGenerator<KeptRun, void> {
    for (const runId of (await this.#ids()).reverse()) {
      const folder = this.folderOf(runId);
      const run = await readSummary(folder);
      if (run !== undefined && fits(run)) yield { folder, ...run };
    }
  }

  async #ids(): Promise<string[]> {
    try {
      return (await readdir(this.root)).sort();
    } catch {
      return [];
    }
  }
}
