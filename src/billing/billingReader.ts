/** What Orb knows about a customer's billing, read for explanations. Requests that don't depend on each other run together. */
import type { PreviewEvent } from '../core/billing/previewEvent.ts';
import type { Evaluated } from '../core/billing/explain.ts';
import type { Customer, Metric, PriceInterval, Subscription } from '../core/billing/resources.ts';
import { isOrbError, isUnknownId } from '../core/errors.ts';
import type { Timeframe } from '../core/timeframe.ts';
import type { BillingApi, CustomerRef, PriceEvaluation } from '../orb/billingApi.ts';
import type { CallOptions } from '../orb/callOptions.ts';
import { AnswerCache } from './answerCache.ts';

/** For the calls of one question. */
export type AskOptions = Pick<CallOptions, 'signal' | 'onPause'>;

/** A customer with its own subscriptions and those of the customer that pays for it. */
export interface CustomerBilling {
  readonly customer: Customer;
  readonly subscriptions: readonly Subscription[];
}

/** From here on, reading the whole list of metrics takes fewer requests. */
const MANY_METRICS = 10;

export class BillingReader {
  readonly #cache: AnswerCache;

  constructor(
    private readonly client: BillingApi,
    nowMs: () => number,
  ) {
    this.#cache = new AnswerCache(nowMs);
  }

  /** Forgets all answers, so that the next question asks Orb again. */
  forget(): void {
    this.#cache.clear();
  }

  /** @returns undefined when Orb has no such customer (yet) @throws OrbError; `notFound` where it has no such URL */
  async customer(ref: CustomerRef, options: AskOptions): Promise<CustomerBilling | undefined> {
    const key = JSON.stringify(['customer', ref.customerId, ref.externalCustomerId]);
    const ask = async () => this.#askCustomer(ref, options);
    return (await this.#cache.get(key, options.signal, ask)).value;
  }

  async #askCustomer(ref: CustomerRef, options: AskOptions): Promise<CustomerBilling | undefined> {
    const [customer, own] = await Promise.allSettled([
      this.client.customers.fetch(ref, options),
      this.client.subscriptions.list(ref, options),
    ]);
    if (customer.status === 'rejected') {
      if (isUnknownId(customer.reason)) return undefined;
      throw customer.reason;
    }
    const { value } = customer.value;
    if (value.isDeleted) return undefined;
    if (own.status === 'rejected') throw own.reason;
    const payer =
      value.parentId === null
        ? []
        : (await this.client.subscriptions.list({ customerId: value.parentId }, options)).value;
    return { customer: value, subscriptions: [...own.value.value, ...payer] };
  }

  /** Metrics by ID; without those that can't be read. @throws OrbError `cancelled` */
  async metrics(ids: readonly string[], options: AskOptions): Promise<ReadonlyMap<string, Metric>> {
    const unique = [...new Set(ids)];
    if (unique.length > MANY_METRICS) return this.#allMetrics(options);
    const metrics = await Promise.all(
      unique.map(async (id) => optional(this.#metric(id, options))),
    );
    return byId(metrics.filter((metric) => metric !== undefined));
  }

  async #metric(id: string, options: AskOptions): Promise<Metric> {
    const ask = async () => (await this.client.metrics.fetch(id, options)).value;
    return (await this.#cache.get(JSON.stringify(['metric', id]), options.signal, ask)).value;
  }

  async #allMetrics(options: AskOptions): Promise<ReadonlyMap<string, Metric>> {
    const ask = async () => (await this.client.metrics.list(options)).value;
    const list = await optional(this.#cache.get('metrics', options.signal, ask));
    return byId(list?.value ?? []);
  }

  /**
   * What each price makes of these events only, with its own filter unless `isUnfiltered`. A question whose answer is known isn't asked
   * again.
   * @throws OrbError
   */
  async evaluate(
    of: readonly PreviewEvent[],
    customerId: string,
    question: {
      readonly intervals: readonly PriceInterval[];
      readonly timeframe: Timeframe;
      readonly isUnfiltered?: boolean;
    },
    options: AskOptions,
  ): Promise<{ readonly evaluations: Evaluated; readonly askedAtMs: number }> {
    const prices = question.intervals.map((interval) =>
      priceEvaluation(interval, question.isUnfiltered),
    );
    const { timeframe } = question;
    const events = of.map(({ json }) => json);
    const key = JSON.stringify(['evaluation', customerId, timeframe, prices, events]);
    const ask = async () => {
      const query = { customerId, ...timeframe, prices, events };
      return (await this.client.prices.evaluatePreviewEvents(query, options)).value;
    };
    const { value, askedAtMs } = await this.#cache.get(key, options.signal, ask);
    return { evaluations: value, askedAtMs };
  }
}

const priceEvaluation = (
  { price, filter, parameterOverrides }: PriceInterval,
  isUnfiltered = false,
): PriceEvaluation => ({
  priceId: price.id,
  ...(filter !== null && !isUnfiltered && { filter }),
  ...(parameterOverrides !== undefined && { parameterOverrides }),
});

const byId = (metrics: readonly Metric[]) => new Map(metrics.map((metric) => [metric.id, metric]));

/** Undefined for what failed: an explanation without it is better than none. Canceling ends everything. */
export async function optional<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isOrbError(error) && error.kind !== 'cancelled') return undefined;
    throw error;
  }
}
