/** Reads event IDs out of a text; those that were seen in the connection count as certain. */
import * as vscode from 'vscode';
import { readIds } from '../../core/ids/readIds.ts';
import type { IdReading } from '../../core/ids/reading.ts';
import { wordsIn } from '../../core/ids/words.ts';
import { readInWorker } from '../../idWorker/readInWorker.ts';
import type { Services } from '../services.ts';

interface ReadingOptions {
  /** The text is a whole file. */
  readonly isFile?: boolean;
  readonly signal?: AbortSignal;
}

/** @param source a text, or the UTF-8 of one */
export type IdReader = (
  source: string | Uint8Array,
  options?: ReadingOptions,
) => Promise<IdReading>;

/** Read here at once: that takes a few milliseconds. What is longer is read on another thread. */
const MAX_LENGTH = 50_000;

export function idReader(
  { context, ledger }: Pick<Services, 'context' | 'ledger'>,
  connectionId: string,
): IdReader {
  const known = (words: readonly string[]) => ledger.seen.known(connectionId, words);
  return async (source, { isFile = false, signal = new AbortController().signal } = {}) => {
    if (source.length > MAX_LENGTH) {
      const file = vscode.Uri.joinPath(context.extensionUri, 'dist', 'idWorker.js').fsPath;
      return readInWorker(file, { source, isFile }, known, signal);
    }
    const text = typeof source === 'string' ? source : new TextDecoder().decode(source);
    const ids = await known(wordsIn(text));
    return readIds(text, { isKnown: (id) => ids.has(id), isFile });
  };
}
