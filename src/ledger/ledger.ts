/**
 * What this user's editor knows and did, on this machine only: events seen, amendments and deprecations with the text
 * before and after, the versions open documents were loaded from, and how many events were sent into which hour.
 * Several windows share the file (SQLite in WAL mode). It never holds an API key. `deleteAll` empties it.
 */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { FoundEvent } from '../core/event.ts';
import { DAY_MS, HOUR_MS } from '../core/timeframe.ts';
import { SCHEMA, SCHEMA_VERSION } from './schema.ts';

export interface SeenEvent {
  /** The event's JSON as Orb wrote it. */
  readonly raw: string;
  readonly firstMs: number;
  readonly lastMs: number;
}

/** One amendment or deprecation sent from an editor on this machine. */
export interface LedgerWrite {
  readonly id: number;
  readonly kind: 'amend' | 'deprecate';
  /** The document text before. */
  readonly before: string;
  /** The text that was sent; null for a deprecation. */
  readonly after: string | null;
  readonly atMs: number;
  /** False: Orb's answer never came, so it may or may not have arrived. */
  readonly confirmed: boolean;
  /** Orb's search has shown it since; what search shows after that is newer, whatever it looks like. */
  readonly shown: boolean;
}

/** The version that an open document was loaded from, so that its conflict check survives a reload. */
export interface DocumentBase {
  /** The event's JSON as Orb wrote it. */
  readonly base: string;
  /** The document's text as last read or saved. */
  readonly text: string;
  readonly mtime: number;
}

export interface KnownNames {
  readonly eventNames: readonly string[];
  readonly customers: readonly string[];
  /** Of the properties of the events seen last. */
  readonly propertyNames: readonly string[];
}

export interface LedgerLimits {
  readonly maxAgeMs: number;
  readonly maxSeen: number;
  readonly maxWrites: number;
}

/** 400 days keep every write that Orb's caps (100 in 100 days) still count, with a year's history. */
export const defaultLimits: LedgerLimits = {
  maxAgeMs: 400 * DAY_MS,
  maxSeen: 50_000,
  maxWrites: 20_000,
};

type Row = Record<string, SQLOutputValue>;
const text = (value: SQLOutputValue | undefined) => String(value);
const number = (value: SQLOutputValue | undefined) => Number(value);
const asBase = (row: Row | undefined): DocumentBase | undefined =>
  row && { base: text(row['base']), text: text(row['text']), mtime: number(row['mtime']) };

export class Ledger {
  readonly #db: DatabaseSync;
  #sincePrune = 0;

  /**
   * Opens or creates the file; `:memory:` keeps nothing.
   * @throws when the file cannot be opened; the caller goes on without a ledger and says so.
   */
  constructor(
    path: string,
    nowMs: number,
    private readonly limits: LedgerLimits = defaultLimits,
  ) {
    // Not imported: loading the module costs every window, a ledger only those that use it.
    const sqlite = process.getBuiltinModule('node:sqlite');
    this.#db = new sqlite.DatabaseSync(path, { timeout: 5_000 });
    this.#db.exec('pragma journal_mode = wal; pragma synchronous = normal');
    const version = number(this.#db.prepare('pragma user_version').get()?.['user_version']);
    if (version !== SCHEMA_VERSION) {
      this.#db.exec('drop table if exists seen; drop table if exists writes');
      this.#db.exec('drop table if exists documents; drop table if exists sent');
      this.#db.exec('drop table if exists sent_events');
    }
    this.#db.exec(`${SCHEMA} pragma user_version = ${String(SCHEMA_VERSION)}`);
    this.prune(nowMs);
  }

  /** Remembers events as Orb showed them. */
  see(connectionId: string, events: readonly FoundEvent[], nowMs: number): void {
    this.#transaction(() => {
      const insert = this.#db.prepare(
        `insert into seen values (?, ?, ?, ?, ?, ?, ?, ?)
         on conflict do update set raw = excluded.raw, event_name = excluded.event_name, customer = excluded.customer,
           timestamp = excluded.timestamp, last_ms = excluded.last_ms`,
      );
      for (const { event, raw } of events) {
        const customer = event.externalCustomerId ?? event.customerId;
        const key = [connectionId, event.id] as const;
        insert.run(...key, raw, event.eventName, customer, event.timestamp, nowMs, nowMs);
      }
    });
    this.#sincePrune += events.length;
    if (this.#sincePrune > 1_000) this.prune(nowMs);
  }

  seen(connectionId: string, eventId: string): SeenEvent | undefined {
    const row = this.#get('select * from seen where connection = ? and event = ?', [
      connectionId,
      eventId,
    ]);
    return (
      row && {
        raw: text(row['raw']),
        firstMs: number(row['first_ms']),
        lastMs: number(row['last_ms']),
      }
    );
  }

  /** The connections in which these ids were seen, for ids that another connection does not find. */
  seenElsewhere(connectionId: string, eventId: string): readonly string[] {
    return this.#all('select connection from seen where event = ? and connection <> ?', [
      eventId,
      connectionId,
    ]).map((row) => text(row['connection']));
  }

  /** An id that was seen with other upper and lower case. */
  seenInOtherCase(connectionId: string, eventId: string): string | undefined {
    const row = this.#get(
      'select event from seen where connection = ? and event <> ? and lower(event) = lower(?) limit 1',
      [connectionId, eventId, eventId],
    );
    return row && text(row['event']);
  }

  /** The external id of a customer, from the event of theirs that was seen last. Reads all events seen: not for each row of a view. */
  externalCustomerId(connectionId: string, customerId: string): string | undefined {
    const row = this.#get(
      `select json_extract(raw, '$.external_customer_id') as alias from seen
       where connection = ? and json_valid(raw) and json_extract(raw, '$.customer_id') = ? and alias is not null
       order by last_ms desc limit 1`,
      [connectionId, customerId],
    );
    return row && text(row['alias']);
  }

  /** Event names and customers seen, most recent first. */
  names(connectionId: string): KnownNames {
    const distinct = (column: 'event_name' | 'customer') =>
      this.#all(
        `select ${column} as name from seen where connection = ? and ${column} is not null
         group by ${column} order by max(last_ms) desc limit 200`,
        [connectionId],
      ).map((row) => text(row['name']));
    const properties = this.#all(
      `select key, min(place) from (
         select each.key as key, row_number() over (order by last_ms desc, each.id) as place
         from (select raw, last_ms from seen where connection = ? and json_valid(raw) order by last_ms desc limit 500),
           json_each(raw, '$.properties') as each)
       group by key order by min(place) limit 200`,
      [connectionId],
    ).map((row) => text(row['key']));
    return {
      eventNames: distinct('event_name'),
      customers: distinct('customer'),
      propertyNames: properties,
    };
  }

  /** Records a write before it is sent; returns its number for `confirm` or `forget`. */
  begin(write: {
    readonly connectionId: string;
    readonly eventId: string;
    readonly kind: 'amend' | 'deprecate';
    readonly before: string;
    readonly after?: string;
    readonly customer: string | null;
    readonly atMs: number;
  }): number {
    const { connectionId, eventId, kind, before, after, customer, atMs } = write;
    const done = this.#db
      .prepare(
        `insert into writes (connection, event, kind, before, after, customer, at_ms, confirmed)
         values (?, ?, ?, ?, ?, ?, ?, 0)`,
      )
      .run(connectionId, eventId, kind, before, after ?? null, customer, atMs);
    return Number(done.lastInsertRowid);
  }

  /** Orb acknowledged the write. */
  confirm(id: number): void {
    this.#db.prepare('update writes set confirmed = max(confirmed, 1) where id = ?').run(id);
  }

  /** Orb's search shows the write, which also proves that it arrived. */
  shown(id: number): void {
    this.#db.prepare('update writes set confirmed = 2 where id = ?').run(id);
  }

  /** Orb refused the write: it did not happen. */
  forget(id: number): void {
    this.#db.prepare('delete from writes where id = ?').run(id);
  }

  /** The writes to one event, oldest first. */
  writes(connectionId: string, eventId: string): readonly LedgerWrite[] {
    return this.#all('select * from writes where connection = ? and event = ? order by id', [
      connectionId,
      eventId,
    ]).map((row) => ({
      id: number(row['id']),
      kind: text(row['kind']) as LedgerWrite['kind'],
      before: text(row['before']),
      after: row['after'] === null ? null : text(row['after']),
      atMs: number(row['at_ms']),
      confirmed: row['confirmed'] !== 0,
      shown: row['confirmed'] === 2,
    }));
  }

  /** The ids of the events that were written to. */
  writtenEvents(connectionId: string): ReadonlySet<string> {
    const rows = this.#all('select distinct event from writes where connection = ?', [
      connectionId,
    ]);
    return new Set(rows.map((row) => text(row['event'])));
  }

  /** How many different events of a customer were written since a time, for Orb's cap of 100 in 100 days. */
  count(
    kind: LedgerWrite['kind'],
    connectionId: string,
    customer: string | null,
    sinceMs: number,
  ): number {
    const row = this.#get(
      `select count(distinct event) as n from writes
       where connection = ? and customer is ? and kind = ? and at_ms >= ?`,
      [connectionId, customer, kind, sinceMs],
    );
    return number(row?.['n']);
  }

  /** @param window whose document it is: edits in one window are checked against what that window loaded, not against another's */
  keepDocument(
    window: string,
    connectionId: string,
    eventId: string,
    base: DocumentBase,
    nowMs: number,
  ): void {
    this.#db
      .prepare('insert or replace into documents values (?, ?, ?, ?, ?, ?, ?)')
      .run(window, connectionId, eventId, base.base, base.text, base.mtime, nowMs);
  }

  document(window: string, connectionId: string, eventId: string): DocumentBase | undefined {
    return asBase(
      this.#get(
        'select * from documents where editor_window = ? and connection = ? and event = ?',
        [window, connectionId, eventId],
      ),
    );
  }

  /** The version that any window loaded last. */
  newestDocument(connectionId: string, eventId: string): DocumentBase | undefined {
    return asBase(
      this.#get(
        'select * from documents where connection = ? and event = ? order by last_ms desc limit 1',
        [connectionId, eventId],
      ),
    );
  }

  /** Adds to the number of events sent, by the hour of their own timestamps. */
  addSent(connectionId: string, hours: ReadonlyMap<number, number>): void {
    this.#transaction(() => {
      const add = this.#db.prepare(
        `insert into sent values (?, ?, ?) on conflict do update set events = events + excluded.events`,
      );
      for (const [hourMs, events] of hours) add.run(connectionId, hourMs, events);
    });
  }

  /** Hour → events sent from here, start inclusive, end exclusive. */
  sent(connectionId: string, startMs: number, endMs: number): ReadonlyMap<number, number> {
    const rows = this.#all(
      'select hour_ms, events from sent where connection = ? and hour_ms >= ? and hour_ms < ?',
      [connectionId, startMs, endMs],
    );
    return new Map(rows.map((row) => [number(row['hour_ms']), number(row['events'])]));
  }

  /** Notes events sent just now, so that a search that does not show them yet can say why. They are kept for an hour. */
  noteSent(connectionId: string, eventIds: readonly string[], nowMs: number): void {
    this.#transaction(() => {
      this.#db.prepare('delete from sent_events where at_ms < ?').run(nowMs - HOUR_MS);
      const add = this.#db.prepare('insert or replace into sent_events values (?, ?, ?)');
      for (const eventId of eventIds) add.run(connectionId, eventId, nowMs);
    });
  }

  /** When an event was sent from here, if that was within the hour or so. */
  sentMs(connectionId: string, eventId: string): number | undefined {
    const sql = 'select at_ms from sent_events where connection = ? and event = ?';
    const row = this.#get(sql, [connectionId, eventId]);
    return row && number(row['at_ms']);
  }

  /** Drops what is too old or too much, oldest first. */
  prune(nowMs: number): void {
    this.#sincePrune = 0;
    const oldest = nowMs - this.limits.maxAgeMs;
    this.#transaction(() => {
      this.#db.prepare('delete from seen where last_ms < ?').run(oldest);
      this.#db.prepare('delete from writes where at_ms < ?').run(oldest);
      this.#db.prepare('delete from documents where last_ms < ?').run(oldest);
      this.#db.prepare('delete from sent where hour_ms < ?').run(oldest);
      this.#db
        .prepare(
          `delete from seen where (connection, event) in
             (select connection, event from seen order by last_ms desc limit -1 offset ?)`,
        )
        .run(this.limits.maxSeen);
      this.#db
        .prepare(
          'delete from writes where id in (select id from writes order by id desc limit -1 offset ?)',
        )
        .run(this.limits.maxWrites);
    });
  }

  deleteAll(): void {
    this.#db.exec('delete from seen; delete from writes; delete from documents; delete from sent');
    this.#db.exec('delete from sent_events');
    this.#db.exec('vacuum');
  }

  close(): void {
    this.#db.close();
  }

  #transaction(work: () => void): void {
    this.#db.exec('begin immediate');
    try {
      work();
      this.#db.exec('commit');
    } catch (error) {
      this.#db.exec('rollback');
      throw error;
    }
  }

  #get(sql: string, args: readonly (string | number | null)[]): Row | undefined {
    return this.#db.prepare(sql).get(...args);
  }

  #all(sql: string, args: readonly (string | number | null)[]): readonly Row[] {
    return this.#db.prepare(sql).all(...args);
  }
}
