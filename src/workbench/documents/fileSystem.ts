/**
 * The files behind event documents (scheme `orb`): reading asks Orb, writing amends. The editor asks `stat` before and after each
 * save and on every change, so it is answered from memory; it reads again only what `stat` shows as moved.
 */
import * as vscode from 'vscode';
import { holds } from '../../core/held.ts';
import { keyOf, type EventAddress, type EventView } from '../events/api.ts';
import type { Services } from '../services.ts';
import { toUserError } from '../failures.ts';
import type { Bases, DocumentSource } from './bases.ts';
import { offerStep } from './notices.ts';
import { localCopy, readView, sourceOf } from './reading.ts';
import { addressOf, eventUri, openDocument } from './uris.ts';
import type { Writer } from './writer.ts';

/** The root, and a connection's folder: whoever writes a file looks for them first. */
const FOLDER = /^\/[^/]*$/;

/** How long what was read beforehand may serve the `readFile` that it was read for. */
const FRESH_MS = 5_000;

export class EventFileSystem implements vscode.FileSystemProvider {
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;
  readonly #fresh = new Map<string, { readonly source: DocumentSource; readonly atMs: number }>();
  readonly #loading = new Map<string, Promise<DocumentSource>>();

  constructor(
    private readonly services: Services,
    private readonly bases: Bases,
    private readonly writer: Writer,
  ) {}

  /** Hands over what a command has just read for the document it will open, so that nothing is asked twice. */
  async prepare(address: EventAddress, view: EventView): Promise<void> {
    await this.bases.load(address);
    const document = openDocument(eventUri(address));
    if (document === undefined) this.#offer(address, sourceOf(view), document);
  }

  /** Edits are about to be discarded: back to what Orb holds as far as it is known, also when Orb cannot be reached. */
  prepareDiscard(address: EventAddress): void {
    const view = this.services.events.get(address);
    if (view !== undefined) this.#offer(address, sourceOf(view), openDocument(eventUri(address)));
  }

  watch(): vscode.Disposable {
    // Changes come from the store, for all documents at once.
    return new vscode.Disposable(() => undefined);
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    if (FOLDER.test(uri.path)) {
      return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    }
    const address = known(uri);
    await Promise.all([this.bases.load(address), this.services.events.load(address)]);
    const document = openDocument(uri);
    if (this.bases.shown(address, document) === undefined) await this.#load(uri, address);
    const shown = this.bases.shown(address, document);
    const locked = this.#isReadOnly(address, document);
    return {
      type: vscode.FileType.File,
      ctime: 0,
      mtime: shown?.mtime ?? 0,
      size: Buffer.byteLength(shown?.text ?? ''),
      ...(locked ? { permissions: vscode.FilePermission.Readonly } : {}),
    };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const address = known(uri);
    const { text } = await this.#load(uri, address);
    this.#fresh.delete(keyOf(address));
    return Buffer.from(text);
  }

  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    await this.writer.write(uri, known(uri), content);
  }

  /** The store knows something new: documents without edits follow it, documents with edits keep their base. */
  follow(addresses: readonly EventAddress[]): void {
    this.#fire(
      addresses.flatMap((address) => {
        const uri = uriOf(address);
        const document = uri && openDocument(uri);
        const view = this.services.events.get(address);
        const base = this.bases.get(address);
        if (document === undefined || document.isDirty) return [];
        if (view === undefined || base === undefined) return [];
        const moved = !holds(view.raw, base.text);
        const source = moved ? sourceOf(view) : { base: view.raw, text: base.text };
        return this.#offer(address, source, document) ? [document.uri] : [];
      }),
    );
  }

  /** Makes the editor look again whether a document without edits is read-only: its connection came or went. */
  touch(address: EventAddress): void {
    const uri = uriOf(address);
    const document = uri && openDocument(uri);
    if (document === undefined || document.isDirty) return;
    const source = this.bases.touch(address, Date.now());
    if (source === undefined) return;
    this.#fresh.set(keyOf(address), { source, atMs: Date.now() });
    this.#fire([document.uri]);
  }

  /** Editing a deprecated event, or one without a connection, leads nowhere; a document that has edits must fail in words. */
  #isReadOnly(address: EventAddress, document: vscode.TextDocument | undefined): boolean {
    if (document?.isDirty === true) return false;
    if (this.services.connections.get(address.connectionId) === undefined) return true;
    return this.services.events.get(address)?.event.deprecated ?? false;
  }

  /** One read at a time for each document, shared by `stat` and `readFile`. */
  #load(uri: vscode.Uri, address: EventAddress): Promise<DocumentSource> {
    const key = keyOf(address);
    const fresh = this.#fresh.get(key);
    if (fresh !== undefined && Date.now() - fresh.atMs < FRESH_MS) {
      return Promise.resolve(fresh.source);
    }
    const running = this.#loading.get(key);
    if (running !== undefined) return running;
    const loading = this.#read(address)
      .then((source) => {
        this.#offer(address, source, openDocument(uri));
        return source;
      })
      .finally(() => this.#loading.delete(key));
    this.#loading.set(key, loading);
    return loading;
  }

  #offer(
    address: EventAddress,
    source: DocumentSource,
    document: vscode.TextDocument | undefined,
  ): boolean {
    this.#fresh.set(keyOf(address), { source, atMs: Date.now() });
    return this.bases.offer(address, source, document, Date.now());
  }

  async #read(address: EventAddress): Promise<DocumentSource> {
    await this.bases.load(address);
    if (this.services.connections.get(address.connectionId) === undefined) {
      const copy = await localCopy(this.services, address);
      if (copy !== undefined) return copy;
    }
    try {
      return sourceOf(await readView(this.services, address));
    } catch (error) {
      if (error instanceof vscode.CancellationError) throw error;
      // The editor shows nothing of a failed read's message, so our own notice tells it.
      const told = toUserError(error);
      offerStep(this.services, told.message, told.nextStep);
      throw vscode.FileSystemError.Unavailable(told.message);
    }
  }

  #fire(uris: readonly vscode.Uri[]): void {
    if (uris.length === 0) return;
    this.#changed.fire(uris.map((uri) => ({ type: vscode.FileChangeType.Changed, uri })));
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }
  createDirectory(): void {
    throw vscode.FileSystemError.NoPermissions(vscode.l10n.t('Orb has no folders.'));
  }
  delete(): void {
    throw vscode.FileSystemError.NoPermissions(
      vscode.l10n.t('Events are not deleted as files. Deprecate them instead.'),
    );
  }
  rename(): void {
    throw vscode.FileSystemError.NoPermissions(vscode.l10n.t('The id of an event cannot change.'));
  }
}

/** @throws FileNotFound for a URI that names no event */
function known(uri: vscode.Uri): EventAddress {
  const address = addressOf(uri);
  if (address === undefined) throw vscode.FileSystemError.FileNotFound(uri);
  return address;
}

/** Undefined for an id that no URI can hold. */
function uriOf(address: EventAddress): vscode.Uri | undefined {
  try {
    return eventUri(address);
  } catch {
    return undefined;
  }
}
