/**
 * The file system of event documents (scheme `orb`): reading asks Orb, writing amends. The editor
 * calls `stat` before and after each save and on every change, so that is served from memory. It
 * reads again only what `stat` reports as changed.
 */
import * as vscode from 'vscode';
import { withoutLinks } from '../../std/plain.ts';
import { toUserError } from '../toUserError.ts';
import { report } from '../notices.ts';
import type { Services } from '../services.ts';
import type { EventDocuments } from './eventDocuments.ts';
import type { Files } from './lazyFileSystem.ts';

/** The root and the connections' folders, which programs look up before they write a file. */
const FOLDER = /^\/[^/]*$/;

export class EventFileSystem implements Files {
  readonly fixed = vscode.l10n.t(
    "Events can't be deleted or renamed as files. Deprecate an event instead.",
  );

  constructor(
    private readonly services: Services,
    private readonly documents: EventDocuments,
  ) {}

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    if (FOLDER.test(uri.path)) {
      return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    }
    const document = this.documents.get(uri);
    const { version, mtime, isReadOnly } = await this.#worded(() => document.file.stat());
    return {
      type: vscode.FileType.File,
      ctime: 0,
      mtime,
      size: Buffer.byteLength(version?.text ?? ''),
      ...(isReadOnly ? { permissions: vscode.FilePermission.Readonly } : {}),
    };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const document = this.documents.get(uri);
    return Buffer.from(await this.#worded(() => document.file.content()));
  }

  /** @throws FileSystemError for everything but success, so that the document keeps its edits */
  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    const outcome = await this.documents.get(uri).write(decode(content));
    if (outcome !== undefined) {
      throw vscode.FileSystemError.Unavailable(withoutLinks(outcome.message));
    }
  }

  /** The editor doesn't show the message of a failed read, so our own notification does. */
  async #worded<T>(read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      if (error instanceof vscode.CancellationError) throw error;
      report(this.services, error);
      throw vscode.FileSystemError.Unavailable(toUserError(error).message);
    }
  }
}

/** @throws FileSystemError if the bytes aren't UTF-8 */
function decode(content: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    throw vscode.FileSystemError.Unavailable(
      vscode.l10n.t('The text isn\'t UTF-8. Set "files.encoding" to utf8 for events.'),
    );
  }
}
