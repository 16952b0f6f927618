/** Whether an event may be ingested, in the words of Orb's own validator (orb-domain 2.4 and 3.3). */
import { memberOf, type JsonNode } from '../core/jsonTree.ts';
import { HOUR_MS } from '../core/timeframe.ts';
import { parseTimestamp, toUtc, type Instant } from '../core/timestamp.ts';
import type { Account } from './account.ts';
import { required, unexpected } from './json.ts';

const FUTURE_MS = 5 * 60_000;
const MAX_INT = 9223372036854775807n;
const MIN_INT = -9223372036854775808n;

/** The value as Python prints it, since Orb's messages do. */
export function pythonRepr(node: JsonNode): string {
  switch (node.kind) {
    case 'null':
      return 'None';
    case 'boolean':
      return node.value ? 'True' : 'False';
    case 'number':
      return node.source;
    case 'string':
      return `'${node.value}'`;
    case 'array':
      return `[${node.items.map(pythonRepr).join(', ')}]`;
    case 'object':
      return `{${node.members.map(({ key, value }) => `'${key}': ${pythonRepr(value)}`).join(', ')}}`;
  }
}

/** A time as Orb's messages print it: `2026-08-20T00:00:00+00:00`. */
export const pythonTime = (instant: Instant) => toUtc(instant).replace(/Z$/, '+00:00');

const EVENT_KEYS = ['event_name', 'timestamp', 'properties', 'customer_id', 'external_customer_id'];
const REQUIRED = ['event_name', 'timestamp', 'properties'];

/** What is wrong with the shape of an event to ingest or of an amendment. */
export function shapeErrors(node: JsonNode, kind: 'ingest' | 'amend'): string[] {
  if (node.kind !== 'object') return [`${pythonRepr(node)} is not of type 'object'`];
  const keys = kind === 'ingest' ? [...EVENT_KEYS, 'idempotency_key'] : EVENT_KEYS;
  const needed = kind === 'ingest' ? [...REQUIRED, 'idempotency_key'] : REQUIRED;
  const errors = node.members
    .filter(({ key }) => !keys.includes(key))
    .map(({ key }) => unexpected(key));
  errors.push(...needed.filter((key) => memberOf(node, key) === undefined).map(required));
  for (const key of ['event_name', 'idempotency_key']) {
    const value = memberOf(node, key);
    if (value === undefined || !keys.includes(key)) continue;
    if (value.kind !== 'string') errors.push(`${pythonRepr(value)} is not of type 'string'`);
    else if (value.value === '') errors.push(`'${key}' must not be empty`);
  }
  const given = ['customer_id', 'external_customer_id'].flatMap((key) => {
    const id = memberOf(node, key);
    return id === undefined || id.kind === 'null' ? [] : [id];
  });
  for (const id of given) {
    if (id.kind !== 'string') errors.push(`${pythonRepr(id)} is not of type 'string', 'null'`);
  }
  if (given.length !== 1) {
    errors.push('Exactly one of customer_id and external_customer_id must be specified');
  }
  const timestamp = memberOf(node, 'timestamp');
  if (timestamp !== undefined && instantOf(timestamp) === undefined) {
    errors.push(`${pythonRepr(timestamp)} is not a 'date-time'`);
  }
  const properties = memberOf(node, 'properties');
  if (properties !== undefined) errors.push(...propertyErrors(properties));
  return errors;
}

function instantOf(node: JsonNode): Instant | undefined {
  return node.kind === 'string' ? parseTimestamp(node.value) : undefined;
}

function propertyErrors(properties: JsonNode): string[] {
  if (properties.kind !== 'object') return [`${pythonRepr(properties)} is not of type 'object'`];
  return properties.members.flatMap(({ key, value }) => {
    if (value.kind === 'string' || value.kind === 'boolean') return [];
    if (value.kind !== 'number') {
      return [`${pythonRepr(value)} is not of type 'number', 'string', 'boolean'`];
    }
    return fitsInt64(value.source)
      ? []
      : [`${value.source} of property '${key}' does not fit a signed 64-bit number`];
  });
}

function fitsInt64(source: string): boolean {
  if (/^-?\d+$/.test(source)) return BigInt(source) <= MAX_INT && BigInt(source) >= MIN_INT;
  return Math.abs(Number(source)) < 2 ** 63;
}

/** What is wrong with an event's time now. @param inBackfill the grace period does not apply then */
export function timeErrors(
  instant: Instant,
  { account, inBackfill }: { readonly account: Account; readonly inBackfill: boolean },
): string[] {
  const { settings } = account;
  const now = account.now();
  const said = `Event timestamp ${pythonTime(instant)}`;
  const errors: string[] = [];
  if (settings.strictTimestamps && instant.zone !== 'utc') {
    errors.push(`${said} must be given in UTC, without an offset`);
  }
  const earliest = now - settings.graceHours * HOUR_MS;
  if (!inBackfill && instant.ms < earliest) {
    const bound = pythonTime({ ms: earliest, fine: '', zone: 'utc' });
    errors.push(
      `${said} must be later than ${bound} based on account grace period. ` +
        'To ingest an event older than the account grace period, create a backfill: ' +
        'https://docs.withorb.com/events-and-metrics/reporting-errors',
    );
  }
  if (instant.ms > now + FUTURE_MS) {
    errors.push(`${said} must not be more than 5 minutes in the future`);
  }
  return errors;
}
