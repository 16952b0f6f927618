/**
 * The half of an open event that faces the editor: which version its text comes from, and keeping the editor's idea of "saved" true.
 *
 * The editor's own check for newer files misses changes of equal length and knows no merge. So the modification time of a document
 * with edits never moves (the save compares instead), and that of one without edits moves exactly when the editor is to read again.
 */
import * as vscode from 'vscode';
import { applyEdits } from '../../core/edits.ts';
import { readEvent } from '../../core/eventJson.ts';
import { matches } from '../../core/held.ts';
import { minimalChange } from '../../std/minimalChange.ts';
import type { EventView } from '../eventStore.ts';
import { dirtyTabs } from './eventTabs.ts';
import { LoadedText } from './loadedText.ts';
import { isSameText, versionOf, type Version } from './version.ts';

/** What the file is of: an event in Orb, or a line of an event file. */
export interface FileSource {
  /** @throws UserError */
  read(): Promise<Version>;
  /** The version that a text comes from which was restored after a reload, and its file's modification time then. */
  restored(
    text: string,
  ): Promise<{ readonly version: Version; readonly mtime: number } | undefined>;
  /** The document's text comes from this version, should it be restored. */
  remember(document: vscode.TextDocument, version: Version, mtime: number): void;
  /** True when saving one text in place of the other would change nothing. */
  isSame(a: string, b: string): boolean;
  /** Makes the editor look at the file again. */
  fileChanged(): void;
}

export class EventFile {
  readonly #text = new LoadedText();
  #document: vscode.TextDocument | undefined;
  #reading: Promise<Version> | undefined;
  /** The look for the version that a restored text comes from. */
  #restoring: Promise<void> | undefined;
  /** The document's version when the editor last said that it has no edits. */
  #cleanVersion = -1;
  /** The document's version when the editor last said that it has edits. */
  #editedVersion = -1;
  /** Whether the editor was told last that the document can't be edited. */
  #toldReadOnly = false;
  /** The text that the editor has read and not shown yet. */
  #handed: string | undefined;
  /** The text to bring back once the editor shows the loaded version, until it is back. */
  #returning: string | undefined;
  /** The text after an edit of our own, which says nothing about the user. */
  #ownText: string | undefined;
  #isSettling = false;

  constructor(
    readonly uri: vscode.Uri,
    private readonly source: FileSource,
    private readonly owner: {
      /** The document shows what it was read from, without edits. */
      onClean(version: Version): void;
      /** Edits would lead nowhere. */
      readonly isReadOnly: boolean;
    },
  ) {}

  get document(): vscode.TextDocument | undefined {
    return this.#document;
  }
  /** With edits that the editor would ask about, or will when they are back. */
  get isDirty(): boolean {
    if (this.#document?.isDirty === true || this.#returning !== undefined) return true;
    return dirtyTabs(this.uri) === true;
  }
  /** A document that has edits must fail in words, so it is never read-only. */
  get isReadOnly(): boolean {
    return this.owner.isReadOnly && !this.isDirty;
  }
  /** The editor is saving what is held already, see `settle`. */
  get isSettling(): boolean {
    return this.#isSettling;
  }
  /** The version that the text comes from; undefined when that isn't known. */
  get loaded(): Version | undefined {
    return this.#text.loaded;
  }

  /** The editor opened the document. One that wasn't read before was restored with its text, after a reload of the window or of us. */
  attach(document: vscode.TextDocument): void {
    this.#document = document;
    this.#handed = undefined;
    this.#cleanVersion = document.version;
    if (this.#text.stat(false).version === undefined) this.#restoring = this.#restore(document);
    else this.#adopt();
  }

  /** Resolves when it is known whether the version behind a restored text is known. */
  async ready(): Promise<void> {
    await this.#restoring;
  }

  async stat(): Promise<{
    readonly version: Version | undefined;
    readonly mtime: number;
    readonly isReadOnly: boolean;
  }> {
    await this.#restoring;
    if (this.#document === undefined && this.#text.stat(false).version === undefined) {
      await this.#load();
    }
    const { isReadOnly } = this;
    this.#toldReadOnly = isReadOnly;
    return { ...this.#text.stat(this.#document?.isDirty ?? false), isReadOnly };
  }

  /** What the editor is to show: what was just read, else what Orb holds. @throws UserError */
  async content(): Promise<string> {
    const { text } = this.#text.takeFresh(Date.now()) ?? (await this.#load());
    this.#text.takeFresh(0);
    // The text may be on screen already: then there will be no change to hear of.
    this.#handed = this.#adopt() ? undefined : text;
    return text;
  }

  /** Another version is there: the editor reads it unless the document has edits. */
  offer(version: Version): void {
    this.#text.offer(version, Date.now());
    if (this.#document !== undefined) this.source.fileChanged();
  }

  /** Makes the editor look again whether the document can be edited, where it was told otherwise. */
  touch(): void {
    const { loaded, isReadOnly } = this;
    if (loaded === undefined || this.isDirty || isReadOnly === this.#toldReadOnly) return;
    this.offer({ ...loaded, text: this.#shownText(loaded) });
  }

  /** The text is based on this version from now on: Orb holds it, or it was merged into the text. */
  rebase(version: Version): void {
    this.#text.rebase(version);
    this.#remember();
  }

  /** The editor wrote the document. */
  written(): void {
    this.#text.written(Date.now());
  }

  /** Where the text is held already, lets the editor save, which then finds nothing to do. */
  async settle(): Promise<void> {
    const document = this.#document;
    const { loaded } = this;
    if (document === undefined || loaded === undefined) return;
    // With nothing to save there must be no save under way: it would take with it what is typed next.
    if (this.isDirty && this.source.isSame(document.getText(), loaded.text)) {
      this.#isSettling = true;
      try {
        await document.save();
      } finally {
        this.#isSettling = false;
      }
    }
    await this.keepDirty();
    // A document without edits can be saved as well. Then the editor takes the time of what it is to read for that of what it wrote.
    const { offered } = this.#text;
    if (offered !== undefined && !this.isDirty) this.offer(offered);
  }

  /**
   * Orb is known to hold another version, and the document has no edits.
   * @returns true when the document will show something else
   */
  follow(view: EventView): boolean {
    const { loaded } = this;
    if (this.#document === undefined || this.isDirty || loaded === undefined) return false;
    if (matches(view.raw, loaded.text)) {
      const isOther = readEvent(view.raw).deprecated !== readEvent(loaded.raw).deprecated;
      const version = { raw: view.raw, text: loaded.text, readMs: view.readMs };
      if (isOther) this.offer(version);
      else this.#text.rebase(version);
      return false;
    }
    this.offer(versionOf(view));
    return true;
  }

  /** @returns true when the user changed the text */
  changed({ document, contentChanges }: vscode.TextDocumentChangeEvent): boolean {
    const isChange = contentChanges.length > 0;
    if (document.isDirty) {
      this.#text.withdraw();
      this.#editedVersion = document.version;
    }
    const isRead = this.#adopt(isChange && this.#isHanded(document));
    if (!isChange) {
      if (!document.isDirty) this.#cleanVersion = document.version;
      void this.keepDirty();
      return false;
    }
    this.#remember();
    if (isRead || this.#ownText === undefined) return !isRead;
    const isOwn = isSameText(document.getText(), this.#ownText);
    this.#ownText = undefined;
    return !isOwn;
  }

  /** Changes the document's text as one step of undo. @returns false when the text has moved on since it was `before` */
  async edit(
    before: string,
    edits: readonly { readonly start: number; readonly end: number; readonly text: string }[],
  ): Promise<boolean> {
    const document = this.#document;
    if (document?.getText() !== before) return false;
    if (edits.length === 0) return true;
    this.#ownText = applyEdits(before, edits);
    const edit = new vscode.WorkspaceEdit();
    for (const { start, end, text } of edits) {
      const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
      edit.replace(document.uri, range, text);
    }
    return vscode.workspace.applyEdit(edit);
  }

  /**
   * The editor takes the document for saved though it differs from what Orb holds: the user undid an edit while it was being sent,
   * or typed while the editor wrote. The editor is made to show the loaded version, and the user's text comes back as an edit.
   */
  async keepDirty(): Promise<void> {
    const document = this.#document;
    if (document === undefined || document.isDirty) return;
    const { version } = document;
    // The editor says that a document is clean before it says what its text is, now and then: by the answer it has said both.
    await vscode.commands.executeCommand('setContext', 'orb.activated', true);
    const { loaded } = this;
    if (this.#document !== document || document.version !== version || loaded === undefined) return;
    if (!this.#differsClean(document, loaded)) {
      this.touch();
      return;
    }
    const text = document.getText();
    if (this.source.isSame(text, loaded.text)) {
      this.#text.rebase({ ...loaded, text });
      return;
    }
    // The editor lets programs change what can't be edited, and never calls that dirty: there the text goes back.
    if (!this.owner.isReadOnly || version === this.#editedVersion) this.#returning = text;
    this.offer(loaded);
  }

  /** A document that is clean and doesn't show what it should. */
  #differsClean(document: vscode.TextDocument, loaded: Version): boolean {
    if (document.isDirty) return false;
    if (this.#text.offered !== undefined || this.#returning !== undefined) return false;
    // Typed since the editor said that it is clean: it will say that it isn't.
    if (document.version !== this.#cleanVersion) return false;
    // VS Code keeps a document dirty that was edited while it was written, but reports it to extensions as saved. Its tabs are right.
    return dirtyTabs(this.uri) === false && !isSameText(document.getText(), loaded.text);
  }

  /** @returns true when the text that just changed is what the editor has read */
  #isHanded(document: vscode.TextDocument): boolean {
    const handed = this.#handed;
    // Whatever came instead is the user's, and the editor lets go of what it has read.
    this.#handed = undefined;
    if (handed === undefined || document.isDirty) return false;
    return isSameText(document.getText(), handed);
  }

  /**
   * @param isHanded the document shows what the editor has read
   * @returns true when that is so, or it shows what was offered
   */
  #adopt(isHanded = false): boolean {
    const document = this.#document;
    if (document === undefined) return false;
    const version = this.#text.adopt(document);
    if (version === undefined && isHanded) {
      // Orb turned out to hold another version while the editor was reading: it is to read that as well.
      this.#cleanVersion = document.version;
      if (this.loaded !== undefined) this.offer(this.#text.offered ?? this.loaded);
      return true;
    }
    const returning = this.#returning;
    // The user went on: what they have now counts.
    if (document.isDirty || (version === undefined && document.version !== this.#cleanVersion)) {
      this.#returning = undefined;
    }
    if (version === undefined) return false;
    this.#cleanVersion = document.version;
    this.#remember();
    this.owner.onClean(version);
    if (returning !== undefined) {
      const shown = document.getText();
      const change = minimalChange(shown, returning);
      if (change === undefined) this.#returning = undefined;
      else void this.edit(shown, [change]);
    }
    return true;
  }

  /** One read at a time, shared by `stat` and `readFile`. */
  #load(): Promise<Version> {
    return (this.#reading ??= this.source
      .read()
      .then((version) => {
        this.#text.offer(version, Date.now());
        return version;
      })
      .finally(() => (this.#reading = undefined)));
  }

  async #restore(document: vscode.TextDocument): Promise<void> {
    const found = await this.source.restored(document.getText());
    if (found === undefined || this.loaded !== undefined) return;
    this.#text.restore(found.version, found.mtime);
    void this.keepDirty();
  }

  /** The next session of this document can prove by its text which version it comes from. */
  #remember(): void {
    const { loaded } = this;
    const document = this.#document;
    if (loaded === undefined || document === undefined) return;
    this.source.remember(document, loaded, this.#text.stat(true).mtime);
  }

  /** As the document shows it, where that is the same event. */
  #shownText(loaded: Version): string {
    const text = this.#document?.getText();
    return text !== undefined && this.source.isSame(text, loaded.text) ? text : loaded.text;
  }
}
