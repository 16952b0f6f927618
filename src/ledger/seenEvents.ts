/** The events that Orb showed, each in its last version. */
import { parseTimestamp } from '../core/timestamp.ts';
import { number, text, type Database } from './database.ts';
import type { SeenRow } from './seenRow.ts';

export interface SeenEvent {
  /** The event's JSON as Orb wrote it. */
  readonly raw: string;
  readonly firstMs: number;
  readonly lastMs: number;
}

/** What Orb showed of an event before it showed something else. */
export interface EarlierVersion {
  /** The event's JSON as Orb wrote it. */
  readonly raw: string;
  /** When another version was seen. */
  readonly untilMs: number;
}

/** A customer as events name it: by one of both IDs, or both. */
export interface SeenCustomer {
  readonly externalCustomerId: string | null;
  readonly customerId: string | null;
}

/** Longest JSON of an event in `recent`, in characters. */
const MAX_RECENT = 20_000;

export class SeenEvents {
  constructor(private readonly db: Database) {}

  note(connectionId: string, events: readonly SeenRow[], nowMs: number, keptMs: number): void {
    this.db.runAll(
      `insert into seen (connection, event, raw, event_name, customer, orb_customer, timestamp, first_ms, last_ms, kept_ms)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       on conflict do update set raw = excluded.raw, event_name = excluded.event_name, customer = excluded.customer,
         orb_customer = excluded.orb_customer, timestamp = excluded.timestamp, last_ms = excluded.last_ms,
         kept_ms = excluded.kept_ms`,
      events.map(({ eventId, raw, eventName, customer, orbCustomer, timestamp }) => [
        ...[connectionId, eventId, raw, eventName, customer, orbCustomer, timestamp],
        ...[nowMs, nowMs, keptMs],
      ]),
    );
  }

  of(connectionId: string, eventIds: readonly string[]): ReadonlyMap<string, SeenEvent> {
    const rows = this.db.all(
      `select event, raw, first_ms, last_ms from seen
       where event in (select value from json_each(?)) and connection = ?`,
      [JSON.stringify(eventIds), connectionId],
    );
    return new Map(
      rows.map((row) => [
        text(row['event']),
        {
          raw: text(row['raw']),
          firstMs: number(row['first_ms']),
          lastMs: number(row['last_ms']),
        },
      ]),
    );
  }

  /** The versions before the last one, oldest first. */
  earlier(
    connectionId: string,
    eventIds: readonly string[],
  ): ReadonlyMap<string, readonly EarlierVersion[]> {
    const rows = this.db.all(
      `select event, raw, until_ms from earlier
       where event in (select value from json_each(?)) and connection = ? order by place`,
      [JSON.stringify(eventIds), connectionId],
    );
    const versions = new Map<string, EarlierVersion[]>();
    for (const row of rows) {
      const eventId = text(row['event']);
      const version = { raw: text(row['raw']), untilMs: number(row['until_ms']) };
      versions.set(eventId, [...(versions.get(eventId) ?? []), version]);
    }
    return versions;
  }

  /** Which of the IDs have been seen. */
  known(connectionId: string, eventIds: readonly string[]): ReadonlySet<string> {
    const rows = this.db.all(
      'select event from seen where event in (select value from json_each(?)) and connection = ?',
      [JSON.stringify(eventIds), connectionId],
    );
    return new Set(rows.map((row) => text(row['event'])));
  }

  /** The external ID of a customer, from the event of theirs that was seen last. */
  externalCustomerId(connectionId: string, customerId: string): string | undefined {
    const row = this.db.get(
      'select customer from seen where connection = ? and orb_customer = ? order by last_ms desc limit 1',
      [connectionId, customerId],
    );
    return row && text(row['customer']);
  }

  /** The customers of the events seen last, most recent first. */
  customers(connectionId: string, limit: number): readonly SeenCustomer[] {
    // Without Orb's ID next to it, `customer` is either of both: the event's JSON shows which.
    const sql = `select customer, orb_customer, max(last_ms) as last, raw from seen
      where connection = ? and customer is not null group by customer, orb_customer
      order by last desc limit ?`;
    return this.db.all(sql, [connectionId, limit]).map((row) => {
      const customer = text(row['customer']);
      const orbId = row['orb_customer'];
      if (typeof orbId === 'string') return { externalCustomerId: customer, customerId: orbId };
      return isExternal(text(row['raw']), customer)
        ? { externalCustomerId: customer, customerId: null }
        : { externalCustomerId: null, customerId: customer };
    });
  }

  /** The IDs of a customer's events in a time frame, end exclusive. */
  idsOf(
    connectionId: string,
    { externalCustomerId, customerId }: SeenCustomer,
    startMs: number,
    endMs: number,
  ): readonly string[] {
    const sql = `select event, timestamp from seen
      where connection = ? and (customer is ? or customer is ? or orb_customer is ?)`;
    const [external, orb] = [externalCustomerId ?? customerId, customerId ?? externalCustomerId];
    return this.db.all(sql, [connectionId, external, orb, orb]).flatMap((row) => {
      const ms = parseTimestamp(text(row['timestamp']))?.ms ?? Number.NaN;
      return ms >= startMs && ms < endMs ? [text(row['event'])] : [];
    });
  }

  /** The JSON of the events seen last, as Orb wrote it, newest first. Very large ones are left out: they are slow to read. */
  recent(connectionId: string, limit: number): readonly string[] {
    const sql = `select raw from seen where connection = ? and length(raw) <= ${MAX_RECENT}
      order by last_ms desc limit ?`;
    return this.db.all(sql, [connectionId, limit]).map((row) => text(row['raw']));
  }
}

function isExternal(raw: string, customer: string): boolean {
  try {
    const event = JSON.parse(raw) as { readonly external_customer_id?: unknown };
    return event.external_customer_id === customer;
  } catch {
    return false;
  }
}
