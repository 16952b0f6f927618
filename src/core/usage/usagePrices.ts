/** The usage prices that a customer's subscriptions bill in a range. */
import type { Subscription } from '../billing/resources.ts';
import type { Json } from '../json.ts';
import { parseTimestamp } from '../timestamp.ts';
import type { TimeBounds } from '../timeSeries.ts';

export interface UsagePrice {
  readonly id: string;
  readonly name: string;
  readonly currency: string;
  readonly metricId: string | null;
  /** A condition that the subscription adds to the price, in SQL. */
  readonly filter: string | null;
  /** For a metric with parameters; passed on to evaluations as it is. */
  readonly parameterOverrides?: Json;
  /** One rate for every unit, so that parts of a range add up to what the invoice says. */
  readonly isUnitPrice: boolean;
  /** The current billing period; null if the price is no longer billed. */
  readonly period: TimeBounds | null;
}

const msOf = (time: string | null): number | undefined =>
  time === null ? undefined : parseTimestamp(time)?.ms;

/** @param customerId Orb's ID. A price that bills only other customers' events isn't listed */
export function usagePrices(
  subscriptions: readonly Subscription[],
  customerId: string,
  { startMs, endMs }: TimeBounds,
): readonly UsagePrice[] {
  const prices = new Map<string, UsagePrice>();
  for (const interval of subscriptions.flatMap(({ priceIntervals }) => priceIntervals)) {
    const { price, filter, usageCustomerIds, parameterOverrides } = interval;
    const from = msOf(interval.startDate) ?? Number.NEGATIVE_INFINITY;
    const to = msOf(interval.endDate) ?? Number.POSITIVE_INFINITY;
    if (price.type !== 'usage_price' || from >= endMs || to <= startMs) continue;
    if (usageCustomerIds !== null && !usageCustomerIds.includes(customerId)) continue;
    const start = msOf(interval.currentPeriodStart);
    const end = msOf(interval.currentPeriodEnd);
    const period = start === undefined || end === undefined ? null : { startMs: start, endMs: end };
    const { id, name, currency, metricId, modelType } = price;
    const known = prices.get(id);
    // A price may have several intervals, one after another: the last one's period is the current one.
    if (known !== undefined && period === null) continue;
    const isUnitPrice = modelType === 'unit';
    prices.set(id, {
      ...{ id, name, currency, metricId, filter, isUnitPrice, period },
      ...(parameterOverrides !== undefined && { parameterOverrides }),
    });
  }
  return [...prices.values()].toSorted((a, b) => a.name.localeCompare(b.name));
}

/** A filter that both conditions pass. */
export const bothFilters = (own: string | null, typed: string): string | undefined => {
  const conditions = [own ?? '', typed].filter((each) => each.trim() !== '');
  return conditions.length < 2
    ? conditions[0]
    : conditions.map((each) => `(${each})`).join(' AND ');
};
