import { parseTimestamp } from './timestamp.ts';

/** A span of time, start inclusive and end exclusive as in Orb. Bounds are ISO 8601 texts. */
export interface Timeframe {
  readonly timeframeStart: string;
  readonly timeframeEnd: string;
}

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** The last `days` days before `nowMs`, as ISO texts in UTC. */
export function lastDays(days: number, nowMs: number): Timeframe {
  return {
    timeframeStart: new Date(nowMs - days * DAY_MS).toISOString(),
    timeframeEnd: new Date(nowMs).toISOString(),
  };
}

/** The whole hours, in UTC, from the one of the first instant to the one of the last. */
export function frameOfHours(firstMs: number, lastMs: number): Timeframe {
  return {
    timeframeStart: new Date(Math.floor(firstMs / HOUR_MS) * HOUR_MS).toISOString(),
    timeframeEnd: new Date((Math.floor(lastMs / HOUR_MS) + 1) * HOUR_MS).toISOString(),
  };
}

/** True when the timestamp is in the time frame; a bound that isn't given, or isn't a time, doesn't limit. */
export function within(
  timestamp: string,
  { timeframeStart, timeframeEnd }: Partial<Timeframe>,
): boolean {
  const ms = parseTimestamp(timestamp)?.ms;
  if (ms === undefined) return true;
  const bound = (text: string | undefined) => parseTimestamp(text ?? '')?.ms;
  return ms >= (bound(timeframeStart) ?? -Infinity) && ms < (bound(timeframeEnd) ?? Infinity);
}
