/** The events that Orb showed, each as it was shown last. */
import type { FoundEvent } from '../core/event.ts';
import { number, text, type Database } from './database.ts';

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

/** Characters of an event among the recent ones. */
const MAX_RECENT = 20_000;

export class SeenEvents {
  /** @param grown is told how many were noted */
  constructor(
    private readonly db: Database,
    private readonly grown: (rows: number, nowMs: number) => void,
  ) {}

  /** Remembers events as Orb showed them. */
  note(connectionId: string, events: readonly FoundEvent[], nowMs: number): void {
    this.db.runAll(
      `insert into seen values (?, ?, ?, ?, ?, ?, ?, ?)
       on conflict do update set raw = excluded.raw, event_name = excluded.event_name, customer = excluded.customer,
         timestamp = excluded.timestamp, last_ms = excluded.last_ms`,
      events.map(({ event, raw }) => {
        const customer = event.externalCustomerId ?? event.customerId;
        const { id, eventName, timestamp } = event;
        return [connectionId, id, raw, eventName, customer, timestamp, nowMs, nowMs];
      }),
    );
    this.grown(events.length, nowMs);
  }

  of(connectionId: string, eventId: string): SeenEvent | undefined {
    return this.ofAll(connectionId, [eventId]).get(eventId);
  }

  ofAll(connectionId: string, eventIds: readonly string[]): ReadonlyMap<string, SeenEvent> {
    const sql =
      'select * from seen where connection = ? and event in (select value from json_each(?))';
    return new Map(
      this.db.all(sql, [connectionId, JSON.stringify(eventIds)]).map((row) => [
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
    const sql =
      'select event from seen where connection = ? and event in (select value from json_each(?))';
    const rows = this.db.all(sql, [connectionId, JSON.stringify(eventIds)]);
    return new Set(rows.map((row) => text(row['event'])));
  }

  /** The external id of a customer, from the event of theirs that was seen last. Reads all events seen: not for each row of a view. */
  externalCustomerId(connectionId: string, customerId: string): string | undefined {
    const row = this.db.get(
      `select json_extract(raw, '$.external_customer_id') as alias from seen
       where connection = ? and json_valid(raw) and json_extract(raw, '$.customer_id') = ? and alias is not null
       order by last_ms desc limit 1`,
      [connectionId, customerId],
    );
    return row && text(row['alias']);
  }

  /** The JSON of the events seen last, as Orb wrote it, newest first. Very large ones are left out: they are slow to read. */
  recent(connectionId: string, limit: number): readonly string[] {
    const sql = `select raw from seen where connection = ? and length(raw) <= ${MAX_RECENT}
      order by last_ms desc limit ?`;
    return this.db.all(sql, [connectionId, limit]).map((row) => text(row['raw']));
  }

  /** Event names and customers seen, most recent first. */
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
         from (select raw, last_ms from seen where connection = ? and json_valid(raw) order by last_ms desc limit 500),
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
