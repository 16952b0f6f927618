/** What several events cost together, as Orb evaluates them in one request for each customer and billing period. */
import { coverageOf, type Coverage } from '../core/billing/coverage.ts';
import { explained } from '../core/billing/explain.ts';
import type { ExplainedPeriod, Explanation, OtherPeriod } from '../core/billing/explanation.ts';
import type { Periods } from '../core/billing/periods.ts';
import { readPreviewEvent, type PreviewEvent } from '../core/billing/previewEvent.ts';
import type { Customer, PriceInterval } from '../core/billing/resources.ts';
import { MAX_BATCH } from '../core/event.ts';
import type { AskOptions, BillingReader, CustomerBilling } from './billingReader.ts';

/** Reading more of them takes too many requests. */
const MAX_CUSTOMERS = 5;

/** The billing periods that an event of the customer is in. */
export type PeriodsOf = (
  coverages: readonly Coverage[],
  customer: Customer,
  event: PreviewEvent,
) => Periods;

interface Group {
  readonly customer: Customer;
  readonly coverage: Coverage;
  readonly period: ExplainedPeriod;
  readonly otherPeriods: readonly OtherPeriod[];
  readonly intervals: readonly PriceInterval[];
  readonly events: PreviewEvent[];
}

/**
 * @returns one explanation for each customer and period that bills some of them; undefined where not all of them can be asked about:
 * one isn't a whole event, they have more than five customers, or they are more than Orb takes at once
 * @throws OrbError
 */
export async function explainTogether(
  reader: BillingReader,
  periodsOf: PeriodsOf,
  texts: readonly string[],
  options: AskOptions,
): Promise<readonly Explanation[] | undefined> {
  const events = texts.map(readPreviewEvent).filter((event) => event !== undefined);
  const customers = new Map(events.map(({ customer }) => [JSON.stringify(customer), customer]));
  if (events.length < texts.length || events.length > MAX_BATCH) return undefined;
  if (customers.size > MAX_CUSTOMERS) return undefined;
  const billings = new Map<string, CustomerBilling | undefined>(
    await Promise.all(
      [...customers].map(async ([key, ref]) => [key, await reader.customer(ref, options)] as const),
    ),
  );
  const groups = new Map<string, Group>();
  for (const event of events) {
    const billing = billings.get(JSON.stringify(event.customer));
    if (billing === undefined) continue;
    const { customer, subscriptions } = billing;
    const coverages = coverageOf(subscriptions, customer, event.timestamp);
    const intervals = coverages.flatMap((each) => each.intervals);
    const coverage = coverages.find((each) => each.intervals.length > 0);
    if (coverage === undefined) continue;
    const { period, otherPeriods } = periodsOf(coverages, customer, event);
    if (period === null) return undefined;
    const spans = intervals.map(({ price, startDate }) => [price.id, startDate]);
    const starts = [period, ...otherPeriods].map(({ start }) => start);
    const key = JSON.stringify([customer.id, starts, spans]);
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, { customer, coverage, period, otherPeriods, intervals, events: [event] });
    } else group.events.push(event);
  }
  return Promise.all(
    [...groups.values()].map(async (group) => explainGroup(reader, group, options)),
  );
}

async function explainGroup(
  reader: BillingReader,
  { customer, coverage, period, otherPeriods, intervals, events }: Group,
  options: AskOptions,
): Promise<Explanation> {
  const { id, externalId, name } = customer;
  const { subscription } = coverage;
  const timeframe = { timeframeStart: period.start, timeframeEnd: period.end };
  const question = { intervals, timeframe };
  const { evaluations, askedAtMs } = await reader.evaluate(events, id, question, options);
  return {
    customer: { id, externalId, name },
    subscription: { id: subscription.id, name: subscription.name, status: subscription.status },
    period,
    ...(otherPeriods.length > 0 && { otherPeriods }),
    ...explained(intervals, evaluations, new Map(), []),
    answeredAtMs: askedAtMs,
  };
}
