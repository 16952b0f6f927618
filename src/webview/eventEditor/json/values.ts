/** Shortens JSON values for lists and notes; the text has the whole value. */

const MAX_VALUE = 300;
/** A note is one line. */
const MAX_NOTE = 200;
/**
 * Characters to show before the first difference of two long values, so that the place can be
 * recognized.
 */
const CONTEXT = 40;

/** For lists. */
export const listed = (json: string): string => cut(json, MAX_VALUE);

/** For notes after a line. */
export const noted = (json: string): string => cut(json.replace(/\s+/g, ' '), MAX_NOTE);

/**
 * Two values to choose from. If both are long, they start shortly before the first difference, so
 * that it's visible.
 */
export function listedPair(a: string, b: string): readonly [string, string] {
  let same = 0;
  while (same < Math.min(a.length, b.length) && a[same] === b[same]) same += 1;
  const isCut = Math.max(a.length, b.length) > MAX_VALUE;
  const start = isCut ? Math.max(0, same - CONTEXT) : 0;
  const from = (json: string) => listed(start === 0 ? json : `…${json.slice(start)}`);
  return [from(a), from(b)];
}

const cut = (text: string, length: number) =>
  text.length > length ? `${text.slice(0, length)}…` : text;
