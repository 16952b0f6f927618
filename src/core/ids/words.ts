/** Ids among other words: what stands out in log text, and what to offer when nothing does. */
import { trimEnd } from '../../std/trimEnd.ts';

export interface Candidate {
  readonly id: string;
  /** Looks like an id: a UUID, or a word with digits in it. */
  readonly likely: boolean;
}

const UUID = /(?<![0-9a-z])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-z])/gi;
const WORD = /[^\s"'`“”‘’,;()[\]{}<>=|]+/g;
/** More is no choice any more. */
const MAX_CANDIDATES = 500;
const MAX_LENGTH = 200;
/** More words than these are not looked up. */
const MAX_WORDS = 20_000;

/** A single word with a digit, such as `evt_77310` or `req-8841`; dates, times and plain numbers do not count. */
export function looksLikeId(word: string): boolean {
  return (
    word.length >= 3 &&
    !/\s/.test(word) &&
    /\d/.test(word) &&
    /[a-z]|\d{6}/i.test(word) &&
    !/^\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-][\d:]+)?)?$/i.test(word) &&
    !/^\d+(?:ms|s|m|h|kb|mb|gb|b)$/i.test(word)
  );
}

/**
 * UUIDs and ids that this editor knows. Undefined when there are none, or when a line has several UUIDs of which nothing
 * tells the event's from the request's.
 */
export function standAloneIds(
  text: string,
  isKnown: (id: string) => boolean,
): readonly string[] | undefined {
  const ids: string[] = [];
  for (const line of text.split(/\r\n?|\n/)) {
    const known = wordsOf(line).filter(isKnown);
    const uuids = [...line.matchAll(UUID)].map(([uuid]) => uuid);
    if (known.length === 0 && new Set(uuids).size > 1) return undefined;
    ids.push(...(known.length > 0 ? known : uuids));
  }
  return ids.length > 0 ? ids : undefined;
}

/** What could be an id, likely ones first: words, and whole lines, since ids may hold spaces. */
export function candidatesIn(text: string): readonly Candidate[] {
  const lines = text.split(/\r\n?|\n/).map((line) => line.trim());
  const words = lines.flatMap(wordsOf);
  const likely = [...new Set([...text.matchAll(UUID)].map(([uuid]) => uuid))];
  const sure = new Set([...likely, ...words.filter(looksLikeId)]);
  const other = new Set([...lines, ...words].filter((each) => each !== '' && !sure.has(each)));
  return [
    ...[...sure].map((id) => ({ id, likely: true })),
    ...[...other].map((id) => ({ id, likely: false })),
  ]
    .filter(({ id }) => id.length <= MAX_LENGTH)
    .slice(0, MAX_CANDIDATES);
}

/** Every word that `standAloneIds` may ask about, each once; of a text beyond all reason the first 20,000. */
export function wordsIn(text: string): readonly string[] {
  const words = new Set<string>();
  for (const [line] of text.matchAll(/[^\r\n]+/g)) {
    for (const word of wordsOf(line)) words.add(word);
    if (words.size >= MAX_WORDS) break;
  }
  return [...words].slice(0, MAX_WORDS);
}

/** The words of a line without the punctuation that a sentence adds. */
function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(WORD)]
    .map(([word]) => trimEnd(word.replace(/^[:#]+/, ''), '.:!?'))
    .filter((word) => word !== '');
}
