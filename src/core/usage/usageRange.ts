/** The range of an evaluation: whole hours or days of UTC, not before what Orb evaluates. */
import { DAY_MS, HOUR_MS } from '../timeframe.ts';

/** `POST /prices/evaluate` accepts a start at most this many days ago (https://docs.withorb.com/api-reference/price/evaluate-multiple-prices). */
const MAX_USAGE_DAYS = 100;

export type Granularity = 'hour' | 'day';

export const stepOf = (granularity: Granularity): number =>
  granularity === 'day' ? DAY_MS : HOUR_MS;

/** Start inclusive, end exclusive. */
export interface UsageRange {
  readonly startMs: number;
  readonly endMs: number;
  /** The range began before what Orb evaluates. */
  readonly isCut: boolean;
}

/** The whole steps that hold a span of time, as far as Orb evaluates them. */
export function usageRange(
  startMs: number,
  endMs: number,
  granularity: Granularity,
  nowMs: number,
): UsageRange {
  const step = stepOf(granularity);
  const earliest = Math.ceil((nowMs - MAX_USAGE_DAYS * DAY_MS) / step) * step;
  const start = Math.floor(startMs / step) * step;
  const end = Math.ceil(endMs / step) * step;
  const cut = Math.max(start, earliest);
  return { startMs: cut, endMs: Math.max(end, cut + step), isCut: start < earliest };
}
