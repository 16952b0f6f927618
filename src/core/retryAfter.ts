/** `Retry-After` and `retry-after-ms`: Orb documents neither, but what a server asks for overrides our own rules. */

/**
 * What the server asks for, in milliseconds; undefined when it asks for nothing: no header, one that can't be read, a wait of zero, or a
 * date that has passed. None of these shortens the caller's own back-off.
 * @param headers with lower-case names
 * @param nowMs for a date without a `Date` header; without it such a date is ignored
 */
export function askedPause(
  headers: Readonly<Record<string, string>>,
  nowMs = Number.NaN,
): number | undefined {
  const inMs = read(headers['retry-after-ms']);
  if (inMs > 0) return inMs;
  const after = headers['retry-after'] ?? '';
  // The date is by the server's clock, which its own Date header shows. Date.parse reads "-5" as a day in May.
  const pause = /[a-z]{3}/i.test(after)
    ? Date.parse(after) - (Date.parse(headers['date'] ?? '') || nowMs)
    : read(after) * 1000;
  return pause > 0 ? pause : undefined;
}

/** A plain number; NaN for anything else. */
const read = (text = '') =>
  /^\s*(?:\d+(?:\.\d*)?|\.\d+)\s*$/.test(text) ? Number(text) : Number.NaN;

/**
 * The wait before the next attempt in milliseconds: the caller's own back-off, or longer where the server asks for more. Never less.
 * @param asked what `askedPause` returned
 */
export const pauseOf = (backOffMs: number, asked: number | undefined): number =>
  Math.max(backOffMs, asked ?? 0);
