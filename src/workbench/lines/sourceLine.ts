/**
 * One line in the document of its event file: its current position and text. The file stays open as long as the line does, so that every
 * change is noticed, whether it is typed or made on disk.
 */
import * as vscode from 'vscode';
import type { LinePlace } from '../../ndjson/linePlace.ts';
import { openDocument } from '../eventUris.ts';

export type LineState =
  /** The file is being read. */
  | { readonly kind: 'opening' }
  /** `line` from 0. */
  | { readonly kind: 'there'; readonly line: number; readonly text: string }
  /** The line is no longer in the file. */
  | { readonly kind: 'gone' }
  /** The file can't be read. */
  | { readonly kind: 'missing' };

/** `refused`: the file can't be edited. */
export type Replaced = 'done' | 'moved' | 'refused';

export class SourceLine {
  #document: vscode.TextDocument | undefined;
  #opening: Promise<void> | undefined;
  #place: LinePlace | undefined;
  #isMissing = false;
  #isDisposed = false;
  #watcher: vscode.FileSystemWatcher | undefined;

  /**
   * @param locate finds the line when the file is first read
   * @param changed called when the line's text or position may have changed
   */
  constructor(
    readonly source: vscode.Uri,
    private readonly locate: (file: vscode.TextDocument) => LinePlace,
    private readonly changed: () => void,
  ) {}

  get state(): LineState {
    if (this.#isMissing) return { kind: 'missing' };
    if (this.#place === undefined) return { kind: 'opening' };
    const { line, text } = this.#place;
    return line === undefined || text.trim() === ''
      ? { kind: 'gone' }
      : { kind: 'there', line, text };
  }

  /** Resolves when the file is open, or can't be opened. After a failure, each call tries again. */
  ready(): Promise<void> {
    return (this.#opening ??= this.#open());
  }

  /** Call this for each change of the file's document. */
  edited({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (document !== this.#document || contentChanges.length === 0) return;
    this.#place?.change(contentChanges, document);
    this.changed();
  }

  /** Call this when the file's document opened, since the file may exist again. */
  opened(): void {
    if (this.#isMissing) void this.ready().then(this.changed);
  }

  /** Call this when the file's document closed. The file is read again, since edits may have been discarded. */
  closed(): void {
    this.#document = undefined;
    this.#opening = undefined;
    if (!this.#isDisposed) void this.ready().then(this.changed);
  }

  /**
   * Replaces the line's text.
   * @returns `moved` when the file was edited at the same time, so that the caller should try again
   */
  async replace(text: string): Promise<Replaced> {
    const { state } = this;
    const file = this.#document;
    if (file === undefined || state.kind !== 'there') return 'moved';
    return apply(file, file.lineAt(state.line).range, text);
  }

  /** Appends a text to the file; from then on that is the line. @returns as `replace` */
  async append(text: string): Promise<Replaced> {
    const file = this.#document;
    if (file === undefined || this.#place === undefined) return 'moved';
    const { range, isEmptyOrWhitespace } = file.lineAt(file.lineCount - 1);
    const at = range.start.line;
    const added = isEmptyOrWhitespace
      ? await apply(file, range, `${text}\n`)
      : await apply(file, new vscode.Range(range.end, range.end), `\n${text}`);
    if (added === 'done') this.#place.moveTo(isEmptyOrWhitespace ? at : at + 1, file);
    return added;
  }

  /** Shows the line in its file, or only the file when the line is gone. */
  async reveal(viewColumn: vscode.ViewColumn): Promise<void> {
    const { state } = this;
    const file = this.#document;
    if (file === undefined) return;
    const selection = state.kind === 'there' ? file.lineAt(state.line).range : undefined;
    await vscode.window.showTextDocument(file, {
      viewColumn,
      ...(selection === undefined ? {} : { selection }),
    });
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#watcher?.dispose();
  }

  /** Without a watcher, VS Code only notices changes of files that are in the workspace or visible. */
  #watch(): void {
    if (this.#watcher !== undefined || this.#isDisposed || this.source.scheme === 'untitled')
      return;
    const folder = vscode.Uri.joinPath(this.source, '..');
    const name = this.source.path.split('/').at(-1) ?? '';
    const pattern = new vscode.RelativePattern(folder, name.replaceAll(/[[\]{}*?]/g, '[$&]'));
    this.#watcher = vscode.workspace.createFileSystemWatcher(pattern, false, true, false);
    this.#watcher.onDidCreate(() => this.opened());
    this.#watcher.onDidDelete(() => this.#checkExists());
  }

  /** The file may be gone. */
  #checkExists(): void {
    if (this.#isMissing || this.#document === undefined) return;
    this.#opening = undefined;
    void this.ready().then(this.changed);
  }

  async #open(): Promise<void> {
    try {
      this.#watch();
      const file = await openSource(this.source);
      this.#document = file;
      if (this.#place === undefined) this.#place = this.locate(file);
      else this.#place.relocate(file);
      this.#isMissing = false;
    } catch {
      this.#isMissing = true;
      this.#opening = undefined;
    }
  }
}

/** @throws for a file that doesn't exist, even if its document is still open, and for a closed untitled document, which opening would create again */
async function openSource(uri: vscode.Uri): Promise<vscode.TextDocument> {
  const open = openDocument(uri);
  if (open?.isDirty === true || open?.isUntitled === true) return open;
  await vscode.workspace.fs.stat(uri);
  return vscode.workspace.openTextDocument(uri);
}

async function apply(
  file: vscode.TextDocument,
  range: vscode.Range,
  text: string,
): Promise<Replaced> {
  const { version } = file;
  const edit = new vscode.WorkspaceEdit();
  edit.replace(file.uri, range, text);
  if (await vscode.workspace.applyEdit(edit)) return 'done';
  return file.version === version ? 'refused' : 'moved';
}
