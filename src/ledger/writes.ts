/** The amendments and deprecations sent from an editor on this machine. */
import { number, text, type Database, type Row } from './database.ts';

/** One amendment or deprecation. */
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

export interface NewWrite {
  readonly connectionId: string;
  readonly eventId: string;
  readonly kind: 'amend' | 'deprecate';
  readonly before: string;
  readonly after?: string;
  readonly customer: string | null;
  readonly atMs: number;
}

export class Writes {
  constructor(private readonly db: Database) {}

  /** Records a write before it is sent; returns its number for `confirm` or `forget`. */
  begin(write: NewWrite): number {
    const { connectionId, eventId, kind, before, after, customer, atMs } = write;
    return this.db.run(
      `insert into writes (connection, event, kind, before, after, customer, at_ms, confirmed)
       values (?, ?, ?, ?, ?, ?, ?, 0)`,
      [connectionId, eventId, kind, before, after ?? null, customer, atMs],
    ).id;
  }

  /** Orb acknowledged the write. */
  confirm(id: number): void {
    this.db.run('update writes set confirmed = max(confirmed, 1) where id = ?', [id]);
  }

  /** Orb's search shows the write, which also proves that it arrived. */
  shown(id: number): void {
    this.db.run('update writes set confirmed = 2 where id = ?', [id]);
  }

  /** Orb refused the write: it did not happen. */
  forget(id: number): void {
    this.db.run('delete from writes where id = ?', [id]);
  }

  /** The writes to one event, oldest first. */
  of(connectionId: string, eventId: string): readonly LedgerWrite[] {
    return this.ofAll(connectionId, [eventId]).get(eventId) ?? [];
  }

  /** The writes to each of the events, oldest first. */
  ofAll(
    connectionId: string,
    eventIds: readonly string[],
  ): ReadonlyMap<string, readonly LedgerWrite[]> {
    const sql = `select * from writes where connection = ? and event in (select value from json_each(?)) order by id`;
    const found = new Map<string, LedgerWrite[]>();
    for (const row of this.db.all(sql, [connectionId, JSON.stringify(eventIds)])) {
      const eventId = text(row['event']);
      const before = found.get(eventId);
      if (before === undefined) found.set(eventId, [toWrite(row)]);
      else before.push(toWrite(row));
    }
    return found;
  }

  /** How many different events of a customer were written since a time, for Orb's cap of 100 in 100 days. */
  count(
    kind: LedgerWrite['kind'],
    connectionId: string,
    customer: string | null,
    sinceMs: number,
  ): number {
    const row = this.db.get(
      `select count(distinct event) as n from writes
       where connection = ? and customer is ? and kind = ? and at_ms >= ?`,
      [connectionId, customer, kind, sinceMs],
    );
    return number(row?.['n']);
  }
}

const toWrite = (row: Row): LedgerWrite => ({
  id: number(row['id']),
  kind: text(row['kind']) as LedgerWrite['kind'],
  before: text(row['before']),
  after: row['after'] === null ? null : text(row['after']),
  atMs: number(row['at_ms']),
  confirmed: row['confirmed'] !== 0,
  shown: row['confirmed'] === 2,
});
