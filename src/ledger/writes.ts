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
  /** It arrived. False: Orb never responded, so it may have arrived or not. */
  readonly confirmed: boolean;
  /** False: Orb never responded, whatever is known since. */
  readonly answered: boolean;
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

/** Writes have IDs chosen by the sender, so that it can report their outcome before the file has them. */
export class Writes {
  constructor(private readonly db: Database) {}

  /** Records a write before it is sent. */
  begin(id: number, write: NewWrite, keptMs: number): void {
    const { connectionId, eventId, kind, before, after, customer, atMs } = write;
    this.db.run(
      `insert or ignore into writes (id, connection, event, kind, before, after, customer, at_ms, confirmed, kept_ms)
       values (?, ?, ?, ?, ?, ?, ?, ?, 0, ?)`,
      [id, connectionId, eventId, kind, before, after ?? null, customer, atMs, keptMs],
    );
  }

  /** Orb acknowledged the write. */
  confirm(id: number): void {
    this.db.run(
      'update writes set confirmed = case confirmed when 0 then 1 when 3 then 2 else confirmed end where id = ?',
      [id],
    );
  }

  /** Orb's search shows the write, which also proves that it arrived. */
  shown(id: number): void {
    this.db.run(
      'update writes set confirmed = case confirmed when 0 then 3 when 1 then 2 else confirmed end where id = ?',
      [id],
    );
  }

  /** Orb rejected the write: it didn't happen. */
  forget(id: number): void {
    this.db.run('delete from writes where id = ?', [id]);
  }

  /** The writes to each of the events, oldest first. */
  of(
    connectionId: string,
    eventIds: readonly string[],
  ): ReadonlyMap<string, readonly LedgerWrite[]> {
    const sql = `select * from writes where connection = ? and event in (select value from json_each(?)) order by place`;
    const found = new Map<string, LedgerWrite[]>();
    for (const row of this.db.all(sql, [connectionId, JSON.stringify(eventIds)])) {
      const eventId = text(row['event']);
      const before = found.get(eventId);
      if (before === undefined) found.set(eventId, [toWrite(row)]);
      else before.push(toWrite(row));
    }
    return found;
  }

  /** The IDs of a customer's events that were written to since a time. */
  written(
    kind: LedgerWrite['kind'],
    connectionId: string,
    customer: string | null,
    sinceMs: number,
  ): ReadonlySet<string> {
    const rows = this.db.all(
      `select distinct event from writes
       where connection = ? and customer is ? and kind = ? and at_ms >= ?`,
      [connectionId, customer, kind, sinceMs],
    );
    return new Set(rows.map((row) => text(row['event'])));
  }
}

const toWrite = (row: Row): LedgerWrite => ({
  id: number(row['id']),
  kind: text(row['kind']) as LedgerWrite['kind'],
  before: text(row['before']),
  after: row['after'] === null ? null : text(row['after']),
  atMs: number(row['at_ms']),
  confirmed: row['confirmed'] !== 0,
  answered: row['confirmed'] === 1 || row['confirmed'] === 2,
  shown: row['confirmed'] === 2 || row['confirmed'] === 3,
});
