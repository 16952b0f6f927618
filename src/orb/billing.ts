/** Customers, subscriptions, metrics, and prices (https://docs.withorb.com/api-reference). */
import type * as z from 'zod/mini';
import { addressable, pathSegment } from './address.ts';
import { readLosslessAnswer } from './answers.ts';
import type { BillingApi, CustomerRef, SubscriptionUsageQuery } from './billingApi.ts';
import {
  customerWire,
  metricsWire,
  metricWire,
  priceWire,
  subscriptionsWire,
  subscriptionWire,
  toCustomer,
  toMetric,
  toPrice,
  toSubscription,
  toUsage,
  usageWire,
} from './billingWire.ts';
import { evaluatePrices, previewEvents } from './evaluations.ts';
import type { Answer, CallOptions } from './callOptions.ts';
import { pagesOf, type Listing } from './pages.ts';
import type { Transport } from './transport.ts';
import type { PageWire } from './wire.ts';

/** The most Orb allows. */
const PAGE_SIZE = '100';

export function billingOperations(transport: Transport): BillingApi {
  async function one<S extends z.ZodMiniType, T>(
    path: string,
    wire: S,
    convert: (value: z.infer<S>) => T,
    options?: CallOptions,
  ): Promise<Answer<T>> {
    return transport.send({ method: 'GET', path }, transport.limits(options), (reply) =>
      convert(readLosslessAnswer(reply, wire)),
    );
  }
  async function all<P extends PageWire, T>(
    listing: Omit<Listing<P>, 'isLossless'>,
    convert: (page: P) => readonly T[],
    options?: CallOptions,
  ): Promise<Answer<readonly T[]>> {
    const value: T[] = [];
    const raw: string[] = [];
    const lossless = { ...listing, isLossless: true };
    for await (const page of pagesOf(transport, lossless, transport.limits(options))) {
      value.push(...convert(page.value));
      raw.push(page.raw);
    }
    return { value, raw: raw.join('\n') };
  }
  return {
    customers: {
      fetch: async (customer, options) =>
        one(customerPath(customer), customerWire, toCustomer, options),
    },
    subscriptions: {
      list: async (customer, options) =>
        all(subscriptionsOf(customer), ({ data }) => data.map(toSubscription), options),
      fetch: async (id, options) =>
        one(`/subscriptions/${pathSegment(id)}`, subscriptionWire, toSubscription, options),
      usage: async (id, query, options) => all(usageOf(id, query), toUsage, options),
    },
    metrics: {
      list: async (options) =>
        all(
          { path: '/metrics', query: { limit: PAGE_SIZE }, page: metricsWire },
          ({ data }) => data.map(toMetric),
          options,
        ),
      fetch: async (id, options) =>
        one(`/metrics/${pathSegment(id)}`, metricWire, toMetric, options),
    },
    prices: {
      fetch: async (id, options) => one(`/prices/${pathSegment(id)}`, priceWire, toPrice, options),
      evaluate: async (query, options) => evaluatePrices(transport, query, options),
      evaluatePreviewEvents: async (query, options) => previewEvents(transport, query, options),
    },
  };
}

const customerPath = (customer: CustomerRef) =>
  customer.customerId === undefined
    ? `/customers/external_customer_id/${pathSegment(customer.externalCustomerId)}`
    : `/customers/${pathSegment(customer.customerId)}`;

const subscriptionsOf = (customer: CustomerRef) => ({
  path: '/subscriptions',
  query: {
    limit: PAGE_SIZE,
    ...(customer.customerId === undefined
      ? { 'external_customer_id[]': [addressable(customer.externalCustomerId)] }
      : { 'customer_id[]': [addressable(customer.customerId)] }),
    'status[]': ['active', 'ended', 'upcoming'],
  },
  page: subscriptionsWire,
});

/** Orb's document has no cursor for usage, but grouped responses may name one: then it's followed. */
const usageOf = (id: string, query: SubscriptionUsageQuery) => ({
  path: `/subscriptions/${pathSegment(id)}/usage`,
  query: {
    granularity: query.granularity,
    timeframe_start: query.timeframeStart,
    timeframe_end: query.timeframeEnd,
    billable_metric_id: query.metricId,
    group_by: query.groupBy,
  },
  page: usageWire,
});
