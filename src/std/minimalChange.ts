/** The one replacement that turns one text into another and leaves their common beginning and end alone. */

/** Offsets in UTF-16 units; `end` is exclusive. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const isHighSurrogate = (unit: number) => unit >= 0xd800 && unit < 0xdc00;

/** Undefined when both texts are equal. Never splits a character of two UTF-16 units. */
export function minimalChange(before: string, after: string): Replacement | undefined {
  if (before === after) return undefined;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  if (start > 0 && isHighSurrogate(before.charCodeAt(start - 1))) start -= 1;
  let tail = 0;
  while (
    tail < shorter - start &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  ) {
    tail += 1;
  }
  if (tail > 0 && isHighSurrogate(before.charCodeAt(before.length - tail - 1))) tail -= 1;
  return { start, end: before.length - tail, text: after.slice(start, after.length - tail) };
}
