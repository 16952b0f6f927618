/** A BillingApi that answers from tables, and notes what it is asked. */
import { OrbError, type OrbErrorKind } from '../../src/core/errors.ts';
import type {
  Customer,
  Evaluation,
  Metric,
  Price,
  PriceInterval,
  Subscription,
} from '../../src/core/billing/resources.ts';
import type { BillingApi, PreviewQuery } from '../../src/orb/billingApi.ts';
import type { CallOptions } from '../../src/orb/callOptions.ts';

interface PlainEvent {
  readonly event_name: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** A usage price for a dollar each, and how much of an event it counts. */
export interface FakePrice extends Partial<Price> {
  readonly id: string;
  readonly sql?: string;
  readonly counts: (properties: PlainEvent['properties'], eventName: string) => number;
  readonly filter?: string;
  /** What the filter lets through. */
  readonly passes?: (properties: PlainEvent['properties']) => boolean;
  readonly interval?: Partial<PriceInterval>;
}

export interface FakeBilling {
  readonly api: BillingApi;
  /** Such as `customer`, `subscriptions`, `metric m1`, `preview`, in the order of the requests. */
  readonly calls: readonly string[];
  readonly previews: readonly PreviewQuery[];
}

interface FakeOptions {
  readonly customer?: Partial<Customer> | null;
  readonly subscription?: Partial<Subscription>;
  readonly subscriptions?: readonly Subscription[];
  readonly prices?: readonly FakePrice[];
  /** Prices that responses leave out. */
  readonly omits?: readonly string[];
  readonly fails?: Readonly<Record<string, OrbErrorKind>>;
}

const fakeCustomer: Customer = {
  id: 'c1',
  externalId: 'acme-corp',
  name: 'Acme Corp',
  timezone: 'UTC',
  parentId: null,
  isDeleted: false,
};

export function fakePrice(price: FakePrice): Price {
  return {
    externalId: null,
    name: price.id,
    type: 'usage_price',
    modelType: 'unit',
    config: { unit_amount: '1' },
    currency: 'USD',
    cadence: 'monthly',
    billingCycle: null,
    metricId: `metric-${price.id}`,
    ...price,
  };
}

export const fakeInterval = (price: FakePrice): PriceInterval => ({
  price: fakePrice(price),
  startDate: '2026-01-01T00:00:00Z',
  endDate: null,
  currentPeriodStart: '2026-11-01T00:00:00Z',
  currentPeriodEnd: '2026-12-01T00:00:00Z',
  billingCycleDay: 1,
  filter: price.filter ?? null,
  usageCustomerIds: null,
  ...price.interval,
});

export const fakeSubscription = (
  prices: readonly FakePrice[],
  more: Partial<Subscription> = {},
): Subscription => ({
  id: 's1',
  name: 'Scale',
  status: 'active',
  customerId: 'c1',
  startDate: '2026-01-01T00:00:00Z',
  endDate: null,
  currentPeriodStart: '2026-11-01T00:00:00Z',
  currentPeriodEnd: '2026-12-01T00:00:00Z',
  priceIntervals: prices.map(fakeInterval),
  ...more,
});

const unknownId = (id: string) =>
  new OrbError('notFound', id, {
    status: 404,
    type: 'https://docs.withorb.com/reference/error-responses#404-resource-not-found',
    headers: {},
    body: '',
    validationErrors: [],
    validationFailed: [],
  });

export function fakeBilling(options: FakeOptions = {}): FakeBilling {
  const { prices = [] } = options;
  const calls: string[] = [];
  const previews: PreviewQuery[] = [];
  async function answer<T>(call: string, value: () => T, { signal }: CallOptions = {}) {
    calls.push(call);
    await Promise.resolve();
    if (signal?.aborted === true) throw new OrbError('cancelled', 'Canceled');
    const kind = options.fails?.[call.split(' ', 1)[0] ?? ''];
    if (kind !== undefined) throw new OrbError(kind, `${call} failed`);
    return { value: value(), raw: '' };
  }
  const metricOf = (price: FakePrice): Metric => ({
    id: `metric-${price.id}`,
    name: `Metric of ${price.id}`,
    description: null,
    status: 'active',
    sql: price.sql ?? '',
  });
  function evaluate(price: FakePrice, query: PreviewQuery, filter: string | undefined): Evaluation {
    let quantity = 0;
    for (const text of query.events) {
      const event = JSON.parse(text) as PlainEvent;
      const isPassed = filter === undefined || (price.passes?.(event.properties) ?? true);
      if (isPassed) quantity += price.counts(event.properties, event.event_name);
    }
    const group = { values: [], quantity: String(quantity), amount: quantity.toFixed(2) };
    return { priceId: price.id, currency: price.currency ?? 'USD', groups: [group] };
  }
  const unused = () => Promise.reject(new Error('Not asked by explanations'));
  return {
    calls,
    previews,
    api: {
      customers: {
        fetch: (ref, call) =>
          options.customer === null
            ? answer('customer', () => {
                throw unknownId(String(ref.externalCustomerId));
              })
            : answer('customer', () => ({ ...fakeCustomer, ...options.customer }), call),
      },
      subscriptions: {
        list: ({ customerId }, call) =>
          answer(
            customerId === undefined ? 'subscriptions' : `subscriptions ${customerId}`,
            () => options.subscriptions ?? [fakeSubscription(prices, options.subscription)],
            call,
          ),
        fetch: unused,
        usage: unused,
      },
      metrics: {
        list: (call) => answer('metrics', () => prices.map(metricOf), call),
        fetch: (id, call) =>
          answer(
            `metric ${id}`,
            () => {
              const price = prices.find((each) => `metric-${each.id}` === id);
              if (price === undefined) throw new OrbError('notFound', id);
              return metricOf(price);
            },
            call,
          ),
      },
      prices: {
        fetch: unused,
        evaluate: unused,
        evaluatePreviewEvents(query, call) {
          previews.push(query);
          return answer(
            'preview',
            () =>
              query.prices.map(({ priceId, filter }) => {
                const price = prices.find(({ id }) => id === priceId);
                const isOmitted = price === undefined || options.omits?.includes(priceId) === true;
                return isOmitted ? undefined : evaluate(price, query, filter);
              }),
            call,
          );
        },
      },
    },
  };
}
