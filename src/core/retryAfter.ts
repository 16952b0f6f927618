/** `Retry-After` and `retry-after-ms`: Orb documents neither, but what a server asks for counts more than any rule of ours. */

/**
 * What the server asks for, in milliseconds; undefined when it asks for nothing sensible.
 * @param headers with lower-case names @param nowMs for a date that comes without a `Date`; without it such a date is not understood
 */
export function askedPause(
  headers: Readonly<Record<string, string>>,
  nowMs = Number.NaN,
): number | undefined {
  const inMs = Number.parseFloat(headers['retry-after-ms'] ?? '');
  if (inMs >= 0) return inMs;
  const after = headers['retry-after'] ?? '';
  if (/^\s*\d*\.?\d+\s*$/.test(after)) return Number(after) * 1000;
  // Date.parse takes "-5" for a day in May.
  if (!/[a-z]{3}/i.test(after)) return undefined;
  // A date is meant on the server's clock, which its own Date header tells.
  const pause = Date.parse(after) - (Date.parse(headers['date'] ?? '') || nowMs);
  return Number.isNaN(pause) ? undefined : Math.max(0, pause);
}
