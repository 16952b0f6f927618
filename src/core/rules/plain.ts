/** The quick way for millions of lines: certain on a plain parse, or else "look closer". */
import { parseTimestamp } from '../timestamp.ts';
import { HOUR_MS } from '../timeframe.ts';
import { MAX_AHEAD_MS, type RuleContext } from './context.ts';
import { hasLoneSurrogate, INGEST_FIELDS, isAddressable } from './fields.ts';

const FIELDS: ReadonlySet<string> = new Set(INGEST_FIELDS);
const isId = (value: unknown) =>
  value === undefined || value === null || (typeof value === 'string' && !hasLoneSurrogate(value));

/** How many quotes a text holds. Escaped ones count too, and so make it unequal to what the value needs. */
function countQuotes(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) count += 1;
  return count;
}

/** The quotes that the keys and strings of flat properties take, or undefined where a value needs a closer look. */
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

/** The notation of most files, on days that every month has; for these Date.parse is right, and four times as fast. */
const USUAL =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{3})?Z$/;

function isInTime(timestamp: string, { nowMs, gracePeriodHours, backfill }: RuleContext): boolean {
  const ms = USUAL.test(timestamp) ? Date.parse(timestamp) : parseTimestamp(timestamp)?.ms;
  if (ms === undefined || ms >= nowMs + MAX_AHEAD_MS) return false;
  if (backfill === undefined) return ms >= nowMs - gracePeriodHours * HOUR_MS;
  const start = parseTimestamp(backfill.timeframeStart);
  const end = parseTimestamp(backfill.timeframeEnd);
  // Digits below the millisecond decide at the bounds only: there the closer look does.
  return start !== undefined && end !== undefined && ms > start.ms && ms < end.ms;
}

const isForOneCustomer = ({ backfill }: RuleContext) =>
  (backfill?.customerId ?? backfill?.externalCustomerId ?? undefined) !== undefined;

/**
 * True only when checkIngestEvent finds no error (warnings it may find). False means: not certain, ask checkIngestEvent.
 * Doubled keys, which a plain parse hides, show in the number of quotes.
 * @param value what JSON.parse made of the line
 * @param line the line itself
 */
export function isPlainlyValid(value: unknown, line: string, context: RuleContext): boolean {
  if (isForOneCustomer(context) || context.isDeprecated !== undefined) return false;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const event = value as Readonly<Record<string, unknown>>;
  let quotes = 0;
  for (const key in event) {
    if (!FIELDS.has(key)) return false;
    quotes += typeof event[key] === 'string' ? 4 : 2;
  }
  const { idempotency_key: key, event_name: name, timestamp, properties } = event;
  const { customer_id: customer, external_customer_id: external } = event;
  if (typeof key !== 'string' || key === '' || !isAddressable(key)) return false;
  if (typeof name !== 'string' || name === '') return false;
  if (typeof timestamp !== 'string' || !isInTime(timestamp, context)) return false;
  if (!isId(customer) || !isId(external)) return false;
  if ((typeof customer === 'string') === (typeof external === 'string')) return false;
  if (typeof customer === 'string' && context.customers !== undefined) return false;
  const inner = quotesOfProperties(properties);
  return inner !== undefined && countQuotes(line) === quotes + inner;
}
