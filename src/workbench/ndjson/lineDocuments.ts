/** The lines that are open as events, one LineDocument each: from the read that opens it until its document closes. */
import * as vscode from 'vscode';
import { LINE_SCHEME } from '../../contributions.ts';
import type { Services } from '../services.ts';
import { accountContext } from './account.ts';
import { LineDocument, type LineParts } from './lineDocument.ts';
import { LineMemory } from './lineMemory.ts';
import { lineAddressOf, lineUri, type LineAddress } from './lineUris.ts';

/** Whoever reads a file needn't open it: such a read leaves nothing behind. */
const UNOPENED_MS = 30_000;

export class LineDocuments {
  readonly #documents = new Map<string, LineDocument>();
  readonly #memory: LineMemory;
  readonly #parts: LineParts;
  readonly #listening: vscode.Disposable;

  /** @param fileChanged makes the editor look at a line's file again */
  constructor(services: Services, fileChanged: (uri: vscode.Uri) => void) {
    this.#memory = new LineMemory(services.context.workspaceState);
    const nowMs = () => accountContext(services).nowMs;
    this.#parts = { memory: this.#memory, nowMs, fileChanged };
    const { workspace, window } = vscode;
    this.#listening = vscode.Disposable.from(
      workspace.onDidOpenTextDocument((document) => this.#opened(document)),
      workspace.onDidCloseTextDocument((document) => this.#closed(document)),
      workspace.onDidChangeTextDocument((event) => {
        this.find(event.document.uri)?.textChanged(event);
        for (const line of this.#linesOf(event.document)) line.place.edited(event);
      }),
      workspace.onWillSaveTextDocument((event) => {
        const pages = this.find(event.document.uri)?.pages;
        // The last keys may still be on their way from the page.
        if (pages !== undefined) event.waitUntil(pages.settle().then(() => undefined));
      }),
      workspace.onDidSaveTextDocument((document) => {
        this.find(document.uri)?.saved();
        for (const line of this.#linesOf(document)) line.fileSaved();
      }),
      window.tabGroups.onDidChangeTabs(({ changed }) => {
        if (changed.some(({ isDirty }) => !isDirty)) {
          for (const line of this.#documents.values()) line.cleaned();
        }
      }),
    );
    workspace.textDocuments.forEach((document) => this.#opened(document));
  }

  /** The document of a line as far as it is open. */
  find(uri: vscode.Uri): LineDocument | undefined {
    return this.#documents.get(uri.toString());
  }

  /** For the editor, which is about to open the document or looks at its file. @throws FileNotFound for a URI that names no line */
  get(uri: vscode.Uri): LineDocument {
    const known = this.find(uri);
    if (known !== undefined) return known;
    const address = lineAddressOf(uri);
    if (address === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    const created = new LineDocument(uri, address, this.#parts);
    this.#documents.set(uri.toString(), created);
    setTimeout(() => {
      if (created.file.document === undefined) this.#forget(created);
    }, UNOPENED_MS).unref();
    return created;
  }

  /** The URI to open for what stands on a line now: lines that were opened before may have moved there, or away from there. */
  async uriFor(address: LineAddress): Promise<vscode.Uri> {
    const source = address.source.toString();
    for (const line of this.#documents.values()) {
      if (line.file.document === undefined || line.address.source.toString() !== source) continue;
      await line.place.ready();
      const { state } = line.place;
      if (state.kind === 'there' && state.line === address.line) return line.uri;
    }
    for (let copy = 1; ; copy += 1) {
      const uri = lineUri(address, copy);
      const known = this.find(uri);
      if (known?.file.document !== undefined) continue;
      if (known !== undefined) this.#forget(known);
      await this.#memory.forget(uri);
      return uri;
    }
  }

  dispose(): void {
    this.#listening.dispose();
    for (const line of [...this.#documents.values()]) this.#forget(line);
    this.#memory.dispose();
  }

  #opened(document: vscode.TextDocument): void {
    const { uri } = document;
    if (uri.scheme === LINE_SCHEME && lineAddressOf(uri) !== undefined)
      this.get(uri).attach(document);
    for (const line of this.#linesOf(document)) line.place.opened();
  }

  #closed(document: vscode.TextDocument): void {
    const line = this.find(document.uri);
    if (line !== undefined) this.#forget(line);
    for (const each of this.#linesOf(document)) each.place.closed();
  }

  /** The open lines of an event file. */
  #linesOf({ uri }: vscode.TextDocument): readonly LineDocument[] {
    if (this.#documents.size === 0) return [];
    const source = uri.toString();
    return [...this.#documents.values()].filter(
      ({ address }) => address.source.toString() === source,
    );
  }

  #forget(line: LineDocument): void {
    this.#documents.delete(line.uri.toString());
    line.dispose();
  }
}
