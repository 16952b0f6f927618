/** The events that Orb showed, each as it was shown last. */
import { number, text, type Database } from './database.ts';
import type { SeenRow } from './seenRow.ts';

export interface SeenEvent {
  /** The event's JSON as Orb wrote it. */
  readonly raw: string;
  readonly firstMs: number;
  readonly lastMs: number;
}

export interface KnownNames {
  readonly eventNames: readonly string[];
  readonly customers: readonly string[];
  /** Of the properties of the events seen last. */
  readonly propertyNames: readonly string[];
}

/** Larger ones are rare, and reading their property names would hold up everything else. */
const MAX_NAMED_CHARACTERS = 20_000;

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

  /** Those of the IDs that were seen. */
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

  /** Event names, customers and property names seen, most recent first. */
  names(connectionId: string): KnownNames {
    const distinct = (column: 'event_name' | 'customer') =>
      this.db
        .all(
          `select ${column} as name from seen where connection = ? and ${column} is not null
           group by ${column} order by max(last_ms) desc limit 200`,
          [connectionId],
        )
        .map((row) => text(row['name']));
    const properties = this.db.all(
      `select key, min(place) from (
         select each.key as key, row_number() over (order by last_ms desc, each.id) as place
         from (select raw, last_ms from seen
               where connection = ? and length(raw) < ${MAX_NAMED_CHARACTERS} and json_valid(raw)
               order by last_ms desc limit 500),
           json_each(raw, '$.properties') as each)
       group by key order by min(place) limit 200`,
      [connectionId],
    );
    return {
      eventNames: distinct('event_name'),
      customers: distinct('customer'),
      propertyNames: properties.map((row) => text(row['key'])),
    };
  }
}
