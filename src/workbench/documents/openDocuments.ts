/** The open documents of one kind, each from the read that opens it until the editor closes it. */
import * as vscode from 'vscode';
import type { ConnectedPages } from './connectedPages.ts';
import type { EventFile } from './eventFile.ts';

/** What VS Code reports about a document. */
export interface OpenDocument {
  readonly uri: vscode.Uri;
  readonly file: EventFile;
  readonly pages: ConnectedPages;
  /** The editor has opened the text document. */
  attach(document: vscode.TextDocument): void;
  /** The text or the dirty state has changed. Called for every key. */
  textChanged(event: vscode.TextDocumentChangeEvent): void;
  /** The editor announces a save. */
  willSave?(reason: vscode.TextDocumentSaveReason): void;
  /** The editor has saved the text document. */
  saved(): void;
  /**
   * A tab, maybe this document's, no longer has edits. The editor updates tabs later than
   * documents.
   */
  cleaned(): void;
  dispose(): void;
}

/** A file can be read without being opened; such a read leaves nothing behind. */
const UNOPENED_MS = 30_000;

export class OpenDocuments<T extends OpenDocument> {
  readonly #documents = new Map<string, T>();
  readonly #listening: vscode.Disposable;

  /**
   * @param create makes a document; undefined if the URI isn't of this kind. Called at once for
   * those that are open.
   */
  constructor(
    private readonly scheme: string,
    private readonly create: (uri: vscode.Uri) => T | undefined,
  ) {
    const { workspace, window } = vscode;
    this.#listening = vscode.Disposable.from(
      workspace.onDidOpenTextDocument((document) => this.#opened(document)),
      workspace.onDidCloseTextDocument(({ uri }) => this.#closed(uri)),
      workspace.onDidChangeTextDocument((event) => {
        this.find(event.document.uri)?.textChanged(event);
      }),
      workspace.onWillSaveTextDocument((event) => {
        const document = this.find(event.document.uri);
        if (document === undefined) return;
        document.willSave?.(event.reason);
        // The last keys typed may still be on their way from the page.
        event.waitUntil(document.pages.settle().then(() => undefined));
      }),
      workspace.onDidSaveTextDocument(({ uri }) => this.find(uri)?.saved()),
      window.tabGroups.onDidChangeTabs(({ changed }) => {
        if (changed.some(({ isDirty }) => !isDirty)) {
          for (const document of this.all) document.cleaned();
        }
      }),
    );
    workspace.textDocuments.forEach((document) => this.#opened(document));
  }

  /** Includes those that have been read but not opened yet. */
  get all(): readonly T[] {
    return [...this.#documents.values()];
  }

  find(uri: vscode.Uri): T | undefined {
    return this.#documents.get(uri.toString());
  }

  /**
   * For the editor, which is about to open the document or checks its file.
   * @throws FileNotFound for a URI that isn't a document's
   */
  get(uri: vscode.Uri): T {
    const document = this.#obtain(uri);
    if (document === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return document;
  }

  forget(document: T): void {
    this.#documents.delete(document.uri.toString());
    document.dispose();
  }

  dispose(): void {
    this.#listening.dispose();
    for (const document of this.all) this.forget(document);
  }

  #obtain(uri: vscode.Uri): T | undefined {
    const known = this.find(uri);
    if (known !== undefined) return known;
    const created = this.create(uri);
    if (created === undefined) return undefined;
    this.#documents.set(uri.toString(), created);
    setTimeout(() => {
      if (created.file.document === undefined) this.forget(created);
    }, UNOPENED_MS).unref();
    return created;
  }

  #opened(document: vscode.TextDocument): void {
    if (document.uri.scheme === this.scheme) this.#obtain(document.uri)?.attach(document);
  }

  #closed(uri: vscode.Uri): void {
    const document = this.find(uri);
    if (document !== undefined) this.forget(document);
  }
}
