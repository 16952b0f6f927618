/** The events that Orb showed, each in its last version. */
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

  /** The JSON of the events seen last, as Orb wrote it, newest first. Very large ones are left out: they are slow to read. */
  recent(connectionId: string, limit: number): readonly string[] {
    const sql = `select raw from seen where connection = ? and length(raw) <= ${MAX_RECENT}
      order by last_ms desc limit ?`;
    return this.db.all(sql, [connectionId, limit]).map((row) => text(row['raw']));
  }
}
