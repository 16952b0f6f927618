/** Hours of volume side by side: whole hours of UTC, so that no change to or from summer time repeats or drops one. */
import { HOUR_MS } from './timeframe.ts';
import type { TimeSeries } from './timeSeries.ts';

/** Whole hours: the first one's start, and how many. */
export interface HourRange {
  readonly startMs: number;
  readonly hours: number;
}

/** Everything known of a range, one entry an hour, in order. */
export interface VolumeSeries extends TimeSeries {
  /** Events sent from this editor. */
  readonly sent: readonly number[];
}

export const WEEK_HOURS = 7 * 24;

/** The whole hours that hold a span of time: Orb counts an hour in full at both ends. */
export function wholeHours(startMs: number, endMs: number): HourRange {
  const first = Math.floor(startMs / HOUR_MS);
  const last = Math.ceil(endMs / HOUR_MS);
  return { startMs: first * HOUR_MS, hours: Math.max(1, last - first) };
}

/** The last `hours` hours; the one that runs now is the last of them. */
export function lastHours(hours: number, nowMs: number): HourRange {
  const end = Math.floor(nowMs / HOUR_MS) + 1;
  return { startMs: (end - hours) * HOUR_MS, hours };
}

/** Something was sent from this editor in these hours. */
export const hasSent = (series: VolumeSeries): boolean => series.sent.some((count) => count > 0);

/** The entries of a range from counts by hour. */
export function entries(
  range: HourRange,
  counts: ReadonlyMap<number, number>,
  shiftHours = 0,
): readonly (number | null)[] {
  return Array.from(
    { length: range.hours },
    (_, index) => counts.get(range.startMs + (index + shiftHours) * HOUR_MS) ?? null,
  );
}

/** The hours of a range that are not among the counts, from the first missing to the last; undefined when none is. */
export function missingHours(
  range: HourRange,
  counts: ReadonlyMap<number, unknown>,
): HourRange | undefined {
  const known = (index: number) => counts.has(range.startMs + index * HOUR_MS);
  let first = 0;
  while (first < range.hours && known(first)) first += 1;
  if (first === range.hours) return undefined;
  let last = range.hours - 1;
  while (known(last)) last -= 1;
  return { startMs: range.startMs + first * HOUR_MS, hours: last - first + 1 };
}
