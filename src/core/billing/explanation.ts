/**
 * How Orb bills an event: which prices count it, for how much, and what would make another price
 * count it. The figures are Orb's, from its preview of this event alone
 * (https://docs.withorb.com/api-reference/price/evaluate-preview-events); only sums are computed
 * here.
 */
import type { Fix } from '../issue.ts';
import type { Money } from './money.ts';

/** The result for one version of an event. Plain data, so that it can be sent to a page. */
export interface Explanation {
  /** Null: no customer has this ID (yet), so the event isn't billed. */
  readonly customer: ExplainedCustomer | null;
  /** Null: none covers the event's timestamp, so the event isn't billed. */
  readonly subscription: ExplainedSubscription | null;
  /** The billing period that the event is in; null without subscription, or if Orb doesn't report it. */
  readonly period: ExplainedPeriod | null;
  /** If some prices are billed in other periods than `period`: those. */
  readonly otherPeriods?: readonly OtherPeriod[];
  /**
   * Usage prices that apply at the event's timestamp and for which Orb gave figures: first those that count the event, then those
   * with a known reason why not, then the others.
   */
  readonly prices: readonly ExplainedPrice[];
  /** Usage prices that apply, but are missing in Orb's response; all of them when `unavailable` is `unsupported`. */
  readonly unanswered: readonly ApplicablePrice[];
  /** Sums of `prices`, one for each currency; empty when nothing counts the event. */
  readonly total: readonly Money[];
  /** True when some counted price may bill less for the event than it says here: the total is an upper bound. */
  readonly totalIsAtMost: boolean;
  /** How many changed versions of the event Orb was asked about, at most three. */
  readonly experiments: number;
  /** When Orb responded, in milliseconds since 1970 by the connection's clock. */
  readonly answeredAtMs: number;
  /** True for a deprecated event, which isn't billed: then nothing was asked. */
  readonly deprecated?: true;
  /** `forbidden`: the API key can't read billing data (403). `unsupported`: Orb has no price preview for this account (404). */
  readonly unavailable?: 'forbidden' | 'unsupported';
  /**
   * If `subscription` is null: the subscription nearest to the timestamp, if the customer has any.
   */
  readonly nearest?: NearestSubscription;
}

interface ExplainedCustomer {
  readonly id: string;
  readonly externalId: string | null;
  readonly name: string;
}

interface ExplainedSubscription {
  readonly id: string;
  readonly name: string;
  readonly status: string;
}

/** Either it starts after the event, or it ended before it. ISO texts, as Orb wrote them. */
interface NearestSubscription {
  readonly startsAt?: string;
  readonly endedAt?: string;
}

/** Half-open: the end is the start of the next period. ISO texts in UTC. */
export interface ExplainedPeriod {
  readonly start: string;
  readonly end: string;
  /** `ended`: over, but its grace period lasts, so the event can still be amended. */
  readonly state: 'open' | 'ended' | 'closed';
  /** The end of the grace period: until then the event can be amended. */
  readonly correctableUntil: string;
}

export interface OtherPeriod extends ExplainedPeriod {
  /** The names of the prices that are billed in it. */
  readonly prices: readonly string[];
}

/** A usage price that applies to the event. */
export interface ApplicablePrice {
  readonly priceId: string;
  readonly name: string;
  readonly currency: string;
  readonly metricId: string | null;
  /** The condition that this subscription adds to the price, in SQL. */
  readonly filter: string | null;
  readonly model: PriceModel;
}

export interface PriceModel {
  /** As Orb spells it: `unit`, `tiered`, `package`, and some 30 more. */
  readonly type: string;
  /** Of a unit price: a decimal number for one unit. */
  readonly unitAmount?: string;
  /**
   * What an amount for the event alone says about the invoice: `exact`: it's the same there. `atMost`: rates don't rise with usage, so it
   * may be less there. `alone`: tiers start at the first one here, and another one may apply there.
   */
  readonly certainty: 'exact' | 'atMost' | 'alone';
}

export interface ExplainedPrice extends ApplicablePrice {
  /**
   * Null until the metric has been read, which happens for prices that don't count the event, or on
   * request.
   */
  readonly metricName: string | null;
  /** The metric's definition, if it was read. */
  readonly sql?: string;
  /** Decimal numbers as Orb wrote them; sums if Orb returned several groups. */
  readonly quantity: string;
  readonly amount: string;
  readonly counted: boolean;
  /** Why it isn't counted; absent if it is. */
  readonly reason?: Reason;
  /** Orb's result for the event with the reason's fix; absent if there's no fix. */
  readonly wouldCount?: WouldCount;
}

/**
 * Why a price doesn't count the event. All but `filter` and `unknown` were proven by an experiment: Orb counts the event with that one
 * change.
 */
export type Reason =
  /** The property is text, and would count as a number or boolean. */
  | { readonly code: 'type'; readonly property: string; readonly type: 'number' | 'boolean' }
  /** The metric counts events with this other name. */
  | { readonly code: 'eventName'; readonly name: string }
  /** The metric reads the property `name`, which the event spells `property`. */
  | { readonly code: 'propertyName'; readonly property: string; readonly name: string }
  /** The metric or the filter reads a property that the event doesn't have; `json` is the value it was tried with. */
  | { readonly code: 'missingProperty'; readonly property: string; readonly json: string }
  /** Orb counts the event without the price's filter. */
  | { readonly code: 'filter'; readonly filter: string }
  /** No experiment changed it. */
  | { readonly code: 'unknown' };

export interface WouldCount {
  /** For `editsFor` of edits.ts, on the text that was asked about; its path says where the change is. */
  readonly fix: Fix;
  /** The change in one line of JSON source text: `properties.cached: "true" → true`. */
  readonly change: string;
  /** Of this price, for the changed event. */
  readonly quantity: string;
  readonly amount: string;
  /** Of all prices, for the changed event: what it would cost. */
  readonly total: readonly Money[];
}

/** The result of the command `orb.event.explain`: plain JSON, with stable names. */
export interface ExplanationResult {
  readonly customer: ExplainedCustomer | null;
  readonly subscription: ExplainedSubscription | null;
  readonly period: Pick<ExplainedPeriod, 'start' | 'end' | 'state'> | null;
  readonly prices: readonly {
    readonly priceId: string;
    readonly name: string;
    readonly metricName: string | null;
    readonly currency: string;
    readonly quantity: string;
    readonly amount: string;
    readonly counted: boolean;
    readonly sql?: string;
    /** A `Reason['code']`. */
    readonly reason?: Reason['code'];
    readonly wouldCount?: Pick<WouldCount, 'change' | 'quantity' | 'amount'>;
  }[];
  readonly total: readonly Money[];
  readonly deprecated?: true;
  readonly unavailable?: 'forbidden' | 'unsupported';
}

export function toResult(explanation: Explanation): ExplanationResult {
  const { customer, subscription, period, total, deprecated, unavailable } = explanation;
  return {
    customer,
    subscription,
    period: period && { start: period.start, end: period.end, state: period.state },
    prices: explanation.prices.map(resultPrice),
    total,
    ...(deprecated === true && { deprecated }),
    ...(unavailable !== undefined && { unavailable }),
  };
}

function resultPrice(price: ExplainedPrice): ExplanationResult['prices'][number] {
  const { priceId, name, metricName, currency, quantity, amount, counted, sql } = price;
  const { reason, wouldCount } = price;
  return {
    ...{ priceId, name, metricName, currency, quantity, amount, counted },
    ...(sql !== undefined && { sql }),
    ...(reason !== undefined && { reason: reason.code }),
    ...(wouldCount !== undefined && {
      wouldCount: {
        change: wouldCount.change,
        quantity: wouldCount.quantity,
        amount: wouldCount.amount,
      },
    }),
  };
}
