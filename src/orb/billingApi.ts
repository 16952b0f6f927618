/** The part of the client that explains what events are billed as. All of it only reads; previews store nothing in Orb. */
import type {
  Customer,
  Evaluation,
  Metric,
  Price,
  Subscription,
  SubscriptionUsage,
} from '../core/billing/resources.ts';
import type { Json } from '../core/json.ts';
import type { Timeframe } from '../core/timeframe.ts';
import type { Answer, CallOptions } from './callOptions.ts';

/** A customer by one of its IDs. */
export type CustomerRef =
  | { readonly customerId: string; readonly externalCustomerId?: undefined }
  | { readonly externalCustomerId: string; readonly customerId?: undefined };

export interface PriceEvaluation {
  readonly priceId: string;
  /** An SQL condition on the events' properties. */
  readonly filter?: string;
  /** Properties or SQL expressions. */
  readonly groupingKeys?: readonly string[];
  /** Values for the metric's parameters. */
  readonly parameterOverrides?: Json;
}

export type EvaluationQuery = CustomerRef &
  Timeframe & {
    /** Any number; Orb is asked about at most 100 at a time, together. */
    readonly prices: readonly PriceEvaluation[];
  };

export type PreviewQuery = EvaluationQuery & {
  /**
   * 1 to 500 events, as JSON texts that are sent as they are: event_name, timestamp, properties, and a customer ID, but no
   * idempotency_key.
   */
  readonly events: readonly string[];
};

/** One for each price of the query, in its order; undefined where the response has none. */
export type Evaluations = readonly (Evaluation | undefined)[];

export interface SubscriptionUsageQuery extends Partial<Timeframe> {
  /** A quantity for each day instead of one for the time frame. */
  readonly granularity?: 'day';
  /** With `groupBy`: the metric to group. */
  readonly metricId?: string;
  readonly groupBy?: string;
}

export interface BillingApi {
  readonly customers: {
    fetch(customer: CustomerRef, options?: CallOptions): Promise<Answer<Customer>>;
  };
  readonly subscriptions: {
    /** Those of one customer, in any status; all pages, newest first. */
    list(customer: CustomerRef, options?: CallOptions): Promise<Answer<readonly Subscription[]>>;
    fetch(subscriptionId: string, options?: CallOptions): Promise<Answer<Subscription>>;
    usage(
      subscriptionId: string,
      query: SubscriptionUsageQuery,
      options?: CallOptions,
    ): Promise<Answer<readonly SubscriptionUsage[]>>;
  };
  readonly metrics: {
    /** All pages. */
    list(options?: CallOptions): Promise<Answer<readonly Metric[]>>;
    fetch(metricId: string, options?: CallOptions): Promise<Answer<Metric>>;
  };
  readonly prices: {
    fetch(priceId: string, options?: CallOptions): Promise<Answer<Price>>;
    /** What ingested events of at most 100 days ago make. */
    evaluate(query: EvaluationQuery, options?: CallOptions): Promise<Answer<Evaluations>>;
    /**
     * What the given events would make, instead of ingested ones.
     * @throws OrbError also `invalid` for no event or more than 500
     */
    evaluatePreviewEvents(query: PreviewQuery, options?: CallOptions): Promise<Answer<Evaluations>>;
  };
}
