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
