/**
 * One line of an event file that is open as an event. It owns which text of the line the document was loaded from, and the result of the
 * last save. A save edits the document of the event file, which then has to be saved itself; it never asks anything.
 *
 *              read               edit                write
 *   opening ─────────▶ clean ────────────▶ edited ──────────────▶ clean, and the file has edits
 *                        │ ▲                 │ ▲
 *                        └─┘ the line        └─┘ the line was changed in its file: the save merges and writes nothing;
 *                            was changed:        undecided conflicts write nothing either
 *                            followed
 *
 * The line or its file may disappear and come back at any time. That is always read from `place`, never stored here.
 */
import * as vscode from 'vscode';
import type { JsonPath } from '../../core/issue.ts';
import { MergeRecord, type Side } from '../../core/mergeRecord.ts';
import { findLine, lineOfEvent, LinePlace } from '../../ndjson/linePlace.ts';
import type { Status } from '../../protocol/eventEditor.ts';
import { Emitter } from '../../std/emitter.ts';
import { ConnectedPages } from '../documents/connectedPages.ts';
import { EventFile } from '../documents/eventFile.ts';
import { editText } from '../documents/mergeIntoText.ts';
import { isSameText, type Version } from '../documents/version.ts';
import { isRemembered, type LineMemory } from './lineMemory.ts';
import type { LineOutcome, NamedLine } from './lineOutcomes.ts';
import { LineSaves } from './lineSaves.ts';
import { heldOf, statusOf } from './lineStatus.ts';
import { isSameLine, shownText } from '../../ndjson/lineText.ts';
import { fileName, type LineAddress } from './lineUris.ts';
import { SourceLine } from './sourceLine.ts';

/** Wait for a pause in typing in the file before the document follows. */
const FOLLOW_MS = 50;

export interface LineParts {
  readonly memory: LineMemory;
  /** Milliseconds since 1970 by the clock of the account. */
  readonly nowMs: () => number;
  /** Makes the editor read the document's file again. */
  readonly fileChanged: (uri: vscode.Uri) => void;
}

export class LineDocument {
  /** The editor's document, and the text of the line it was loaded from. */
  readonly file: EventFile;
  /** Where the line is in its file. */
  readonly place: SourceLine;
  readonly pages: ConnectedPages;
  /** Changes in the file since the document was loaded. */
  readonly merge = new MergeRecord();
  readonly #saves: LineSaves;
  /** The document's text that was restored after a reload. */
  #restoredText: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** The last reported status. */
  #reportedStatus = '';
  readonly #changed = new Emitter<void>();
  /** Fires when something that the page shows may have changed. */
  readonly onDidChange = this.#changed.event;

  constructor(
    readonly uri: vscode.Uri,
    readonly address: LineAddress,
    private readonly parts: LineParts,
  ) {
    this.pages = new ConnectedPages(uri);
    this.place = new SourceLine(
      address.source,
      (file) => this.#locate(file),
      () => this.#followSoon(),
    );
    const source = {
      read: () => this.#read(),
      restored: (text: string) => this.#restored(text),
      remember: (document: vscode.TextDocument, version: Version, mtime: number) =>
        parts.memory.remember(document, version.raw, () => this.place.state, mtime),
      isSame: isSameLine,
      fileChanged: () => parts.fileChanged(uri),
    };
    this.file = new EventFile(uri, source, {
      onClean: () => this.#showsFile(),
      isReadOnly: false,
    });
    this.#saves = new LineSaves(this, parts.nowMs, () => this.#notify());
  }

  /** Its name in the interface: the line number from 1, as last known, and the file. */
  get named(): NamedLine {
    const { state } = this.place;
    const line = state.kind === 'there' ? state.line : this.address.line;
    return { number: line + 1, file: fileName(this.address.source) };
  }

  get status(): Status {
    return statusOf(this, this.#saves.outcome);
  }

  /** The text that changes are compared with, as a document's text. */
  get held(): string {
    return heldOf(this);
  }

  /** Call this when the editor opened the text document. */
  attach(document: vscode.TextDocument): void {
    this.file.attach(document);
    void this.file.ready().then(() => this.#followSoon());
  }

  /** Call this when the document's text or dirty state changed. It runs for every key. */
  textChanged(event: vscode.TextDocumentChangeEvent): void {
    if (this.file.changed(event)) this.#saves.supersede();
    if (!this.merge.isEmpty) this.merge.textChanged(event.document.getText());
    if (!this.file.isDirty) this.#followSoon();
    const hasChanged = event.contentChanges.length === 0 || !this.merge.isEmpty;
    if (hasChanged || JSON.stringify(this.status) !== this.#reportedStatus) this.#notify();
  }

  /**
   * Saves for Ctrl+S and the page's Write Back.
   * @param asked the text on screen; what was typed after that stays in the document
   * @returns undefined when the file's document has the text
   */
  save(asked?: string): Promise<LineOutcome> {
    return this.#saves.save(asked);
  }

  /** Saves for anything else. @returns undefined when the file's document has the text */
  write(text: string): Promise<LineOutcome> {
    return this.#saves.write(text);
  }

  /** Appends the text to the file; from then on that is the line. */
  addToEnd(): Promise<LineOutcome> {
    return this.#saves.addToEnd();
  }

  /** See OpenDocument.cleaned. */
  cleaned(): void {
    void this.file.keepDirty();
    this.#followSoon();
  }

  /** Call this when the editor saved the text document. */
  saved(): void {
    void this.#saves.settleEditor();
  }

  /** Call this when the event file was saved, so that its edits are on disk. */
  fileSaved(): void {
    if (this.#saves.outcome.kind === 'sent') this.#saves.supersede();
    this.#notify();
  }

  /** Resolves one conflict, or all of them when `path` is null. */
  async choose(path: JsonPath | null, side: Side): Promise<void> {
    await editText(this.file, (text) => this.merge.decide(text, path, side));
    this.#notify();
  }

  /** Removes a merged change of the file from the text again. */
  async takeOut(path: JsonPath): Promise<void> {
    await editText(this.file, (text) => this.merge.takeOut(text, path));
    this.#notify();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.place.dispose();
    this.#changed.dispose();
  }

  #version(raw: string): Version {
    return { raw, text: shownText(raw), readMs: this.parts.nowMs() };
  }

  async #read(): Promise<Version> {
    await this.place.ready();
    const { state } = this.place;
    if (state.kind === 'there') return this.#version(state.text);
    // Discarding edits of a line that is gone restores its last known text.
    if (this.file.loaded !== undefined) return this.file.loaded;
    throw vscode.FileSystemError.FileNotFound(this.uri);
  }

  async #restored(
    text: string,
  ): Promise<{ readonly version: Version; readonly mtime: number } | undefined> {
    this.#restoredText = text;
    await this.place.ready();
    const { state } = this.place;
    const remembered = this.parts.memory.find(this.uri, text);
    if (remembered === undefined || state.kind !== 'there') return undefined;
    if (!isRemembered(state.text, remembered)) return undefined;
    return { version: this.#version(state.text), mtime: remembered.mtime };
  }

  /**
   * Finds the line by what was recorded about it. A document with edits is never matched by line
   * number alone.
   */
  #locate(file: vscode.TextDocument): LinePlace {
    const { memory } = this.parts;
    const text = this.#restoredText;
    const remembered = text === undefined ? memory.last(this.uri) : memory.find(this.uri, text);
    const whole = [{ first: 0, last: file.lineCount - 1 }];
    const found =
      remembered &&
      findLine(whole, file, remembered.line, (each) => isRemembered(each, remembered));
    const other = text === undefined ? this.address.line : lineOfEvent(text, file);
    const line = found ?? other;
    return line === undefined || line >= file.lineCount
      ? new LinePlace(undefined, text ?? '')
      : new LinePlace(line, file.lineAt(line).text);
  }

  #followSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#follow(), FOLLOW_MS);
  }

  /** Updates a document without edits to the current text of its line. */
  #follow(): void {
    const { state } = this.place;
    const { document, isDirty, loaded } = this.file;
    if (document === undefined) return;
    const isOther = state.kind === 'there' && loaded !== undefined && state.text !== loaded.raw;
    if (isOther && !isDirty) {
      const version = this.#version(state.text);
      if (isSameText(version.text, document.getText())) this.file.rebase(version);
      else {
        this.#saves.supersede({ kind: 'followed', atMs: version.readMs });
        this.file.offer(version);
        return;
      }
    }
    this.#notify();
  }

  /** The document shows the line without edits, so messages about edits no longer apply. */
  #showsFile(): void {
    this.merge.clear();
    if (this.#saves.outcome.kind !== 'followed') this.#saves.supersede();
    this.#followSoon();
  }

  #notify(): void {
    this.#reportedStatus = JSON.stringify(this.status);
    this.#changed.fire();
  }
}
