/** The lines that are open as events. Each has a LineDocument from the first read until its document closes. */
import * as vscode from 'vscode';
import { LINE_SCHEME } from '../../contributions.ts';
import type { Services } from '../services.ts';
import { OpenDocuments } from '../documents/openDocuments.ts';
import { accountContext } from '../connectionsApi.ts';
import { LineDocument } from './lineDocument.ts';
import { LineMemory } from './lineMemory.ts';
import { lineAddressOf, lineUri, type LineAddress } from './lineUris.ts';

export class LineDocuments {
  readonly #open: OpenDocuments<LineDocument>;
  readonly #memory: LineMemory;
  readonly #listening: vscode.Disposable;

  /** @param fileChanged makes the editor read a line's file again */
  constructor(services: Services, fileChanged: (uri: vscode.Uri) => void) {
    this.#memory = new LineMemory(services.context.workspaceState);
    const nowMs = () => accountContext(services).nowMs;
    const parts = { memory: this.#memory, nowMs, fileChanged };
    this.#open = new OpenDocuments(LINE_SCHEME, (uri) => {
      const address = lineAddressOf(uri);
      return address && new LineDocument(uri, address, parts);
    });
    const { workspace } = vscode;
    this.#listening = vscode.Disposable.from(
      workspace.onDidOpenTextDocument((document) => {
        for (const line of this.#linesOf(document)) line.place.opened();
      }),
      workspace.onDidCloseTextDocument((document) => {
        for (const line of this.#linesOf(document)) line.place.closed();
      }),
      workspace.onDidChangeTextDocument((event) => {
        for (const line of this.#linesOf(event.document)) line.place.edited(event);
      }),
      workspace.onDidSaveTextDocument((document) => {
        for (const line of this.#linesOf(document)) line.fileSaved();
      }),
    );
  }

  /** The document of a line, if it is open. */
  find(uri: vscode.Uri): LineDocument | undefined {
    return this.#open.find(uri);
  }

  /** See OpenDocuments.get. */
  get(uri: vscode.Uri): LineDocument {
    return this.#open.get(uri);
  }

  /** The URI for the current content of a line, taking into account that open lines may have moved to or from there. */
  async uriFor(address: LineAddress): Promise<vscode.Uri> {
    const source = address.source.toString();
    for (const line of this.#open.all) {
      if (line.file.document === undefined || line.address.source.toString() !== source) continue;
      await line.place.ready();
      const { state } = line.place;
      if (state.kind === 'there' && state.line === address.line) return line.uri;
    }
    for (let copy = 1; ; copy += 1) {
      const uri = lineUri(address, copy);
      const known = this.find(uri);
      if (known?.file.document !== undefined) continue;
      if (known !== undefined) this.#open.forget(known);
      await this.#memory.forget(uri);
      return uri;
    }
  }

  dispose(): void {
    this.#listening.dispose();
    this.#open.dispose();
    this.#memory.dispose();
  }

  /** The open lines of an event file. */
  #linesOf({ uri }: vscode.TextDocument): readonly LineDocument[] {
    const { all } = this.#open;
    if (all.length === 0) return [];
    const source = uri.toString();
    return all.filter(({ address }) => address.source.toString() === source);
  }
}
