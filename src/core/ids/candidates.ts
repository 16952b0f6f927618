/**
 * The texts in a line that may be an event ID, to look up among known ones. An ID can be any text,
 * so a word counts as a whole and between its separators: `id=evt_1`, `event:evt_1`,
 * `/events/evt_1?at=2`. Takes about the same time for any line.
 */

export interface Candidate {
  readonly id: string;
  /** Offsets in the line. */
  readonly start: number;
  readonly end: number;
}

const BOUNDARY = /[\s"'`“”‘’,;()[\]{}<>=|]/;
const JOINT = /[:/?&#@\\]/;
/** Punctuation of the sentence around a word. */
const AFTER = /[.:!?\\]/;
/** Longer words aren't read. Orb itself has no documented limit. */
const MAX_WORD = 12_000;
/** A word is combined from at most this many parts. */
const MAX_PARTS = 6;
/** Of a longer line, the beginning is read. */
const MAX_LINE = 4_000;
const MAX_CANDIDATES = 400;

/** The candidates around an offset, longest first, without duplicates. */
export function candidatesAt(line: string, offset: number): readonly Candidate[] {
  const word = wordAt(line, offset, BOUNDARY);
  const around = [...(quotedAround(line, offset) ?? []), ...(word ? combined(line, word) : [])];
  return longestFirst(around.filter(({ start, end }) => start <= offset && offset < end));
}

/** All candidates in a line, longest first. One text can come several times. */
export function candidatesIn(line: string): readonly Candidate[] {
  const found: Candidate[] = [];
  const read = line.slice(0, MAX_LINE);
  for (let at = 0; at < read.length && found.length < MAX_CANDIDATES; at++) {
    if (BOUNDARY.test(read.charAt(at))) continue;
    const word = wordAt(read, at, BOUNDARY);
    if (word === undefined) break;
    found.push(...combined(read, word));
    at = word.end;
  }
  return longestFirst(found.slice(0, MAX_CANDIDATES));
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** The span between two boundaries; undefined if it's empty or too long. */
function wordAt(line: string, offset: number, boundary: RegExp): Span | undefined {
  let [start, end] = [offset, offset];
  while (start > 0 && !boundary.test(line.charAt(start - 1))) {
    if (offset - start > MAX_WORD) return undefined;
    start--;
  }
  while (end < line.length && !boundary.test(line.charAt(end))) {
    if (end - offset > MAX_WORD) return undefined;
    end++;
  }
  return start === end ? undefined : { start, end };
}

/** What is between the two nearest quotes, which may contain spaces. */
function quotedAround(line: string, offset: number): readonly Candidate[] | undefined {
  const inside = wordAt(line, offset, /"/);
  if (inside === undefined || inside.start === 0 || inside.end === line.length) return undefined;
  const text = line.slice(inside.start, inside.end);
  if (!text.includes('\\')) return [{ id: text, ...inside }];
  try {
    return [{ id: JSON.parse(`"${text}"`) as string, ...inside }];
  } catch {
    return undefined;
  }
}

/** The word, and every run of its parts. */
function combined(line: string, word: Span): readonly Candidate[] {
  const parts: Span[] = [];
  for (let start = word.start, at = word.start; at <= word.end; at++) {
    if (at < word.end && !JOINT.test(line.charAt(at))) continue;
    if (at > start) parts.push({ start, end: at });
    start = at + 1;
  }
  const spans: Span[] = [word];
  for (const [index, { start }] of parts.entries()) {
    for (const { end } of parts.slice(index, index + MAX_PARTS)) spans.push({ start, end });
    if (spans.length > MAX_CANDIDATES) break;
  }
  return spans.flatMap((span) => {
    const trimmed = withoutPunctuation(line, span);
    return trimmed === undefined
      ? []
      : [{ id: line.slice(trimmed.start, trimmed.end), ...trimmed }];
  });
}

function withoutPunctuation(line: string, { start, end }: Span): Span | undefined {
  let last = end;
  while (last > start && AFTER.test(line.charAt(last - 1))) last--;
  return last === start ? undefined : { start, end: last };
}

function longestFirst(candidates: readonly Candidate[]): readonly Candidate[] {
  const known = new Set<string>();
  return candidates
    .toSorted((a, b) => b.end - b.start - (a.end - a.start))
    .filter(({ start, end }) => {
      const key = `${start}-${end}`;
      return known.size !== known.add(key).size;
    });
}
