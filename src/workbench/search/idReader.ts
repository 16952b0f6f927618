/** Reads event IDs from a text; those seen in the connection count as certain. */
import * as vscode from 'vscode';
import { readIds } from '../../core/ids/readIds.ts';
import type { IdReading } from '../../core/ids/reading.ts';
import { wordsIn } from '../../core/ids/words.ts';
import { readInWorker } from '../../idWorker/readInWorker.ts';
import type { Services } from '../services.ts';

interface ReadingOptions {
  /** Whether the text is a whole file. */
  readonly isFile?: boolean;
  readonly signal?: AbortSignal;
}

/** @param source a text, or the UTF-8 of one */
export type IdReader = (
  source: string | Uint8Array,
  options?: ReadingOptions,
) => Promise<IdReading>;

/**
 * Up to this length, a text is read here, which takes a few milliseconds. A longer one is read on
 * another thread.
 */
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
