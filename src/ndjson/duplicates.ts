/** Event IDs that occur on several lines: harmless with the same content, a conflict with different content. */
import { canonicalJson } from '../core/canonicalJson.ts';
import { memberOf, readJson, type Span } from '../core/jsonTree.ts';
import { keyConflict } from '../core/lineFaults.ts';
import { duplicateLinks, sameEventOn, sharedId } from '../core/texts/eventFile.ts';
import type { Problem } from './problem.ts';

/** A line with an event ID. */
export interface KeyedLine {
  readonly text: string;
  /** Cached by the functions below, since computing it takes long. */
  body?: string;
  keySpan?: Span;
}

/** A larger group gets a single problem, since a thousand of them would hide all others. */
const MAX_MARKED = 20;

/** How many problems the lines with one event ID have. */
export function duplicateCount(lines: number, differ: boolean): number {
  if (lines > MAX_MARKED) return 1;
  return differ ? lines : lines - 1;
}

/**
 * @param group all lines with one event ID, in file order; at least two
 * @param numberOf returns a line's number in the file, from 0
 * @param differ whether two of the lines have different content
 * @param line the line of the group whose problem is returned
 * @returns undefined when this line has no problem
 */
export function duplicateProblem<Line extends KeyedLine>(
  group: readonly Line[],
  numberOf: (line: Line) => number,
  differ: boolean,
  line: Line,
): Problem | undefined {
  const [first = line] = group;
  const isMany = group.length > MAX_MARKED;
  if (isMany ? line !== first : !differ && line === first) return undefined;
  const about = {
    code: differ ? 'key-conflict' : 'key-repeated',
    severity: differ ? ('error' as const) : ('warning' as const),
    span: keySpanOf(line),
  };
  const links = duplicateLinks();
  const link = (others: readonly Line[]) =>
    others.map((other) => ({ line: numberOf(other), message: differ ? links.other : links.same }));
  if (isMany) {
    const message = sharedId(group.length, differ);
    return { ...about, message, related: link(group.slice(1, MAX_MARKED)) };
  }
  if (!differ)
    return { ...about, message: sameEventOn(numberOf(first) + 1), related: link([first]) };
  const others = group.filter((other) => differs(other, line));
  return {
    ...about,
    message: keyConflict(others.map((other) => numberOf(other) + 1)),
    related: link(others),
  };
}

/** Whether two lines with one event ID have different content. */
export const differs = (a: KeyedLine, b: KeyedLine): boolean =>
  a.text !== b.text &&
  // Compare values first: most lines differ there, and comparing how numbers are written takes much longer.
  (!isSameValue(JSON.parse(a.text), JSON.parse(b.text)) || bodyOf(a) !== bodyOf(b));

/** Compares two JSON values. */
function isSameValue(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const [one, other] = [a, b] as readonly Readonly<Record<string, unknown>>[];
  if (one === undefined || other === undefined) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isSameValue(one[key], other[key]))
  );
}

const bodyOf = (line: KeyedLine): string => (line.body ??= canonicalJson(readJson(line.text)));

const KEY = '"idempotency_key"';
const VALUE = /\s*:\s*("[^"\\]*")/y;

function findKeySpan(text: string): Span {
  const at = text.indexOf(KEY);
  VALUE.lastIndex = at + KEY.length;
  const value = at >= 0 && text.lastIndexOf(KEY) === at ? VALUE.exec(text)?.[1] : undefined;
  if (value !== undefined) return { start: VALUE.lastIndex - value.length, end: VALUE.lastIndex };
  const { start, end } = memberOf(readJson(text), 'idempotency_key') ?? { start: 0, end: 1 };
  return { start, end };
}

/** The span of the event ID in its line. */
export function keySpanOf(line: KeyedLine): Span {
  return (line.keySpan ??= findKeySpan(line.text));
}
