/**
 * The host's side of keeping a page and its document the same (protocol/eventEditor.ts): applies
 * the page's edits one by one, and sends it every change that isn't its own.
 */
import * as vscode from 'vscode';
import type { DocumentChange, DocumentText, Edit, TextChange } from '../../protocol/eventEditor.ts';

interface Told {
  changed(change: DocumentChange): void;
  reset(document: DocumentText): void;
}

interface Pending {
  readonly edit: Edit;
  seen: boolean;
}

export class PageDocument {
  #version = 1;
  /** The edit that is being applied. Its response is sent before any later change. */
  #pending: Pending | undefined;
  #waiting: (() => void)[] = [];
  #queue: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly document: vscode.TextDocument,
    private readonly page: Told,
  ) {}

  get version(): number {
    return this.#version;
  }

  get text(): DocumentText {
    return { version: this.#version, text: this.document.getText() };
  }

  /** One edit at a time, since two at once would both be rejected as based on an older document. */
  take(edit: Edit): Promise<{ readonly applied: boolean }> {
    const own = this.#queue.then(() => this.#take(edit));
    this.#queue = own.catch(() => undefined);
    return own;
  }

  /** Resolves when everything received so far is in the document. */
  async drained(): Promise<void> {
    await this.#queue;
  }

  /** Call this for each change of the document. */
  changed(contentChanges: readonly vscode.TextDocumentContentChangeEvent[]): void {
    if (contentChanges.length === 0) return;
    const changes = contentChanges
      .map(({ rangeOffset, rangeLength, text }) => ({
        start: rangeOffset,
        end: rangeOffset + rangeLength,
        text,
      }))
      .sort((a, b) => a.start - b.start || a.end - b.end);
    const pending = this.#pending;
    if (pending !== undefined && !pending.seen && sameChanges(pending.edit.changes, changes)) {
      pending.seen = true;
      this.#version += 1;
      return;
    }
    const version = (this.#version += 1);
    this.#tell(() => this.page.changed({ version, changes }));
  }

  async #take(edit: Edit): Promise<{ readonly applied: boolean }> {
    if (edit.version !== this.#version) return { applied: false };
    const pending: Pending = { edit, seen: false };
    this.#pending = pending;
    const changes = new vscode.WorkspaceEdit();
    for (const { start, end, text } of edit.changes) {
      const range = new vscode.Range(
        this.document.positionAt(start),
        this.document.positionAt(end),
      );
      changes.replace(this.document.uri, range, text);
    }
    try {
      const applied = await vscode.workspace.applyEdit(changes);
      // The edit was rejected although the document hadn't changed, or the editor altered it, so
      // the page starts over from the current text.
      if (!pending.seen && (applied || this.#version === edit.version)) this.#startOver();
      return { applied: applied && pending.seen };
    } finally {
      // After the response, which is posted when this promise has settled.
      setImmediate(() => {
        if (this.#pending === pending) this.#pending = undefined;
        if (this.#pending === undefined) for (const tell of this.#waiting.splice(0)) tell();
      });
    }
  }

  #startOver(): void {
    this.#waiting = [];
    this.#version += 1;
    this.#waiting.push(() => this.page.reset(this.text));
  }

  #tell(tell: () => void): void {
    if (this.#pending === undefined) tell();
    else this.#waiting.push(tell);
  }
}

function sameChanges(a: readonly TextChange[], b: readonly TextChange[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ start, end, text }, index) => {
      const other = b[index];
      return other?.start === start && other.end === end && other.text === text;
    })
  );
}
