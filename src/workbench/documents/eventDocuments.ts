/**
 * The open events. Each has an EventDocument from the read that opens it until its document closes.
 */
import * as vscode from 'vscode';
import { SCHEME } from '../../contributions.ts';
import { Emitter } from '../../std/emitter.ts';
import type { EventAddress, EventView } from '../eventStore.ts';
import { EventDocument, type EventParts } from './eventDocument.ts';
import { OpenDocuments } from './openDocuments.ts';
import { addressOf, eventUri, tryEventUri } from '../eventUris.ts';
import { versionOf } from './version.ts';

export class EventDocuments {
  readonly #open: OpenDocuments<EventDocument>;
  readonly #changed = new Emitter<EventDocument>();
  readonly onDidChange = this.#changed.event;
  readonly #listening: vscode.Disposable;

  constructor(private readonly parts: EventParts) {
    const { connections, events, catalog } = parts.services;
    this.#open = new OpenDocuments(SCHEME, (uri) => this.#create(uri));
    this.#listening = vscode.Disposable.from(
      connections.onDidChange(() => {
        for (const document of this.#open.all) document.connectionsChanged();
      }),
      events.onDidChange((addresses) => this.#follow(addresses)),
      catalog.onDidChange(() => {
        for (const document of this.#open.all) document.notifyChanged();
      }),
    );
  }

  /** The document of an event, if it's open. */
  find(uri: vscode.Uri): EventDocument | undefined {
    return this.#open.find(uri);
  }

  /** See OpenDocuments.get. */
  get(uri: vscode.Uri): EventDocument {
    return this.#open.get(uri);
  }

  /**
   * Passes what a command has just read to the document that it opens, so that Orb isn't asked
   * twice.
   */
  prepare(view: EventView): void {
    const document = this.get(eventUri(view));
    if (document.file.document === undefined) document.file.offer(versionOf(view));
  }

  dispose(): void {
    this.#listening.dispose();
    this.#open.dispose();
  }

  #create(uri: vscode.Uri): EventDocument | undefined {
    const address = addressOf(uri);
    if (address === undefined) return undefined;
    const created = new EventDocument(uri, address, this.parts);
    created.onDidChange(() => this.#changed.fire(created));
    return created;
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
