/**
 * Customers, subscriptions, prices, metrics, and evaluations as the API spells them, and their conversion into our types. Loose, as in
 * wire.ts: a price is read the same for each of the 35 models. They check a lossless parse (core/json.ts), so that numbers stay as written.
 */
import * as z from 'zod/mini';
import { isDecimal } from '../core/billing/decimal.ts';
import type {
  Customer,
  Evaluation,
  Metric,
  Price,
  PriceInterval,
  Subscription,
  SubscriptionUsage,
} from '../core/billing/resources.ts';
import type { PropertyValue } from '../core/event.ts';
import { isRawNumber, numberSource, type Json, type RawNumber } from '../core/json.ts';
import { listOf, paginationWire } from './wire.ts';

const nullableText = z.nullish(z.string());

/** A number as it is written, or a decimal number in a text. */
const decimalWire = z.pipe(
  z.custom<number | RawNumber | string>((value) =>
    typeof value === 'string'
      ? isDecimal(value)
      : isNumber(value) && isDecimal(numberSource(value)),
  ),
  z.transform((value) => (typeof value === 'string' ? value : numberSource(value))),
);
const isNumber = (value: unknown): value is number | RawNumber =>
  typeof value === 'number' || isRawNumber(value);

const minifiedWire = z.looseObject({ id: z.string(), external_customer_id: nullableText });

export const customerWire = z.looseObject({
  id: z.string(),
  external_customer_id: nullableText,
  name: nullableText,
  timezone: nullableText,
  hierarchy: z.nullish(z.looseObject({ parent: z.nullish(minifiedWire) })),
  deleted: z.nullish(z.boolean()),
});

export function toCustomer(wire: z.infer<typeof customerWire>): Customer {
  return {
    id: wire.id,
    externalId: wire.external_customer_id ?? null,
    name: wire.name ?? '',
    timezone: wire.timezone ?? null,
    parentId: wire.hierarchy?.parent?.id ?? null,
    isDeleted: wire.deleted === true,
  };
}

export const priceWire = z.looseObject({
  id: z.string(),
  external_price_id: nullableText,
  name: z.string(),
  price_type: z.string(),
  model_type: z.string(),
  currency: z.string(),
  cadence: nullableText,
  billing_cycle_configuration: z.catch(
    z.nullish(z.looseObject({ duration: z.number(), duration_unit: z.literal(['day', 'month']) })),
    undefined,
  ),
  billable_metric: z.nullish(z.looseObject({ id: z.string() })),
});

export function toPrice(wire: z.infer<typeof priceWire>): Price {
  const { billing_cycle_configuration: cycle } = wire;
  return {
    id: wire.id,
    externalId: wire.external_price_id ?? null,
    name: wire.name,
    type: wire.price_type,
    modelType: wire.model_type,
    config: wire[`${wire.model_type}_config`] as Json | undefined,
    currency: wire.currency,
    cadence: wire.cadence ?? '',
    billingCycle: cycle == null ? null : { duration: cycle.duration, unit: cycle.duration_unit },
    metricId: wire.billable_metric?.id ?? null,
  };
}

const intervalWire = z.looseObject({
  price: priceWire,
  start_date: z.string(),
  end_date: nullableText,
  current_billing_period_start_date: nullableText,
  current_billing_period_end_date: nullableText,
  billing_cycle_day: z.nullish(z.number()),
  filter: nullableText,
  usage_customer_ids: z.nullish(listOf(z.string())),
  metric_parameter_overrides: z.nullish(z.unknown()),
});

export const subscriptionWire = z.looseObject({
  id: z.string(),
  name: nullableText,
  status: z.string(),
  customer: minifiedWire,
  plan: z.nullish(z.looseObject({ name: nullableText })),
  start_date: z.string(),
  end_date: nullableText,
  current_billing_period_start_date: nullableText,
  current_billing_period_end_date: nullableText,
  price_intervals: z.nullish(listOf(intervalWire)),
});

export const subscriptionsWire = z.looseObject({
  data: listOf(subscriptionWire),
  pagination_metadata: paginationWire,
});

export function toSubscription(wire: z.infer<typeof subscriptionWire>): Subscription {
  return {
    id: wire.id,
    name: wire.name ?? wire.plan?.name ?? '',
    status: wire.status,
    customerId: wire.customer.id,
    startDate: wire.start_date,
    endDate: wire.end_date ?? null,
    currentPeriodStart: wire.current_billing_period_start_date ?? null,
    currentPeriodEnd: wire.current_billing_period_end_date ?? null,
    priceIntervals: (wire.price_intervals ?? []).map(toInterval),
  };
}

function toInterval(wire: z.infer<typeof intervalWire>): PriceInterval {
  const { metric_parameter_overrides: overrides } = wire;
  return {
    price: toPrice(wire.price),
    startDate: wire.start_date,
    endDate: wire.end_date ?? null,
    currentPeriodStart: wire.current_billing_period_start_date ?? null,
    currentPeriodEnd: wire.current_billing_period_end_date ?? null,
    billingCycleDay: wire.billing_cycle_day ?? null,
    filter: wire.filter ?? null,
    usageCustomerIds: wire.usage_customer_ids ?? null,
    ...(overrides != null && { parameterOverrides: overrides as Json }),
  };
}

export const metricWire = z.looseObject({
  id: z.string(),
  name: z.string(),
  description: nullableText,
  status: nullableText,
  sql: nullableText,
});

export const metricsWire = z.looseObject({
  data: listOf(metricWire),
  pagination_metadata: paginationWire,
});

export function toMetric(wire: z.infer<typeof metricWire>): Metric {
  return {
    id: wire.id,
    name: wire.name,
    description: wire.description ?? null,
    status: wire.status ?? '',
    sql: wire.sql ?? '',
  };
}

const groupValueWire = z.custom<PropertyValue | null>(
  (value) =>
    value === null || typeof value === 'string' || typeof value === 'boolean' || isNumber(value),
);

export const evaluationsWire = z.looseObject({
  data: listOf(
    z.looseObject({
      price_id: nullableText,
      currency: z.string(),
      price_groups: listOf(
        z.looseObject({
          grouping_values: z.nullish(listOf(groupValueWire)),
          quantity: decimalWire,
          amount: decimalWire,
        }),
      ),
    }),
  ),
});

export function toEvaluations(wire: z.infer<typeof evaluationsWire>): readonly Evaluation[] {
  return wire.data.map((evaluation) => ({
    priceId: evaluation.price_id ?? null,
    currency: evaluation.currency,
    groups: evaluation.price_groups.map((group) => ({
      values: group.grouping_values ?? [],
      quantity: group.quantity,
      amount: group.amount,
    })),
  }));
}

export const usageWire = z.looseObject({
  data: listOf(
    z.looseObject({
      billable_metric: z.looseObject({ id: z.string(), name: z.string() }),
      metric_group: z.nullish(
        z.looseObject({ property_key: z.string(), property_value: z.string() }),
      ),
      usage: listOf(
        z.looseObject({
          quantity: decimalWire,
          timeframe_start: z.string(),
          timeframe_end: z.string(),
        }),
      ),
    }),
  ),
  pagination_metadata: paginationWire,
});

export function toUsage(wire: z.infer<typeof usageWire>): readonly SubscriptionUsage[] {
  return wire.data.map(({ billable_metric: metric, metric_group: group, usage }) => ({
    metric: { id: metric.id, name: metric.name },
    ...(group != null && { group: { key: group.property_key, value: group.property_value } }),
    usage: usage.map((window) => ({
      timeframeStart: window.timeframe_start,
      timeframeEnd: window.timeframe_end,
      quantity: window.quantity,
    })),
  }));
}
