/** The runs that this machine keeps, in the extension's storage: one folder each. */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { ReadJournal } from '../../ingest/journal.ts';
import { UserError } from '../userError.ts';
import { readRun } from './runFolder.ts';

export interface KeptRun {
  readonly runId: string;
  readonly folder: string;
  readonly journal: ReadJournal;
}

export class Runs {
  readonly #root: string;

  constructor(context: vscode.ExtensionContext) {
    this.#root = vscode.Uri.joinPath(context.globalStorageUri, 'runs').fsPath;
  }

  folderOf(runId: string): string {
    return join(this.#root, runId);
  }

  /** A new folder; ids sort by time. */
  async create(nowMs: number): Promise<{ readonly runId: string; readonly folder: string }> {
    const time = new Date(nowMs).toISOString().replace(/\D/g, '').slice(0, 14);
    const runId = `${time}-${randomBytes(4).toString('hex')}`;
    const folder = this.folderOf(runId);
    await mkdir(folder, { recursive: true });
    return { runId, folder };
  }

  async drop(folder: string): Promise<void> {
    await rm(folder, { recursive: true, force: true });
  }

  /** @throws UserError when there is no such run */
  async get(runId: string): Promise<KeptRun> {
    const known = /^[\w-]+$/.test(runId) ? await readRun(this.folderOf(runId)) : undefined;
    if (known === undefined) {
      throw new UserError(vscode.l10n.t('There is no ingest run "{0}" on this machine.', runId));
    }
    return { runId, folder: this.folderOf(runId), journal: known };
  }

  /** The newest run that fits. */
  async newest(fits: (journal: ReadJournal) => boolean): Promise<KeptRun | undefined> {
    for (const runId of (await this.#ids()).reverse()) {
      const journal = await readRun(this.folderOf(runId));
      if (journal !== undefined && fits(journal)) {
        return { runId, folder: this.folderOf(runId), journal };
      }
    }
    return undefined;
  }

  async #ids(): Promise<string[]> {
    try {
      return (await readdir(this.#root)).sort();
    } catch {
      return [];
    }
  }

  async deleteAll(): Promise<void> {
    await rm(this.#root, { recursive: true, force: true });
  }
}

/** It was stopped, or its process ended in the middle. */
export const isUnfinished = ({ end }: ReadJournal): boolean =>
  end === undefined || end.notTried > 0;
