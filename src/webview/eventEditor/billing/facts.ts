/** Whose event it is, and the billing period that it is in. */
import type { ExplainedPeriod, Explanation } from '../../../core/billing/explanation.ts';
import { listText } from '../../../core/language.ts';
import type { BillingTexts } from '../../../core/texts/billing.ts';
import { noTime, shortDay } from '../../../core/timeText.ts';
import { parseTimestamp } from '../../../core/timestamp.ts';
import { fill } from '../../fill.ts';
import type { BillingFact } from './parts.ts';

/** @param timestamp of the event */
export function factsOf(
  texts: BillingTexts,
  explanation: Explanation,
  timestamp: string,
  nowMs: number,
): readonly BillingFact[] {
  const { customer, subscription, period, otherPeriods = [] } = explanation;
  if (customer === null) return [];
  const facts = [{ label: texts.customer, value: customer.name }];
  if (subscription === null)
    return [...facts, noSubscription(texts, explanation, timestamp, nowMs)];
  return [
    ...facts,
    ...(period === null ? [] : [periodFact(texts, period, nowMs)]),
    // Which prices they are for, instead of until when the event can be corrected.
    ...otherPeriods.map((other) => ({
      ...periodFact(texts, other, nowMs),
      note: listText(other.prices),
    })),
  ];
}

function periodFact(texts: BillingTexts, period: ExplainedPeriod, nowMs: number): BillingFact {
  const { state, correctableUntil } = period;
  const notes = {
    open: undefined,
    ended: fill(texts.correctableUntil, momentOf(correctableUntil, nowMs)),
    closed: texts.tooLate,
  };
  const note = notes[state];
  return {
    label: texts.period,
    value: fill(texts[state], rangeOf(period, nowMs)),
    ...(note !== undefined && { note }),
  };
}

function noSubscription(
  texts: BillingTexts,
  { nearest }: Explanation,
  timestamp: string,
  nowMs: number,
): BillingFact {
  const { startsAt, endedAt } = nearest ?? {};
  const note =
    startsAt !== undefined
      ? fill(texts.subscriptionStarts, dayOrMoment(startsAt, nowMs))
      : endedAt !== undefined
        ? fill(texts.subscriptionEnded, dayOrMoment(endedAt, nowMs))
        : undefined;
  return {
    label: texts.period,
    value: fill(texts.noPeriod, momentOf(timestamp, nowMs)),
    ...(note !== undefined && { note }),
  };
}

/** `1 – 31 Oct` for whole days in UTC, else `30 Sep 22:00 – 31 Oct 23:00`. */
function rangeOf({ start, end }: ExplainedPeriod, nowMs: number): string {
  const [from, to] = [parseTimestamp(start)?.ms, parseTimestamp(end)?.ms];
  if (from === undefined || to === undefined || !isMidnight(from) || !isMidnight(to)) {
    return `${momentOf(start, nowMs)} – ${momentOf(end, nowMs)}`;
  }
  const last = new Date(to - 1);
  const first = new Date(from);
  const isOneMonth = first.toISOString().slice(0, 7) === last.toISOString().slice(0, 7);
  // The month is said once, as people do.
  const day = isOneMonth ? String(first.getUTCDate()) : shortDay(from, nowMs);
  const lastDay = shortDay(last.getTime(), nowMs);
  return isOneMonth && first.getUTCDate() === last.getUTCDate() ? lastDay : `${day} – ${lastDay}`;
}

const DAY_MS = 86_400_000;
const isMidnight = (ms: number) => ms % DAY_MS === 0;

/** `3 Nov 00:00` */
function momentOf(timestamp: string, nowMs: number): string {
  const ms = parseTimestamp(timestamp)?.ms;
  if (ms === undefined) return noTime(timestamp);
  return `${shortDay(ms, nowMs)} ${new Date(ms).toISOString().slice(11, 16)}`;
}

/** `1 Nov`, or `1 Nov 09:30 UTC` */
function dayOrMoment(timestamp: string, nowMs: number): string {
  const ms = parseTimestamp(timestamp)?.ms;
  if (ms === undefined || !isMidnight(ms)) return `${momentOf(timestamp, nowMs)} UTC`;
  return shortDay(ms, nowMs);
}
