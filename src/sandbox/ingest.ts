/** POST /ingest: all events of the batch or none, each key once (orb-domain 2.4, checklist B to E). */
import { memberOf, type JsonNode } from '../core/jsonTree.ts';
import { parseTimestamp, toUtc } from '../core/timestamp.ts';
import type { Account } from './account.ts';
import { openBackfill, scopeErrors, countIngested, type BackfillRow } from './backfillStore.ts';
import { pythonRepr, shapeErrors, timeErrors } from './eventCheck.ts';
import {
  addToHours,
  findEvent,
  findInLayer,
  hourOf,
  insertEvent,
  type NewEvent,
} from './eventStore.ts';
import { readBatch, type Incoming } from './ingestBody.ts';
import { printNode } from './json.ts';
import { invalid, refused } from './problems.ts';
import type { Call, Reply } from './call.ts';

interface Failure {
  readonly idempotency_key: string;
  readonly validation_errors: readonly string[];
}

export function ingest(call: Call): Reply {
  const { account, query } = call;
  const incoming = readBatch(call.body);
  account.limits.events(incoming.length, account.settings, account.now());
  const backfillId = query.get('backfill_id');
  const backfill = backfillId === null ? undefined : openBackfill(account, backfillId);
  if (incoming.length === 0) call.notes.push('The batch is empty.');

  const failures: Failure[] = [];
  const events: NewEvent[] = [];
  const trees = new Map<string, Incoming>();
  for (const each of incoming) {
    const event = checked(each, account, backfill);
    if (!('validation_errors' in event)) {
      const earlier = trees.get(event.id);
      if (earlier !== undefined) assertSame(event.id, earlier.tree(), each.tree());
      else events.push(event);
      trees.set(event.id, each);
      if (/\s/.test(event.name))
        call.notes.push(`The event name '${event.name}' holds white space.`);
    } else failures.push(event);
  }
  if (failures.length > 0 && !account.settings.partialIngest)
    throw refusal(failures, incoming.length);

  const { duplicate, ingested } = store(account, events, backfill, failures);
  if (failures.length > 0) {
    const problem = refusal(failures, incoming.length);
    if (!account.settings.partialIngest) throw problem;
    return { status: problem.status, body: problem.body };
  }
  const debug = query.get('debug') === 'true' && account.settings.debugResponses;
  return {
    status: 200,
    body: debug
      ? JSON.stringify({ validation_failed: [], debug: { duplicate, ingested } })
      : '{"validation_failed":[]}',
  };
}

function refusal(failures: readonly Failure[], total: number) {
  const errors = failures.flatMap(({ validation_errors }) => validation_errors);
  const detail = `${failures.length} of ${total} events failed validation.`;
  return refused(detail, errors, failures);
}

function store(
  account: Account,
  events: readonly NewEvent[],
  backfill: BackfillRow | undefined,
  failures: Failure[],
): { duplicate: string[]; ingested: string[] } {
  const duplicate: string[] = [];
  const ingested: string[] = [];
  const hours = new Map<number, number>();
  const layer = backfill?.layer ?? account.ownLayer;
  const shownFrom = account.now() + account.settings.searchDelayMs;
  for (const event of events) {
    const known = knownBefore(account, event, backfill);
    if (known === undefined && insertEvent(account, layer, event, shownFrom)) {
      ingested.push(event.id);
      const hour = hourOf(event.ms);
      hours.set(hour, (hours.get(hour) ?? 0) + 1);
      continue;
    }
    const taken = known ?? findInLayer(account, event.id, layer);
    if (taken !== undefined && (taken.deprecated === 1 || taken.replaced_by !== null)) {
      const why = `The event with idempotency_key ${event.id} is deprecated and cannot be ingested again`;
      failures.push({ idempotency_key: event.id, validation_errors: [why] });
    } else duplicate.push(event.id);
  }
  if (backfill === undefined) addToHours(account, hours);
  else countIngested(account, backfill, ingested.length);
  return { duplicate, ingested };
}

/** The event that holds the key already, outside of the layer that is written to. */
function knownBefore(account: Account, event: NewEvent, backfill: BackfillRow | undefined) {
  // Without live backfills the unique index of the account's own layer tells all, at no further cost.
  if (backfill === undefined && !account.hasOtherLayers) return undefined;
  const known = findEvent(account, event.id);
  if (known === undefined || known.layer === (backfill?.layer ?? account.ownLayer))
    return undefined;
  const replaces =
    backfill?.replaces === 1 &&
    known.deprecated === 0 &&
    known.ms >= backfill.start_ms &&
    known.ms < backfill.end_ms;
  return replaces ? undefined : known;
}

/** One key twice in a batch is harmless only if both say the same. */
function assertSame(id: string, a: JsonNode, b: JsonNode): void {
  if (sorted(a) === sorted(b)) return;
  throw invalid(`The idempotency_key ${id} is used twice in this request, with different events`);
}

function sorted(node: JsonNode): string {
  if (node.kind !== 'object') return printNode(node);
  const members = node.members.map(({ key, value }) => `${JSON.stringify(key)}:${sorted(value)}`);
  return `{${members.sort().join(',')}}`;
}

function checked(
  incoming: Incoming,
  account: Account,
  backfill: BackfillRow | undefined,
): NewEvent | Failure {
  const event = plainEvent(incoming.plain) ?? treeEvent(incoming.tree());
  if ('validation_errors' in event) return event;
  const instant = parseTimestamp(event.timestamp);
  const errors =
    instant === undefined
      ? []
      : timeErrors(instant, { account, inBackfill: backfill !== undefined });
  if (event.customer !== null && account.customers.byId(event.customer) === undefined) {
    errors.push(`Could not find a customer with customer_id ${event.customer}`);
  }
  if (backfill !== undefined) errors.push(...scopeErrors(account, backfill, event));
  if (errors.length > 0) return { idempotency_key: event.id, validation_errors: errors };
  const utc = instant === undefined || instant.zone === 'utc' ? event.timestamp : toUtc(instant);
  return { ...event, timestamp: utc };
}

const KEYS = new Set([
  'idempotency_key',
  'event_name',
  'timestamp',
  'properties',
  'customer_id',
  'external_customer_id',
]);

/** Reads an event that is surely well formed; undefined means: look closer. */
function plainEvent(value: unknown): NewEvent | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const event = value as Readonly<Record<string, unknown>>;
  for (const key in event) if (!KEYS.has(key)) return undefined;
  const { idempotency_key: id, event_name: name, timestamp, properties } = event;
  const customer = event['customer_id'] ?? null;
  const external = event['external_customer_id'] ?? null;
  if (typeof id !== 'string' || id === '' || typeof name !== 'string' || name === '')
    return undefined;
  if (typeof timestamp !== 'string' || typeof properties !== 'object' || properties === null)
    return undefined;
  if ((customer === null) === (external === null)) return undefined;
  if (customer !== null && typeof customer !== 'string') return undefined;
  if (external !== null && typeof external !== 'string') return undefined;
  const ms = parseTimestamp(timestamp)?.ms;
  if (ms === undefined || Array.isArray(properties) || !plainProperties(properties))
    return undefined;
  return { id, ms, name, timestamp, customer, external, properties: JSON.stringify(properties) };
}

function plainProperties(properties: object): boolean {
  for (const value of Object.values(properties)) {
    const kind = typeof value;
    if (kind === 'string' || kind === 'boolean') continue;
    if (kind !== 'number' || !(Math.abs(value as number) < 2 ** 53)) return false;
  }
  return true;
}

function treeEvent(node: JsonNode): NewEvent | Failure {
  const errors = shapeErrors(node, 'ingest');
  const text = (key: string) => {
    const value = memberOf(node, key);
    return value?.kind === 'string' ? value.value : null;
  };
  const key = memberOf(node, 'idempotency_key');
  const id = text('idempotency_key') ?? (key === undefined ? '' : pythonRepr(key));
  const timestamp = text('timestamp') ?? '';
  const properties = memberOf(node, 'properties');
  const ms = parseTimestamp(timestamp)?.ms;
  if (errors.length > 0 || properties === undefined || ms === undefined) {
    return { idempotency_key: id, validation_errors: errors };
  }
  return {
    id,
    ms,
    name: text('event_name') ?? '',
    timestamp,
    customer: text('customer_id'),
    external: text('external_customer_id'),
    properties: printNode(properties),
  };
}
