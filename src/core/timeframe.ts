import { parseTimestamp } from './timestamp.ts';

/** A span of time: the start belongs to it, the end does not (Orb: inclusive, exclusive). Bounds are ISO 8601 texts. */
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

/** The whole hours, in UTC, that hold both instants and all between them. */
export function frameOfHours(firstMs: number, lastMs: number): Timeframe {
  return {
    timeframeStart: new Date(Math.floor(firstMs / HOUR_MS) * HOUR_MS).toISOString(),
    timeframeEnd: new Date((Math.floor(lastMs / HOUR_MS) + 1) * HOUR_MS).toISOString(),
  };
}

/** True when the time frame takes in the timestamp; a bound that is not given, or that is no time, does not limit. */
export function within(
  timestamp: string,
  { timeframeStart, timeframeEnd }: Partial<Timeframe>,
): boolean {
  const ms = parseTimestamp(timestamp)?.ms;
  if (ms === undefined) return true;
  const bound = (text: string | undefined) => parseTimestamp(text ?? '')?.ms;
  return ms >= (bound(timeframeStart) ?? -Infinity) && ms < (bound(timeframeEnd) ?? Infinity);
}
