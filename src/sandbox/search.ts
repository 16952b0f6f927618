/** `POST /events/search`: by ID and time frame (https://docs.withorb.com/api-reference/event/search-events). */
import { MAX_BATCH } from '../core/event.ts';
import { memberOf, type JsonNode } from '../core/jsonTree.ts';
import { DAY_MS } from '../core/timeframe.ts';
import { compareInstants, parseTimestamp, type Instant } from '../core/timestamp.ts';
import type { Account } from './account.ts';
import { findEvent, type EventRow } from './eventStore.ts';
import { objectOf } from './json.ts';
import { invalid } from './problems.ts';
import type { Call, Reply } from './call.ts';
import { pythonRepr, required } from './orbMessages.ts';

export function search({ account, body }: Call): Reply {
  const asked = objectOf(body, ['event_ids', 'timeframe_start', 'timeframe_end']);
  const ids = idsOf(memberOf(asked, 'event_ids'));
  const now = account.now();
  const start = instantOf(asked, 'timeframe_start') ?? exactly(now - 7 * DAY_MS);
  const end = instantOf(asked, 'timeframe_end') ?? exactly(now);
  if (compareInstants(start, end) > 0)
    throw invalid('timeframe_start must not be after timeframe_end');
  const found = [...new Set(ids)].flatMap((id) => {
    const event = findEvent(account, id);
    const shown =
      event && inFrame(event, start, end) ? shownVersion(account, event, now) : undefined;
    return shown === undefined ? [] : [print(account, shown)];
  });
  // Orb's document lists only `data`, but the real service has been seen to send the rest too.
  return {
    status: 200,
    body: `{"data":[${found.join(',')}],"pagination_metadata":{"has_more":false,"next_cursor":null}}`,
  };
}

function idsOf(node: JsonNode | undefined): readonly string[] {
  if (node === undefined) throw invalid(required('event_ids'));
  if (node.kind !== 'array') throw invalid(`${pythonRepr(node)} is not of type 'array'`);
  if (node.items.length === 0) throw invalid('event_ids must contain at least one ID');
  if (node.items.length > MAX_BATCH) {
    throw invalid(`event_ids can contain at most ${MAX_BATCH} IDs, not ${node.items.length}`);
  }
  return node.items.map((item) => {
    if (item.kind !== 'string') throw invalid(`${pythonRepr(item)} is not of type 'string'`);
    return item.value;
  });
}

const exactly = (ms: number): Instant => ({ ms, fine: '', zone: 'utc' });

/** A member that is a date-time or null. @throws Problem 400 */
function instantOf(node: JsonNode, key: string): Instant | undefined {
  const value = memberOf(node, key);
  if (value === undefined || value.kind === 'null') return undefined;
  const instant = value.kind === 'string' ? parseTimestamp(value.value) : undefined;
  if (instant === undefined) throw invalid(`${key}: ${pythonRepr(value)} is not a 'date-time'`);
  return instant;
}

function inFrame(event: EventRow, start: Instant, end: Instant): boolean {
  const at = parseTimestamp(event.timestamp) ?? exactly(event.ms);
  return compareInstants(at, start) >= 0 && compareInstants(at, end) < 0;
}

/** The version that search shows now: amendments and new events may be delayed (`searchDelayMs`). */
function shownVersion(account: Account, event: EventRow, now: number): EventRow | undefined {
  if (event.amended === 1 && account.settings.searchAmended === 'hidden') return undefined;
  if (event.shown_from <= now) return event;
  const earlier = account.db
    .sql(
      `select shown_from, name, properties from version where event = ? and shown_from <= ?
       order by rowid desc limit 1`,
    )
    .get(event.seq, now) as unknown as
    Pick<EventRow, 'shown_from' | 'name' | 'properties'> | undefined;
  return earlier && { ...event, ...earlier };
}

function print(account: Account, event: EventRow): string {
  const customer = account.customers.of(event);
  const text = JSON.stringify;
  return (
    `{"id":${text(event.id)},"customer_id":${text(customer?.id ?? event.customer)},` +
    `"external_customer_id":${text(customer?.externalCustomerId ?? event.external)},` +
    `"event_name":${text(event.name)},"properties":${event.properties},"timestamp":${text(event.timestamp)},` +
    `"deprecated":${event.deprecated === 1 || event.replaced_by !== null}}`
  );
}
