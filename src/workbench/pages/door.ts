/**
 * The extension's end of src/webview/door.ts: a file system that holds no files. A page whose extension host has ended asks here, by
 * reading an address, which host runs now, and goes on with that one.
 *
 *   /DOCUMENT/hello/…            which host this is
 *   /DOCUMENT/enter/VISIT/PAGE/…   begins a channel; an earlier one of the same page ends, when all it brought has been done
 *   /DOCUMENT/send/VISIT/REST/PIECE/…   a message, or a piece of it; REST is `more` or `end`
 *   /DOCUMENT/poll/VISIT/TURN/…  waits for the messages to the page
 */
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { PAGE_SCHEME } from '../../contributions.ts';
import { Visit } from './visit.ts';

/** What the page has to be told in its HTML. */
export interface DoorAddress {
  /** A root that the webview may load from. */
  readonly root: vscode.Uri;
  readonly address: vscode.Uri;
  readonly host: string;
}

/** A page that is in. */
interface Guest {
  readonly visit: Visit;
  /** Resolves when everything that it brought has been done. */
  drained(): Promise<void>;
}

export class PageDoor implements vscode.FileSystemProvider {
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;
  /** Another one in every extension host. */
  readonly #host = randomUUID();
  readonly #visits = new Map<string, Visit>();
  readonly #pages = new Map<string, Guest>();

  /** @param admit takes in the page of a document; rejects when the document isn't shown. Resolves with what waits for all it brought */
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
      // Two channels of one page would each take what the page sent once.
      before?.visit.dispose();
      await before?.drained();
      this.#pages.set(page, { visit, drained: await this.admit(document, visit) });
    } catch (error) {
      visit.dispose();
      throw error;
    }
    return true;
  }

  /** The size isn't known before it is read; nothing here is kept by anyone. */
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
