/** Fast validation for millions of lines: a plain parse proves an event valid, or else it needs the full check. */
import { parseTimestamp } from '../timestamp.ts';
import { HOUR_MS } from '../timeframe.ts';
import { MAX_AHEAD_MS, type RuleContext } from './context.ts';
import { INGEST_FIELDS, isAddressable } from './fields.ts';

const FIELDS: ReadonlySet<string> = new Set(INGEST_FIELDS);
const isId = (value: unknown) =>
  value === undefined || value === null || (typeof value === 'string' && value.isWellFormed());

/** How many quotes a text contains. Escaped ones count too, so that the number differs from what the value needs. */
function countQuotes(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) count += 1;
  return count;
}

/** The quotes that the keys and strings of flat properties need, or undefined if a value needs the full check. */
function quotesOfProperties(properties: unknown): number | undefined {
  if (typeof properties !== 'object' || properties === null || Array.isArray(properties)) {
    return undefined;
  }
  let quotes = 0;
  for (const key in properties) {
    const value = (properties as Readonly<Record<string, unknown>>)[key];
    quotes += 2;
    if (typeof value === 'string') quotes += 2;
    else if (typeof value === 'number') {
      if (!(Math.abs(value) <= Number.MAX_SAFE_INTEGER)) return undefined;
    } else if (typeof value !== 'boolean') return undefined;
  }
  return quotes;
}

/** The notation of most files, on days that every month has. */
const USUAL =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{3})?Z$/;

/** Milliseconds since 1970 of a time in the usual notation, undefined for any other; six times as fast as Date.parse. */
export function usualTime(timestamp: string): number | undefined {
  // Who validates an event asks for its time again.
  if (timestamp !== last.timestamp) last = { timestamp, ms: readUsualTime(timestamp) };
  return last.ms;
}

let last: { readonly timestamp: string; readonly ms: number | undefined } = {
  timestamp: '',
  ms: undefined,
};

function readUsualTime(timestamp: string): number | undefined {
  if (!USUAL.test(timestamp)) return undefined;
  const digit = (at: number) => timestamp.charCodeAt(at) - 48;
  const two = (at: number) => digit(at) * 10 + digit(at + 1);
  const millis = timestamp.length > 20 ? digit(20) * 100 + two(21) : 0;
  const year = two(0) * 100 + two(2);
  // Date.UTC reads the years 0 to 99 as 1900 to 1999.
  if (year < 100) return Date.parse(timestamp);
  return Date.UTC(year, two(5) - 1, two(8), two(11), two(14), two(17), millis);
}

function isInTime(timestamp: string, { nowMs, gracePeriodHours, backfill }: RuleContext): boolean {
  const ms = usualTime(timestamp) ?? parseTimestamp(timestamp)?.ms;
  if (ms === undefined || ms >= nowMs + MAX_AHEAD_MS) return false;
  if (backfill === undefined) return ms >= nowMs - gracePeriodHours * HOUR_MS;
  const start = parseTimestamp(backfill.timeframeStart);
  const end = parseTimestamp(backfill.timeframeEnd);
  // Digits below the millisecond only matter at the bounds, which are left to the full check.
  return start !== undefined && end !== undefined && ms > start.ms && ms < end.ms;
}

const isForOneCustomer = ({ backfill }: RuleContext) =>
  (backfill?.customerId ?? backfill?.externalCustomerId ?? undefined) !== undefined;

/** True only when checkIngestEvent finds no error (it may find warnings). False means: not certain, use checkIngestEvent.
 * @param value what JSON.parse made of the line
 * @param line the line itself
 */
export function fastValidate(value: unknown, line: string, context: RuleContext): boolean {
  const quotes = quotesOfValid(value, context);
  return quotes !== undefined && countQuotes(line) === quotes;
}

/**
 * For a caller that has counted the quotes: how many the text of a valid event has, undefined for one that needs the full check.
 * Duplicate keys, which a plain parse hides, make the number larger.
 */
export function quotesOfValid(value: unknown, context: RuleContext): number | undefined {
  if (isForOneCustomer(context) || context.isDeprecated !== undefined) return undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const event = value as Readonly<Record<string, unknown>>;
  let quotes = 0;
  for (const key in event) {
    if (!FIELDS.has(key)) return undefined;
    quotes += typeof event[key] === 'string' ? 4 : 2;
  }
  const { idempotency_key: key, event_name: name, timestamp, properties } = event;
  const { customer_id: customer, external_customer_id: external } = event;
  if (typeof key !== 'string' || key === '' || !isAddressable(key)) return undefined;
  if (typeof name !== 'string' || name === '') return undefined;
  if (typeof timestamp !== 'string' || !isInTime(timestamp, context)) return undefined;
  if (!isId(customer) || !isId(external)) return undefined;
  if ((typeof customer === 'string') === (typeof external === 'string')) return undefined;
  if (typeof customer === 'string' && context.customers !== undefined) return undefined;
  const inner = quotesOfProperties(properties);
  return inner === undefined ? undefined : quotes + inner;
}
