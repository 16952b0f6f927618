/**
 * Remembers across reloads which text of a line each open document was loaded from, as digests. Entries are found by the document's own
 * text, so that restored edits are never treated as based on a newer line.
 */
import { createHash } from 'node:crypto';
import type * as vscode from 'vscode';
import type { LineState } from './sourceLine.ts';

export interface RememberedLine {
  /** Digest of the line's text. */
  readonly digest: string;
  /** Length of the line's text, in UTF-16 units. */
  readonly length: number;
  /** Its line number, from 0. */
  readonly line: number;
  /** The mtime of the document's file. */
  readonly mtime: number;
}

interface Row extends RememberedLine {
  readonly uri: string;
  /** Digest of the document's text. */
  readonly document: string;
}

const MEMORY = 'orb.openLines';
const MAX_ROWS = 200;
/** Per document. The editor backs up a document a second after the last key, so it restores one of the last few texts. */
const ROWS_PER_DOCUMENT = 10;
const DELAY_MS = 250;

export class LineMemory {
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor(private readonly memory: vscode.Memento) {}

  /** The line that a document with exactly this text was loaded from; undefined when that is unknown or ambiguous. */
  find(uri: vscode.Uri, text: string): RememberedLine | undefined {
    const document = digestOf(withoutReturns(text));
    const found = this.#of(uri).filter((row) => row.document === document);
    const last = found.at(-1);
    return found.every(({ digest }) => digest === last?.digest) ? last : undefined;
  }

  /** The line that the document was last loaded from. */
  last(uri: vscode.Uri): RememberedLine | undefined {
    return this.#of(uri).at(-1);
  }

  /** Records, after a short delay, which line the document was loaded from. */
  remember(document: vscode.TextDocument, raw: string, at: () => LineState, mtime: number): void {
    const key = document.uri.toString();
    clearTimeout(this.#timers.get(key));
    const timer = setTimeout(() => {
      this.#timers.delete(key);
      const state = at();
      if (document.isClosed || state.kind !== 'there') return;
      const row: Row = {
        uri: key,
        document: digestOf(withoutReturns(document.getText())),
        digest: digestOf(raw),
        length: raw.length,
        line: state.line,
        mtime,
      };
      const others = this.#rows.filter(({ uri }) => uri !== key);
      const own = this.#of(document.uri).filter((each) => each.document !== row.document);
      const kept = [...others, ...own.slice(1 - ROWS_PER_DOCUMENT), row];
      void this.memory.update(MEMORY, kept.slice(-MAX_ROWS));
    }, DELAY_MS);
    this.#timers.set(key, timer);
  }

  /** Call this before the URI is used for another line. */
  async forget(uri: vscode.Uri): Promise<void> {
    const key = uri.toString();
    clearTimeout(this.#timers.get(key));
    const others = this.#rows.filter((row) => row.uri !== key);
    await this.memory.update(MEMORY, others);
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  #of(uri: vscode.Uri): readonly Row[] {
    const key = uri.toString();
    return this.#rows.filter((row) => row.uri === key);
  }

  get #rows(): readonly Row[] {
    const rows = this.memory.get<readonly Row[] | object>(MEMORY);
    // Version 0.1 kept an object.
    return Array.isArray(rows) ? (rows as readonly Row[]) : [];
  }
}

/** Whether this is the recorded line. The length is compared first, since digests take longer. */
export const isRemembered = (text: string, { digest, length }: RememberedLine): boolean =>
  text.length === length && digestOf(text) === digest;

const digestOf = (text: string) => createHash('sha256').update(text).digest('base64');

/** The editor chooses the line ends, so they don't count. */
const withoutReturns = (text: string) => text.replaceAll('\r\n', '\n');
