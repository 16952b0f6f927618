/** What Orb's API returns about customers, subscriptions, prices, and metrics: the parts that explain what an event is billed as. */
import type { Json } from '../json.ts';
import type { PropertyValue } from '../event.ts';

/** https://docs.withorb.com/api-reference/customer/fetch-customer */
export interface Customer {
  readonly id: string;
  readonly externalId: string | null;
  readonly name: string;
  /** An IANA name; billing periods start at midnight there. */
  readonly timezone: string | null;
  /** Pays for this customer if its subscriptions name it (`usageCustomerIds`). */
  readonly parentId: string | null;
  /** For a deleted customer, Orb returns only its ID. */
  readonly isDeleted: boolean;
}

/** https://docs.withorb.com/api-reference/subscription/list-subscriptions. Times are ISO texts; ends are exclusive, null: none. */
export interface Subscription {
  readonly id: string;
  readonly name: string;
  /** `active`, `ended`, or `upcoming`. */
  readonly status: string;
  readonly customerId: string;
  readonly startDate: string;
  readonly endDate: string | null;
  /** Null unless the subscription is active. */
  readonly currentPeriodStart: string | null;
  readonly currentPeriodEnd: string | null;
  readonly priceIntervals: readonly PriceInterval[];
}

/** The time in which a subscription bills a price. */
export interface PriceInterval {
  readonly price: Price;
  readonly startDate: string;
  readonly endDate: string | null;
  readonly currentPeriodStart: string | null;
  readonly currentPeriodEnd: string | null;
  /** The day of the month on which its periods start, or the last day of a shorter month. */
  readonly billingCycleDay: number | null;
  /** A further condition on the usage, in SQL. */
  readonly filter: string | null;
  /** Whose events it bills; null: those of the subscription's customer. */
  readonly usageCustomerIds: readonly string[] | null;
  /** For a metric with parameters; passed on to evaluations as it is. */
  readonly parameterOverrides?: Json;
}

/** https://docs.withorb.com/api-reference/price/fetch-price */
export interface Price {
  readonly id: string;
  readonly externalId: string | null;
  readonly name: string;
  /** `usage_price`, `fixed_price`, or `composite_price`. */
  readonly type: string;
  /** `unit`, `tiered`, `package`, and more than 30 others. */
  readonly modelType: string;
  /** The member that belongs to the model, such as `unit_config`, as Orb has it, if there is one. */
  readonly config: Json | undefined;
  /** An ISO 4217 code or the name of a custom unit. */
  readonly currency: string;
  /** `monthly`, `annual`, … */
  readonly cadence: string;
  /** The length of a billing period, where Orb has it apart from the cadence. */
  readonly billingCycle: { readonly duration: number; readonly unit: 'day' | 'month' } | null;
  /** Null for prices that don't look at events. */
  readonly metricId: string | null;
}

/** https://docs.withorb.com/api-reference/metric/get-metric */
export interface Metric {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  /** `active`, `draft`, or `archived`. */
  readonly status: string;
  /** Its definition, or what Orb derives from its configuration. */
  readonly sql: string;
}

/** What Orb makes of a price for some events (https://docs.withorb.com/api-reference/price/evaluate-multiple-prices). */
export interface Evaluation {
  readonly priceId: string | null;
  readonly currency: string;
  /** One group without values if nothing groups; none if no event counts. */
  readonly groups: readonly EvaluationGroup[];
}

interface EvaluationGroup {
  /** In the order of the requested grouping keys. */
  readonly values: readonly (PropertyValue | null)[];
  /** Decimal numbers, as Orb wrote them. */
  readonly quantity: string;
  readonly amount: string;
}

/** A metric's usage in a subscription (https://docs.withorb.com/api-reference/subscription/fetch-subscription-usage). */
export interface SubscriptionUsage {
  readonly metric: Pick<Metric, 'id' | 'name'>;
  /** Present when the usage was grouped. */
  readonly group?: { readonly key: string; readonly value: string };
  readonly usage: readonly {
    readonly timeframeStart: string;
    readonly timeframeEnd: string;
    /** A decimal number, as Orb wrote it. */
    readonly quantity: string;
  }[];
}
