/** What the extension keeps of long work, such as ingests and comparisons: a folder for each, in its storage. */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import * as vscode from 'vscode';

/** Where one kind of work has its folders. */
export const keptRoot = (
  { globalStorageUri }: vscode.ExtensionContext,
  name: 'runs' | 'comparisons',
): string => vscode.Uri.joinPath(globalStorageUri, name).fsPath;

export class KeptFolders<Summary> {
  readonly root: string;

  /** @param readSummary returns undefined for a folder that has none */
  constructor(
    context: vscode.ExtensionContext,
    name: Parameters<typeof keptRoot>[1],
    private readonly readSummary: (folder: string) => Promise<Summary | undefined>,
  ) {
    this.root = keptRoot(context, name);
  }

  /** Creates a folder. IDs sort by time. */
  async create(nowMs: number): Promise<{ readonly id: string; readonly folder: string }> {
    const time = new Date(nowMs).toISOString().replaceAll(/\D/g, '');
    const id = `${time}-${randomBytes(4).toString('hex')}`;
    const folder = this.#folderOf(id);
    await mkdir(folder, { recursive: true });
    return { id, folder };
  }

  /** Deletes a folder that isn't needed. What can't be deleted, such as an open file on Windows, is deleted with old folders. */
  async drop(folder: string): Promise<void> {
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }

  async find(id: string): Promise<(Summary & { readonly folder: string }) | undefined> {
    const folder = this.#folderOf(id);
    const known = /^[\w-]+$/.test(id) ? await this.readSummary(folder) : undefined;
    return known && { folder, ...known };
  }

  /** Those that match, newest first, read one by one. */
  async *newest(
    fits: (summary: Summary) => boolean,
  ): AsyncGenerator<Summary & { readonly folder: string }, void> {
    for (const id of (await this.#ids()).reverse()) {
      const folder = this.#folderOf(id);
      const summary = await this.readSummary(folder);
      if (summary !== undefined && fits(summary)) yield { folder, ...summary };
    }
  }

  #folderOf(id: string): string {
    return join(this.root, id);
  }

  async #ids(): Promise<string[]> {
    try {
      return (await readdir(this.root)).sort();
    } catch {
      return [];
    }
  }
}
