/** Which subscriptions and prices bill an event: those that cover its timestamp and its customer. Starts are inclusive, ends exclusive. */
import { compareInstants, parseTimestamp, type Instant } from '../timestamp.ts';
import type { Explanation } from './explanation.ts';
import type { Customer, PriceInterval, Subscription } from './resources.ts';

/** A subscription with its intervals of usage prices that bill the event. */
export interface Coverage {
  readonly subscription: Subscription;
  readonly intervals: readonly PriceInterval[];
}

type Span = Pick<PriceInterval, 'startDate' | 'endDate'>;

function covers({ startDate, endDate }: Span, instant: Instant): boolean {
  const [start, end] = [parseTimestamp(startDate), parseTimestamp(endDate ?? '')];
  return (
    (start === undefined || compareInstants(start, instant) <= 0) &&
    (end === undefined || compareInstants(instant, end) < 0)
  );
}

/**
 * @param subscriptions of the event's customer, and of the one who pays for it
 * @returns the customer's own subscriptions that cover the timestamp, also without usage prices, and others with prices that bill
 * this customer's events
 */
export function coverageOf(
  subscriptions: readonly Subscription[],
  customer: Pick<Customer, 'id'>,
  timestamp: Instant,
): readonly Coverage[] {
  return subscriptions.flatMap((subscription) => {
    if (!covers(subscription, timestamp)) return [];
    const isOwn = subscription.customerId === customer.id;
    const intervals = subscription.priceIntervals.filter(
      (interval) =>
        interval.price.type === 'usage_price' &&
        covers(interval, timestamp) &&
        (interval.usageCustomerIds?.includes(customer.id) ?? isOwn),
    );
    return isOwn || intervals.length > 0 ? [{ subscription, intervals }] : [];
  });
}

/** The start of the next subscription after the timestamp, else the end of the last one before it. */
export function nearestSubscription(
  subscriptions: readonly Subscription[],
  timestamp: Instant,
): Explanation['nearest'] {
  const dated = (text: string | null) => ({
    text: text ?? '',
    instant: parseTimestamp(text ?? ''),
  });
  const pick = (texts: readonly (string | null)[], sign: 1 | -1) =>
    texts
      .map(dated)
      .flatMap(({ text, instant }) => (instant === undefined ? [] : [{ text, instant }]))
      .filter(({ instant }) => sign * compareInstants(instant, timestamp) >= (sign === 1 ? 1 : 0))
      .sort((a, b) => sign * compareInstants(a.instant, b.instant))[0]?.text;
  const startsAt = pick(
    subscriptions.map(({ startDate }) => startDate),
    1,
  );
  if (startsAt !== undefined) return { startsAt };
  const endedAt = pick(
    subscriptions.map(({ endDate }) => endDate),
    -1,
  );
  return endedAt === undefined ? undefined : { endedAt };
}
