/**
 * The side of an open event that faces the editor: which version its text comes from, and whether
 * the editor is right about what is saved.
 *
 * The editor's own check for newer files misses changes of equal length and can't merge. So the
 * modification time of a document with edits never changes (the save compares instead), and that of
 * one without edits changes exactly when the editor should read again.
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

/** What the file represents: an event in Orb, or a line of an event file. */
export interface FileSource {
  /** @throws UserError */
  read(): Promise<Version>;
  /**
   * The version that a text restored after a reload comes from, and its file's modification time
   * then.
   */
  restored(
    text: string,
  ): Promise<{ readonly version: Version; readonly mtime: number } | undefined>;
  /** Records that the document's text comes from this version, in case it's restored. */
  remember(document: vscode.TextDocument, version: Version, mtime: number): void;
  /** Whether saving one text instead of the other would change nothing. */
  isSame(a: string, b: string): boolean;
  /** Makes the editor check the file again. */
  fileChanged(): void;
}

export class EventFile {
  readonly #text = new LoadedText();
  #document: vscode.TextDocument | undefined;
  #reading: Promise<Version> | undefined;
  /** The search for the version that a restored text comes from. */
  #restoring: Promise<void> | undefined;
  /** The document's version when the editor last reported that it has no edits. */
  #cleanVersion = -1;
  /** The document's version when the editor last reported that it has edits. */
  #editedVersion = -1;
  /** Whether the last report to the editor was that the document is read-only. */
  #toldReadOnly = false;
  /** The text that the editor has read but not shown yet. */
  #handed: string | undefined;
  /** The text to restore once the editor shows the loaded version. */
  #returning: string | undefined;
  /** The text after an edit of our own, which isn't the user's. */
  #ownText: string | undefined;
  #isSettling = false;

  constructor(
    readonly uri: vscode.Uri,
    private readonly source: FileSource,
    private readonly owner: {
      /** Whether the document shows what it was read from, without edits. */
      onClean(version: Version): void;
      /** Whether edits can't be saved. */
      readonly isReadOnly: boolean;
    },
  ) {}

  get document(): vscode.TextDocument | undefined {
    return this.#document;
  }
  /** Whether there are edits that the editor would ask about, now or once they are restored. */
  get isDirty(): boolean {
    if (this.#document?.isDirty === true || this.#returning !== undefined) return true;
    return dirtyTabs(this.uri) === true;
  }
  /** A document with edits is never read-only, since saving it must show a message. */
  get isReadOnly(): boolean {
    return this.owner.isReadOnly && !this.isDirty;
  }
  /** Whether the editor is saving what is held already, see `settle`. */
  get isSettling(): boolean {
    return this.#isSettling;
  }
  /** The version that the text comes from; undefined if it isn't known. */
  get loaded(): Version | undefined {
    return this.#text.loaded;
  }

  /**
   * Call this when the editor has opened the document. One that wasn't read before was restored
   * with its text, after a reload of the window or of the extension.
   */
  attach(document: vscode.TextDocument): void {
    this.#document = document;
    this.#handed = undefined;
    this.#cleanVersion = document.version;
    if (this.#text.stat(false).version === undefined) this.#restoring = this.#restore(document);
    else this.#adopt();
  }

  /** Resolves when the search for the version of a restored text has ended. */
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

  /** What the editor should show: what was just read, or else what Orb holds. @throws UserError */
  async content(): Promise<string> {
    const { text } = this.#text.takeFresh(Date.now()) ?? (await this.#load());
    this.#text.takeFresh(0);
    // The text may be shown already; then there's no change event.
    this.#handed = this.#adopt() ? undefined : text;
    return text;
  }

  /** Offers another version, which the editor reads unless the document has edits. */
  offer(version: Version): void {
    this.#text.offer(version, Date.now());
    if (this.#document !== undefined) this.source.fileChanged();
  }

  /** Makes the editor check again whether the document is read-only, if that has changed. */
  touch(): void {
    const { loaded, isReadOnly } = this;
    if (loaded === undefined || this.isDirty || isReadOnly === this.#toldReadOnly) return;
    this.offer({ ...loaded, text: this.#shownText(loaded) });
  }

  /**
   * From now on the text is based on this version: Orb holds it, or it was merged into the text.
   */
  rebase(version: Version): void {
    this.#text.rebase(version);
    this.#remember();
  }

  /** Call this when the editor has written the document. */
  written(): void {
    this.#text.written(Date.now());
  }

  /** If the text is held already, lets the editor save, which then has nothing to do. */
  async settle(): Promise<void> {
    const document = this.#document;
    const { loaded } = this;
    if (document === undefined || loaded === undefined) return;
    // Don't save if there's nothing to save, since that would also save what is typed next.
    if (this.isDirty && this.source.isSame(document.getText(), loaded.text)) {
      this.#isSettling = true;
      try {
        await document.save();
      } finally {
        this.#isSettling = false;
      }
    }
    await this.keepDirty();
    // A document without edits can be saved, too. Then the editor mistakes the time of what it
    // should read for that of what it wrote.
    const { offered } = this.#text;
    if (offered !== undefined && !this.isDirty) this.offer(offered);
  }

  /**
   * Call this when Orb is known to hold another version and the document has no edits.
   * @returns whether the document will show something else
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

  /** @returns whether the user changed the text */
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

  /**
   * Changes the document's text as a single undo step.
   * @returns false if the text is no longer `before`
   */
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
   * The editor believes that the document is saved although it differs from what Orb holds: the
   * user undid an edit while it was being sent, or typed while the editor was writing. Makes the
   * editor show the loaded version, and restores the user's text as an edit.
   */
  async keepDirty(): Promise<void> {
    const document = this.#document;
    if (document === undefined || document.isDirty) return;
    const { version } = document;
    // Sometimes the editor reports that a document is clean before it reports its text; after its
    // response, both are known.
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
    // The editor lets programs change read-only documents but never marks them dirty, so the text
    // is reset.
    if (!this.owner.isReadOnly || version === this.#editedVersion) this.#returning = text;
    this.offer(loaded);
  }

  /** Whether a document is clean but doesn't show what it should. */
  #differsClean(document: vscode.TextDocument, loaded: Version): boolean {
    if (document.isDirty) return false;
    if (this.#text.offered !== undefined || this.#returning !== undefined) return false;
    // The user has typed since the editor reported it clean; the editor will report it dirty.
    if (document.version !== this.#cleanVersion) return false;
    // VS Code keeps a document dirty that was edited while it was being written, but reports it to
    // extensions as saved. Its tabs are right.
    return dirtyTabs(this.uri) === false && !isSameText(document.getText(), loaded.text);
  }

  /** @returns whether the text that just changed is what the editor has read */
  #isHanded(document: vscode.TextDocument): boolean {
    const handed = this.#handed;
    // Any other text is the user's, and the editor drops what it has read.
    this.#handed = undefined;
    if (handed === undefined || document.isDirty) return false;
    return isSameText(document.getText(), handed);
  }

  /**
   * @param isHanded whether the document shows what the editor has read
   * @returns whether that is so, or it shows what was offered
   */
  #adopt(isHanded = false): boolean {
    const document = this.#document;
    if (document === undefined) return false;
    const version = this.#text.adopt(document);
    if (version === undefined && isHanded) {
      // While the editor was reading, it turned out that Orb holds another version, which the
      // editor must read, too.
      this.#cleanVersion = document.version;
      if (this.loaded !== undefined) this.offer(this.#text.offered ?? this.loaded);
      return true;
    }
    const returning = this.#returning;
    // The user continued editing, so their current text counts.
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

  /** Lets the next session find the version of this document by its text. */
  #remember(): void {
    const { loaded } = this;
    const document = this.#document;
    if (loaded === undefined || document === undefined) return;
    this.source.remember(document, loaded, this.#text.stat(true).mtime);
  }

  /** As the document shows it, if that is the same event. */
  #shownText(loaded: Version): string {
    const text = this.#document?.getText();
    return text !== undefined && this.source.isSame(text, loaded.text) ? text : loaded.text;
  }
}
