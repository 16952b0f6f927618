/** Words of a text, and which of them look like IDs. */
import { trimEnd } from '../../std/trimEnd.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const WORD = /[^\s"'`“”‘’,;()[\]{}<>=|]+/g;
/** The maximum number of words to look up. */
const MAX_WORDS = 20_000;
/** The expressions here don't match longer texts. */
const MAX_LENGTH = 500;

export const isUuid = (word: string): boolean => UUID.test(word);

export const isOnlyDigits = (word: string): boolean => /^\d+$/.test(word);

/** A single word with a digit, such as `evt_77310` or `req-8841`; dates, times, and small numbers don't count. */
export function looksLikeId(word: string): boolean {
  return (
    word.length >= 3 &&
    word.length <= MAX_LENGTH &&
    !/\s/.test(word) &&
    /\d/.test(word) &&
    /[a-z]|\d{6}/i.test(word) &&
    !/^\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-][\d:]+)?)?$/i.test(word) &&
    !/^\d{1,2}:\d{2}:\d{2}(?:\.\d+)?Z?$/i.test(word) &&
    !/^\d+(?:ms|s|m|h|kb|mb|gb|b)$/i.test(word)
  );
}

/** The lines of a text, whatever ends them. */
export function* linesOf(text: string): Generator<string> {
  for (const [line] of text.matchAll(/[^\r\n]+/g)) yield line;
}

/** Every word that may be a known ID, without duplicates; for a huge text, the first 20,000. */
export function wordsIn(text: string): readonly string[] {
  const words = new Set<string>();
  for (const line of linesOf(text)) {
    for (const word of wordsOf(line)) words.add(word);
    if (words.size >= MAX_WORDS) break;
  }
  return [...words].slice(0, MAX_WORDS);
}

/** The words of a line, without punctuation. */
export function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(WORD)]
    .map(([word]) => trimEnd(word.replace(/^[:#]+/, ''), '.:!?\\'))
    .filter((word) => word !== '');
}
