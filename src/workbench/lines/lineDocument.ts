/**
 * One line of an event file that is open as an event: the only place that knows which text of the line its document comes from and
 * what became of the last save. A save writes into the document of the file, which then waits to be saved itself; it asks nothing.
 *
 *              read               edit                write
 *   opening ─────────▶ clean ────────────▶ edited ──────────────▶ clean, and the file has edits
 *                        │ ▲                 │ ▲
 *                        └─┘ the line        └─┘ the line was changed in its file: the save merges and writes nothing;
 *                            was changed:        undecided conflicts write nothing either
 *                            followed
 *
 * The line may be gone from its file, or the file may be, at any time and come back: that is read from `place`, never kept here.
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

/** After the last key in the file: the document needn't show every step. */
const FOLLOW_MS = 50;

export interface LineParts {
  readonly memory: LineMemory;
  /** Milliseconds since 1970 by the clock of the account. */
  readonly nowMs: () => number;
  /** Makes the editor look at the document's file again. */
  readonly fileChanged: (uri: vscode.Uri) => void;
}

export class LineDocument {
  /** The document as the editor knows it, and the line's text that it comes from. */
  readonly file: EventFile;
  /** Where the line stands. */
  readonly place: SourceLine;
  readonly pages: ConnectedPages;
  /** What was changed in the file meanwhile. */
  readonly merge = new MergeRecord();
  readonly #saves: LineSaves;
  /** A text that came back after a reload. */
  #restoredText: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** The status as it was last told. */
  #told = '';
  readonly #changed = new Emitter<void>();
  /** Something that the page shows may be different. */
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
    this.#saves = new LineSaves(this, parts.nowMs, () => this.#tell());
  }

  /** As it is called in the interface: its number from 1, as far as that is known, and its file. */
  get named(): NamedLine {
    const { state } = this.place;
    const line = state.kind === 'there' ? state.line : this.address.line;
    return { number: line + 1, file: fileName(this.address.source) };
  }

  get status(): Status {
    return statusOf(this, this.#saves.outcome);
  }

  /** What notes and changes go by, as a document's text. */
  get held(): string {
    return heldOf(this);
  }

  /** The editor opened the text document. */
  attach(document: vscode.TextDocument): void {
    this.file.attach(document);
    void this.file.ready().then(() => this.#followSoon());
  }

  /** The text of the document, or whether it has edits, has changed. Called for each key. */
  textChanged(event: vscode.TextDocumentChangeEvent): void {
    if (this.file.changed(event)) this.#saves.supersede();
    if (!this.merge.isEmpty) this.merge.textChanged(event.document.getText());
    if (!this.file.isDirty) this.#followSoon();
    const isNews = event.contentChanges.length === 0 || !this.merge.isEmpty;
    if (isNews || JSON.stringify(this.status) !== this.#told) this.#tell();
  }

  /**
   * Ctrl+S and Write Back in the page.
   * @param asked what was on screen; what was typed after that stays in the document
   * @returns undefined when the file's document has the text
   */
  save(asked?: string): Promise<LineOutcome> {
    return this.#saves.save(asked);
  }

  /** Any other save. @returns undefined when the file's document has the text */
  write(text: string): Promise<LineOutcome> {
    return this.#saves.write(text);
  }

  /** Puts the text at the end of the file, where the line is from then on. */
  addToEnd(): Promise<LineOutcome> {
    return this.#saves.addToEnd();
  }

  /** See OpenDocument.cleaned. */
  cleaned(): void {
    void this.file.keepDirty();
    this.#followSoon();
  }

  /** The editor saved the text document. */
  saved(): void {
    void this.#saves.settleEditor();
  }

  /** The event file was saved: what was written into its document is on disk now. */
  fileSaved(): void {
    if (this.#saves.outcome.kind === 'sent') this.#saves.supersede();
    this.#tell();
  }

  /** Decides one conflict, or with `path` null all of them. */
  async choose(path: JsonPath | null, side: Side): Promise<void> {
    await editText(this.file, (text) => this.merge.decide(text, path, side));
    this.#tell();
  }

  /** Takes a change of the file out of the text again. */
  async takeOut(path: JsonPath): Promise<void> {
    await editText(this.file, (text) => this.merge.takeOut(text, path));
    this.#tell();
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
    // Discarding the edits of a line that is gone leads back to what it was.
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

  /** By what is remembered of the line. A text with edits belongs to no line that merely stands where the line was opened. */
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

  /** A document without edits shows what its line says now. */
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
    this.#tell();
  }

  /** The document shows what the file has, without edits: what was said about its edits is over. */
  #showsFile(): void {
    this.merge.clear();
    if (this.#saves.outcome.kind !== 'followed') this.#saves.supersede();
    this.#followSoon();
  }

  #tell(): void {
    this.#told = JSON.stringify(this.status);
    this.#changed.fire();
  }
}
