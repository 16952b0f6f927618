/**
 * The billing period that a timestamp is in. Orb reports only the current one, so earlier and later ones are found in steps of the price's
 * cadence, in the customer's time zone (https://docs.withorb.com/api-reference/subscription/fetch-subscription).
 */
import { HOUR_MS } from '../timeframe.ts';
import { parseTimestamp, toUtc } from '../timestamp.ts';
import type { Coverage } from './coverage.ts';
import type { ExplainedPeriod } from './explanation.ts';
import type { PriceInterval } from './resources.ts';
import { addMonths, instantOfWall, wallTime } from './zonedTime.ts';

/** The clock and the grace period of the account. */
export interface PeriodContext {
  readonly nowMs: number;
  readonly gracePeriodHours: number;
  readonly timeZone: string | null;
}

const MONTHS: Readonly<Record<string, number>> = {
  monthly: 1,
  quarterly: 3,
  semi_annual: 6,
  annual: 12,
};
/** A thousand days of daily billing; more steps mean that something is wrong. */
const MAX_STEPS = 1_000;

interface Bounds {
  readonly start: number;
  readonly end: number;
}

/** @returns undefined where it can't be said, such as for a price that is billed once */
export function periodAt(
  { subscription, intervals }: Coverage,
  timestampMs: number,
  context: PeriodContext,
): ExplainedPeriod | undefined {
  const interval = intervals[0];
  const current =
    boundsOf(interval?.currentPeriodStart, interval?.currentPeriodEnd) ??
    boundsOf(subscription.currentPeriodStart, subscription.currentPeriodEnd);
  const from = parseTimestamp(interval?.startDate ?? subscription.startDate)?.ms;
  const anchor = current?.start ?? from;
  if (anchor === undefined) return undefined;
  const found =
    current !== undefined && contains(current, timestampMs)
      ? current
      : step(anchor, timestampMs, stepOf(interval), context.timeZone);
  if (found === undefined) return undefined;
  const until = parseTimestamp(interval?.endDate ?? subscription.endDate ?? '')?.ms;
  // The first and the last period of a subscription may be shorter.
  return withState(
    {
      start: Math.max(found.start, from ?? -Infinity),
      end: Math.min(found.end, until ?? Infinity),
    },
    context,
  );
}

function boundsOf(start: string | null = null, end: string | null = null): Bounds | undefined {
  const [from, to] = [parseTimestamp(start ?? ''), parseTimestamp(end ?? '')];
  return from === undefined || to === undefined ? undefined : { start: from.ms, end: to.ms };
}

const contains = ({ start, end }: Bounds, ms: number) => start <= ms && ms < end;

type Step = { readonly months: number; readonly day?: number } | { readonly days: number };

function stepOf(interval: PriceInterval | undefined): Step | undefined {
  if (interval === undefined) return { months: 1 };
  const { billingCycle: cycle, cadence } = interval.price;
  const day = interval.billingCycleDay;
  const months = (count: number) => ({ months: count, ...(day !== null && { day }) });
  if (cycle !== null && cycle.duration > 0) {
    return cycle.unit === 'day' ? { days: cycle.duration } : months(cycle.duration);
  }
  const count = MONTHS[cadence];
  return count === undefined ? undefined : months(count);
}

/** The period around the timestamp, of those that start in equal steps from the anchor. */
function step(
  anchor: number,
  timestampMs: number,
  by: Step | undefined,
  timeZone: string | null,
): Bounds | undefined {
  if (by === undefined) return undefined;
  const wall = wallTime(anchor, timeZone);
  // The anchor may be the last day of a month that is too short for the day.
  const own = new Date(wall).getUTCDate();
  const isLast = addMonths(wall, 0, 31) === wall;
  const day = 'day' in by && isLast ? Math.max(own, by.day ?? 0) : own;
  const start = (index: number) =>
    instantOfWall(
      'months' in by
        ? addMonths(wall, index * by.months, day)
        : wall + index * by.days * 24 * HOUR_MS,
      timeZone,
    );
  const direction = timestampMs < anchor ? -1 : 1;
  for (let index = direction === 1 ? 0 : -1, steps = 0; steps < MAX_STEPS; steps++) {
    const bounds = { start: start(index), end: start(index + 1) };
    if (contains(bounds, timestampMs)) return bounds;
    index += direction;
  }
  return undefined;
}

function withState({ start, end }: Bounds, context: PeriodContext): ExplainedPeriod {
  const utc = (ms: number) => toUtc({ ms, fine: '', zone: 'utc' });
  const correctableUntil = end + context.gracePeriodHours * HOUR_MS;
  return {
    start: utc(start),
    end: utc(end),
    state: context.nowMs < end ? 'open' : context.nowMs < correctableUntil ? 'ended' : 'closed',
    correctableUntil: utc(correctableUntil),
  };
}
