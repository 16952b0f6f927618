/** The billing periods of all prices that apply to an event: subscriptions may bill in different ones. */
import type { Coverage } from './coverage.ts';
import type { ExplainedPeriod, OtherPeriod } from './explanation.ts';
import { periodAt, type PeriodContext } from './period.ts';

export interface Periods {
  /** Of the first price; null where it can't be said. */
  readonly period: ExplainedPeriod | null;
  /** Those of other prices that differ from it. */
  readonly otherPeriods: readonly OtherPeriod[];
}

/** @param coverages of the event; the first one with prices comes first */
export function periodsAt(
  coverages: readonly Coverage[],
  timestampMs: number,
  context: PeriodContext,
): Periods {
  const main = coverages.find(({ intervals }) => intervals.length > 0) ?? coverages[0];
  const period = (main && periodAt(main, timestampMs, context)) ?? null;
  const others = new Map<string, ExplainedPeriod & { readonly prices: string[] }>();
  for (const { subscription, intervals } of coverages) {
    for (const interval of intervals) {
      const own = periodAt({ subscription, intervals: [interval] }, timestampMs, context);
      if (own === undefined || (own.start === period?.start && own.end === period.end)) continue;
      const key = `${own.start} ${own.end}`;
      const known = others.get(key) ?? { ...own, prices: [] };
      known.prices.push(interval.price.name);
      others.set(key, known);
    }
  }
  return { period, otherPeriods: [...others.values()] };
}
