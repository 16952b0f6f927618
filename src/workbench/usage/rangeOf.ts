/** The range that a question means now. */
import { DAY_MS, HOUR_MS } from '../../core/timeframe.ts';
import type { UsagePrice } from '../../core/usage/usagePrices.ts';
import { usageRange, type UsageRange } from '../../core/usage/usageRange.ts';
import type { UsageQuestion } from './question.ts';

const days = { day: 1, days3: 3, week: 7, days30: 30, days90: 90 } as const;

/** @param price the one whose billing period is meant; without a period, the last 30 days are */
export function rangeOf(
  { range, bounds, granularity }: UsageQuestion,
  price: UsagePrice | undefined,
  nowMs: number,
): UsageRange {
  const endMs = (Math.floor(nowMs / HOUR_MS) + 1) * HOUR_MS;
  if (range === 'custom' && bounds !== undefined) {
    return usageRange(bounds.startMs, bounds.endMs, granularity, nowMs);
  }
  if (range === 'period' && price?.period) {
    const { startMs, endMs: periodEnd } = price.period;
    const end = Math.max(startMs + DAY_MS, Math.min(periodEnd, endMs));
    return usageRange(startMs, end, granularity, nowMs);
  }
  const shown = range === 'period' || range === 'custom' ? 'days30' : range;
  return usageRange(endMs - days[shown] * DAY_MS, endMs, granularity, nowMs);
}
