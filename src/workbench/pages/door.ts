/**
 * The extension's side of src/webview/door.ts: a file system without files. A page whose extension
 * host has ended reads a URL here to find out which host is running now, and continues with that
 * one.
 *
 *   /DOCUMENT/hello/…            which host this is
 *   /DOCUMENT/enter/VISIT/PAGE/…   opens a channel; an earlier one of the same page ends once everything it sent is processed
 *   /DOCUMENT/send/VISIT/REST/PIECE/…   a message, or a piece of it; REST is `more` or `end`
 *   /DOCUMENT/poll/VISIT/TURN/…  waits for the messages to the page
 */
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { PAGE_SCHEME } from '../../contributions.ts';
import { Visit } from './visit.ts';

/** What the page's HTML must contain. */
export interface DoorAddress {
  /** A root that the webview may load from. */
  readonly root: vscode.Uri;
  readonly address: vscode.Uri;
  readonly host: string;
}

/** A page that has entered. */
interface Guest {
  readonly visit: Visit;
  /** Resolves when everything that it sent has been processed. */
  drained(): Promise<void>;
}

export class PageDoor implements vscode.FileSystemProvider {
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;
  /** Different in every extension host. */
  readonly #host = randomUUID();
  readonly #visits = new Map<string, Visit>();
  readonly #pages = new Map<string, Guest>();

  /**
   * @param admit lets in the page of a document; rejects if the document isn't shown. Resolves with
   * a function that waits for everything the page sent
   */
  constructor(
    private readonly admit: (document: vscode.Uri, visit: Visit) => Promise<() => Promise<void>>,
  ) {}

  register(): vscode.Disposable {
    return vscode.workspace.registerFileSystemProvider(PAGE_SCHEME, this, {
      isCaseSensitive: true,
      isReadonly: true,
    });
  }

  addressOf(document: vscode.Uri): DoorAddress {
    const name = Buffer.from(document.toString()).toString('base64url');
    const root = vscode.Uri.from({ scheme: PAGE_SCHEME, path: `/${name}` });
    return { root, address: root.with({ path: `${root.path}/` }), host: this.#host };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return Buffer.from(JSON.stringify(await this.#answer(uri)));
  }

  async #answer(uri: vscode.Uri): Promise<unknown> {
    const [, name = '', verb, id = '', third = '', fourth = ''] = uri.path.split('/');
    if (verb === 'hello') return this.#host;
    if (verb === 'enter') return this.#enter(documentOf(name), id, third);
    const visit = this.#visits.get(id);
    if (visit === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    if (verb === 'send') return visit.take(fourth, third === 'end');
    if (verb === 'poll') return visit.poll(Number(third));
    throw vscode.FileSystemError.FileNotFound(uri);
  }

  async #enter(document: vscode.Uri, id: string, page: string): Promise<true> {
    if (this.#visits.has(id)) return true;
    const before = this.#pages.get(page);
    const visit = new Visit(() => {
      this.#visits.delete(id);
      if (this.#pages.get(page)?.visit === visit) this.#pages.delete(page);
    });
    this.#visits.set(id, visit);
    try {
      // Two channels of a page would each process what the page sent once.
      before?.visit.dispose();
      await before?.drained();
      this.#pages.set(page, { visit, drained: await this.admit(document, visit) });
    } catch (error) {
      visit.dispose();
      throw error;
    }
    return true;
  }

  /** The size isn't known before it's read, and nothing caches it. */
  stat(): vscode.FileStat {
    return { type: vscode.FileType.File, ctime: 0, mtime: Date.now(), size: 1 };
  }
  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }
  readDirectory(): [string, vscode.FileType][] {
    return [];
  }
  createDirectory(): void {
    throw vscode.FileSystemError.NoPermissions();
  }
  writeFile(): void {
    throw vscode.FileSystemError.NoPermissions();
  }
  delete(): void {
    throw vscode.FileSystemError.NoPermissions();
  }
  rename(): void {
    throw vscode.FileSystemError.NoPermissions();
  }
}

const documentOf = (name: string) =>
  vscode.Uri.parse(Buffer.from(name, 'base64url').toString('utf8'), true);
