/**
 * An open event: the only place that knows where its text comes from, what is in progress, and how
 * the last save ended.
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
 * `edited` with undecided conflicts sends nothing. After "no response", the text may have arrived,
 * until a read shows what Orb holds. Recording an acknowledged write is a separate step that can't
 * change its outcome.
 *
 * Ctrl+S and Amend compare, confirm, and send before they let the editor save, so `writeFile` then
 * has nothing left to do. A write of any other text is a save that started elsewhere, which always
 * asks (unless the user's setting says never).
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
import type { EventBilling } from './eventBilling.ts';
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
  /** Makes the editor check the file again. */
  readonly fileChanged: (uri: vscode.Uri) => void;
}

export class EventDocument {
  /** The editor's document, and the version that it comes from. */
  readonly file: EventFile;
  /** The pages that show it. */
  readonly pages: ConnectedPages;
  /** What someone else has changed since. */
  readonly merge = new MergeRecord();
  /** How Orb bills it, as far as the user has asked. Set when its first page opens. */
  billing: EventBilling | undefined;
  readonly #saves: EventSaves;
  #history: readonly HistoryStep[] = [];
  readonly #changed = new Emitter<void>();
  /** Fires when something that the page, the status bar, or the problems show may have changed. */
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

  /** What this editor saw and sent for the event, newest first. */
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

  /** A deprecated event, or one without a connection, can't be amended. */
  get isReadOnly(): boolean {
    return this.file.isReadOnly;
  }

  /** Call this when the editor has opened the text document. */
  attach(document: vscode.TextDocument): void {
    this.file.attach(document);
    void this.#loadHistory();
    void this.file.ready().then(() => this.#changed.fire());
  }

  /**
   * Call this when the document's text or dirty state has changed. Fast, since it runs for every
   * key.
   */
  textChanged(event: vscode.TextDocumentChangeEvent): void {
    const isOver = this.file.changed(event) && this.#saves.edited();
    if (!this.merge.isEmpty) this.merge.textChanged(event.document.getText());
    if (isOver || event.contentChanges.length === 0 || !this.merge.isEmpty) this.#changed.fire();
  }

  /**
   * Saves for Ctrl+S and Amend. While one is in progress, another call joins it.
   * @returns undefined if Orb holds the text
   */
  amend(options: AmendOptions = {}): Promise<SaveOutcome> {
    return this.#saves.amend(options);
  }

  /**
   * Saves for anything else: File › Save, Save All, closing, Replace All, a formatter, a task,
   * another extension.
   * @returns undefined if Orb holds the text
   */
  write(text: string): Promise<SaveOutcome> {
    return this.#saves.write(text);
  }

  /** Call this when the editor announces a save. */
  willSave(reason: vscode.TextDocumentSaveReason): void {
    this.#saves.willSave(reason);
  }

  /** Call this when the editor has saved the text document. */
  saved(): void {
    void this.#saves.settleEditor();
  }

  /** See OpenDocument.cleaned. */
  cleaned(): void {
    void this.file.keepDirty();
  }

  /** Cancels the comparison or amendment in progress. */
  cancel(): void {
    this.#saves.cancel();
  }

  /**
   * Call this before edits are discarded: goes back to what Orb is known to hold, even if Orb can't
   * be reached.
   */
  prepareDiscard(): void {
    const view = this.parts.services.events.get(this.address);
    if (view !== undefined) this.file.offer(versionOf(view));
  }

  /** Call this when the store has something new about the event. */
  follow(view: EventView): void {
    const atMs = this.parts.services.connections.now(this.address.connectionId);
    if (!this.#saves.isRunning && this.file.follow(view)) {
      this.#saves.supersede({ kind: 'followed', atMs });
    }
    void this.#loadHistory();
  }

  /**
   * Call this after the user has refreshed the event: a restored text whose version isn't known is
   * compared with Orb's.
   */
  async refreshed(view: EventView): Promise<void> {
    if (this.file.isDirty && this.file.loaded === undefined) {
      const outcome = await mergeIntoText(this.file, this.merge, view, false);
      this.#saves.supersede(outcome?.status);
    }
    this.#changed.fire();
  }

  /** Call this when a connection was added, changed, or removed, or got another key. */
  connectionsChanged(): void {
    if (this.#saves.outcome.kind === 'keyRejected') this.#saves.supersede();
    this.billing?.renew();
    this.file.touch();
    this.#changed.fire();
  }

  /** Decides a conflict, or all of them if `path` is null. */
  async choose(path: JsonPath | null, side: Side): Promise<void> {
    await editText(this.file, (text) => this.merge.decide(text, path, side));
    this.#changed.fire();
  }

  /** Takes someone else's change out of the text again. */
  async takeOut(path: JsonPath): Promise<void> {
    await editText(this.file, (text) => this.merge.takeOut(text, path));
    this.#changed.fire();
  }

  /** The problems that the rules of amend find in the text. */
  async issues(): Promise<readonly LocatedIssue[]> {
    const { document, loaded } = this.file;
    const raw = loaded?.raw ?? this.parts.services.events.get(this.address)?.raw;
    if (document === undefined || raw === undefined) return [];
    const { amendIssues } = await import('../../core/amendIssues.ts');
    return amendIssues(document.getText(), readEvent(raw), this.parts.services.catalog.current);
  }

  /** Call this when something that its pages show has changed elsewhere. */
  notifyChanged(): void {
    this.#changed.fire();
  }

  dispose(): void {
    this.cancel();
    this.billing?.cancel();
    this.#changed.dispose();
  }

  get #hasConnection(): boolean {
    return this.parts.services.connections.get(this.address.connectionId) !== undefined;
  }

  get #isDeprecated(): boolean {
    return this.parts.services.events.get(this.address)?.event.deprecated ?? false;
  }

  /** The document shows what Orb holds, without edits, so messages about edits no longer apply. */
  #showsOrb(): void {
    this.merge.clear();
    if (this.#saves.outcome.kind !== 'followed') this.#saves.supersede();
  }

  /**
   * Reads what is recorded on this machine. The store then has the event, too, even after a reload.
   */
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
