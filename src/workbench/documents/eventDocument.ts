/**
 * One open event: the only place that knows where its text comes from, what is under way, and what became of the last save.
 *
 *              read                edit                 amend (Ctrl+S, Amend) or write (any other save)
 *   opening ─────────▶ clean ─────────────▶ edited ────────────────────────▶ comparing ◀───────┐
 *                        ▲ ▲                  ▲ ▲                             │  │  │ question  │ answered: look again
 *                        │ │ discard, revert  │ │ Orb's version moved: merged │  │  └──▶ asking ┘
 *                        │ └──────────────────┤ ◀───────────────────────────── ┘  ▼
 *                        │                    │ rejected, no response, canceled  sending
 *                        │                    └────────────────────────────────── ┤
 *                        └────────────────────────────────────────────────────────┘ acknowledged
 *
 * `edited` with undecided conflicts sends nothing. After "no response" the text counts as one that may have arrived, until Orb is
 * seen to hold something. What is recorded after an acknowledged write is a step of its own that can't change its outcome.
 *
 * Ctrl+S and Amend compare, ask and send by themselves and let the editor save only when Orb holds the text, so `writeFile` has
 * nothing left to do. A write of any other text is a save that started elsewhere: it always asks (unless the user's setting says never).
 */
import * as vscode from 'vscode';
import { sameEvent } from '../../core/eventChanges.ts';
import { readEvent } from '../../core/eventJson.ts';
import type { JsonPath } from '../../core/issue.ts';
import type { LocatedIssue } from '../../core/located.ts';
import { MergeRecord, type Side } from '../../core/mergeRecord.ts';
import type { Status } from '../../protocol/eventEditor.ts';
import { Emitter } from '../../std/emitter.ts';
import type { EventAddress, EventView } from '../eventStore.ts';
import type { Services } from '../services.ts';
import { ConnectedPages } from './connectedPages.ts';
import { EventFile } from './eventFile.ts';
import { EventSaves, type AmendOptions } from './eventSaves.ts';
import { stepsOf, type HistoryStep } from './history.ts';
import { editText, mergeIntoText } from './mergeIntoText.ts';
import { readVersion } from './reading.ts';
import type { LoadedVersions } from './loadedVersions.ts';
import type { SaveOutcome } from './saveOutcome.ts';
import { versionOf, type Version } from './version.ts';

export interface EventParts {
  readonly services: Services;
  readonly loadedVersions: LoadedVersions;
  /** Makes the editor look at the file again. */
  readonly fileChanged: (uri: vscode.Uri) => void;
}

export class EventDocument {
  /** The document as the editor knows it, and the version it comes from. */
  readonly file: EventFile;
  /** The pages that show it. */
  readonly pages: ConnectedPages;
  /** What someone else changed since. */
  readonly merge = new MergeRecord();
  readonly #saves: EventSaves;
  #history: readonly HistoryStep[] = [];
  readonly #changed = new Emitter<void>();
  /** Something that the page, the status bar or the problems show may be different. */
  readonly onDidChange = this.#changed.event;

  constructor(
    readonly uri: vscode.Uri,
    readonly address: EventAddress,
    private readonly parts: EventParts,
  ) {
    const { services, loadedVersions, fileChanged } = parts;
    this.pages = new ConnectedPages(uri);
    const source = {
      read: () => readVersion(services, address),
      restored: (text: string) => loadedVersions.find(address, text),
      remember: (document: vscode.TextDocument, version: Version, mtime: number) =>
        loadedVersions.remember(address, document, version, mtime),
      isSame: sameEvent,
      fileChanged: () => fileChanged(uri),
    };
    const isReadOnly = () => !this.#hasConnection || this.#isDeprecated;
    this.file = new EventFile(uri, source, {
      onClean: () => this.#showsOrb(),
      get isReadOnly() {
        return isReadOnly();
      },
    });
    const { file, merge, pages } = this;
    const changed = () => this.#changed.fire();
    const ended = () => {
      changed();
      void this.#loadHistory();
    };
    this.#saves = new EventSaves({ services, address, file, merge, pages, changed, ended });
  }

  /** Orb's messages about a rejected text, until the next edit. */
  get rejections(): readonly string[] {
    return this.#saves.rejections;
  }

  /** What this editor saw and sent of the event, newest first. */
  get history(): readonly HistoryStep[] {
    return this.#history;
  }

  get status(): Status {
    if (!this.#hasConnection) return { kind: 'noConnection' };
    const { activity, outcome } = this.#saves;
    if (activity !== undefined) return activity;
    if (!this.file.isDirty) return outcome;
    if (this.#isDeprecated) return { kind: 'deprecatedElsewhere' };
    return outcome.kind === 'idle' && this.merge.undecided > 0 ? { kind: 'merged' } : outcome;
  }

  /** Editing a deprecated event, or one without a connection, leads nowhere. */
  get isReadOnly(): boolean {
    return this.file.isReadOnly;
  }

  /** The editor opened the text document. */
  attach(document: vscode.TextDocument): void {
    this.file.attach(document);
    void this.#loadHistory();
    void this.file.ready().then(() => this.#changed.fire());
  }

  /** The text of the document, or whether it has edits, has changed. Cheap: it is called for each key. */
  textChanged(event: vscode.TextDocumentChangeEvent): void {
    const isOver = this.file.changed(event) && this.#saves.edited();
    if (!this.merge.isEmpty) this.merge.textChanged(event.document.getText());
    if (isOver || event.contentChanges.length === 0 || !this.merge.isEmpty) this.#changed.fire();
  }

  /**
   * Ctrl+S and Amend. While one is under way another one is the same.
   * @returns undefined when Orb holds the text
   */
  amend(options: AmendOptions = {}): Promise<SaveOutcome> {
    return this.#saves.amend(options);
  }

  /**
   * Any other save: File › Save, Save All, closing, Replace All, a formatter, a task, another extension.
   * @returns undefined when Orb holds the text
   */
  write(text: string): Promise<SaveOutcome> {
    return this.#saves.write(text);
  }

  /** The editor announced a save. */
  willSave(reason: vscode.TextDocumentSaveReason): void {
    this.#saves.willSave(reason);
  }

  /** The editor saved the text document. */
  saved(): void {
    void this.#saves.settleEditor();
  }

  /** See OpenDocument.cleaned. */
  cleaned(): void {
    void this.file.keepDirty();
  }

  /** Stops a comparison or an amendment that is under way. */
  cancel(): void {
    this.#saves.cancel();
  }

  /** Edits are about to be discarded: back to what Orb holds as far as it is known, also when Orb can't be reached. */
  prepareDiscard(): void {
    const view = this.parts.services.events.get(this.address);
    if (view !== undefined) this.file.offer(versionOf(view));
  }

  /** The store knows something new of the event. */
  follow(view: EventView): void {
    const atMs = this.parts.services.connections.now(this.address.connectionId);
    if (!this.#saves.isRunning && this.file.follow(view)) {
      this.#saves.supersede({ kind: 'followed', atMs });
    }
    void this.#loadHistory();
  }

  /** After the user asked to read from Orb again: a restored text whose version isn't known is compared with it. */
  async refreshed(view: EventView): Promise<void> {
    if (this.file.isDirty && this.file.loaded === undefined) {
      const outcome = await mergeIntoText(this.file, this.merge, view, false);
      this.#saves.supersede(outcome?.status);
    }
    this.#changed.fire();
  }

  /** A connection was added, changed or removed, or got another key. */
  connectionsChanged(): void {
    if (this.#saves.outcome.kind === 'keyRejected') this.#saves.supersede();
    this.file.touch();
    this.#changed.fire();
  }

  /** Decides one conflict, or with `path` null all of them. */
  async choose(path: JsonPath | null, side: Side): Promise<void> {
    await editText(this.file, (text) => this.merge.decide(text, path, side));
    this.#changed.fire();
  }

  /** Takes someone else's change out of the text again. */
  async takeOut(path: JsonPath): Promise<void> {
    await editText(this.file, (text) => this.merge.takeOut(text, path));
    this.#changed.fire();
  }

  /** What the rules of amend find in the text. */
  async issues(): Promise<readonly LocatedIssue[]> {
    const { document, loaded } = this.file;
    const raw = loaded?.raw ?? this.parts.services.events.get(this.address)?.raw;
    if (document === undefined || raw === undefined) return [];
    const { amendIssues } = await import('../../core/amendIssues.ts');
    return amendIssues(document.getText(), readEvent(raw));
  }

  dispose(): void {
    this.cancel();
    this.#changed.dispose();
  }

  get #hasConnection(): boolean {
    return this.parts.services.connections.get(this.address.connectionId) !== undefined;
  }

  get #isDeprecated(): boolean {
    return this.parts.services.events.get(this.address)?.event.deprecated ?? false;
  }

  /** The document shows what Orb holds, without edits: what was said about its edits is over. */
  #showsOrb(): void {
    this.merge.clear();
    if (this.#saves.outcome.kind !== 'followed') this.#saves.supersede();
  }

  /** From what is recorded on this machine; the store then knows the event as well, also after a reload. */
  async #loadHistory(): Promise<void> {
    const { events, ledger } = this.parts.services;
    const { connectionId, eventId } = this.address;
    const [histories] = await Promise.all([
      ledger.histories(connectionId, [eventId]),
      events.load(this.address),
    ]);
    const history = histories.get(eventId);
    this.#history = history === undefined ? [] : stepsOf(history);
    this.#changed.fire();
  }
}
