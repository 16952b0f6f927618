/** The open events, one EventDocument each: from the read that opens it until its document closes. */
import * as vscode from 'vscode';
import { SCHEME } from '../../contributions.ts';
import { Emitter } from '../../std/emitter.ts';
import type { EventAddress, EventView } from '../events/api.ts';
import { EventDocument, type EventParts } from './eventDocument.ts';
import { addressOf, eventUri, tryEventUri } from './uris.ts';
import { versionOf } from './version.ts';

/** Whoever reads a file needn't open it: such a read leaves nothing behind. */
const UNOPENED_MS = 30_000;

export class EventDocuments {
  readonly #documents = new Map<string, EventDocument>();
  readonly #changed = new Emitter<EventDocument>();
  readonly onDidChange = this.#changed.event;
  readonly #listening: vscode.Disposable;

  constructor(private readonly parts: EventParts) {
    const { services } = parts;
    this.#listening = vscode.Disposable.from(
      vscode.workspace.onDidOpenTextDocument((document) => this.#opened(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#closed(document)),
      vscode.workspace.onDidChangeTextDocument((event) => {
        this.#documents.get(event.document.uri.toString())?.textChanged(event);
      }),
      vscode.workspace.onWillSaveTextDocument((event) => {
        const document = this.#documents.get(event.document.uri.toString());
        if (document === undefined) return;
        document.willSave(event.reason);
        // The last keys may still be on their way from the page.
        event.waitUntil(document.pages.settle().then(() => undefined));
      }),
      vscode.window.tabGroups.onDidChangeTabs(({ changed }) => {
        if (changed.some(({ isDirty }) => !isDirty)) {
          for (const { file } of this.#documents.values()) void file.keepDirty();
        }
      }),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        this.#documents.get(uri.toString())?.saved();
      }),
      services.connections.onDidChange(() => {
        for (const document of this.#documents.values()) document.connectionsChanged();
      }),
      services.events.onDidChange((addresses) => this.#follow(addresses)),
    );
    vscode.workspace.textDocuments.forEach((document) => this.#opened(document));
  }

  /** The document of an event as far as it is open. */
  find(uri: vscode.Uri): EventDocument | undefined {
    return this.#documents.get(uri.toString());
  }

  /** The open ones. */
  get all(): readonly EventDocument[] {
    return [...this.#documents.values()].filter(({ file }) => file.document !== undefined);
  }

  /** For the editor, which is about to open the document or looks at its file. @throws FileNotFound for a URI that names no event */
  get(uri: vscode.Uri): EventDocument {
    const known = this.find(uri);
    if (known !== undefined) return known;
    const address = addressOf(uri);
    if (address === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    const created = new EventDocument(uri, address, this.parts);
    this.#documents.set(uri.toString(), created);
    created.onDidChange(() => this.#changed.fire(created));
    setTimeout(() => {
      if (created.file.document === undefined) this.#forget(created);
    }, UNOPENED_MS).unref();
    return created;
  }

  /** Hands over what a command has just read for the document it will open, so that nothing is asked twice. */
  prepare(view: EventView): void {
    const document = this.get(eventUri(view));
    if (document.file.document === undefined) document.file.offer(versionOf(view));
  }

  dispose(): void {
    this.#listening.dispose();
    for (const document of [...this.#documents.values()]) this.#forget(document);
  }

  #opened(document: vscode.TextDocument): void {
    if (document.uri.scheme !== SCHEME || addressOf(document.uri) === undefined) return;
    this.get(document.uri).attach(document);
  }

  #closed({ uri }: vscode.TextDocument): void {
    const document = this.find(uri);
    if (document !== undefined) this.#forget(document);
  }

  #forget(document: EventDocument): void {
    this.#documents.delete(document.uri.toString());
    document.dispose();
  }

  #follow(addresses: readonly EventAddress[]): void {
    for (const address of addresses) {
      const uri = tryEventUri(address);
      const document = uri && this.find(uri);
      const view = document && this.parts.services.events.get(address);
      if (view !== undefined) document?.follow(view);
    }
  }
}
