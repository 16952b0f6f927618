/** Events in the database: which version of an ID counts, and how many events each hour has. */
import { HOUR_MS } from '../core/timeframe.ts';
import type { Account } from './account.ts';

export interface EventRow {
  readonly seq: number;
  readonly id: string;
  readonly layer: number;
  readonly ms: number;
  readonly name: string;
  /** UTC, with as many digits as it came with. */
  readonly timestamp: string;
  /** As ingested: one of the two is null. */
  readonly customer: string | null;
  readonly external: string | null;
  /** JSON as it was written. */
  readonly properties: string;
  /** When search shows this version. */
  readonly shown_from: number;
  readonly deprecated: number;
  /** The layer of the backfill that replaced it. */
  readonly replaced_by: number | null;
  readonly amended: number;
}

/** An event that passed all rules, ready to be stored. */
export interface NewEvent {
  readonly id: string;
  readonly ms: number;
  readonly name: string;
  readonly timestamp: string;
  readonly customer: string | null;
  readonly external: string | null;
  readonly properties: string;
}

const COLUMNS =
  'event.seq, id, layer, ms, name, timestamp, customer, external, properties, shown_from, deprecated, replaced_by, amended';

/**
 * The event with this ID: the newest one that no backfill replaced, else the newest replaced one. Events of a backfill that isn't
 * reflected don't count.
 */
export function findEvent(account: Account, id: string): EventRow | undefined {
  // Almost every ID has one version: choosing here saves SQLite the sorting.
  const versions = account.db
    .sql(
      `select ${COLUMNS} from event join layer on layer.number = layer
       where id = ? and account = ? and live = 1`,
    )
    .all(id, account.number) as unknown as readonly EventRow[];
  const [first, ...others] = versions;
  return first && others.reduce((best, other) => (counts(other, best) ? other : best), first);
}

function counts(row: EventRow, other: EventRow): boolean {
  if ((row.replaced_by === null) !== (other.replaced_by === null)) return row.replaced_by === null;
  return row.seq > other.seq;
}

/** The event in one layer, live or not. */
export function findInLayer(account: Account, id: string, layer: number): EventRow | undefined {
  return account.db
    .sql(`select ${COLUMNS} from event where id = ? and layer = ?`)
    .get(id, layer) as unknown as EventRow | undefined;
}

/** Rows per insert statement: half as much work per row as one by one; more gains nothing. */
const ROWS = 20;
const insert = (rows: number) =>
  `insert into event (id, layer, ms, name, timestamp, customer, external, properties, shown_from)
   values ${Array(rows).fill('(?, ?, ?, ?, ?, ?, ?, ?, ?)').join()} on conflict do nothing`;
const [INSERT_ROWS, INSERT_ONE] = [insert(ROWS), insert(1)];

/**
 * Stores events.
 * @returns those that aren't stored, since the layer, or an earlier one of them, already has their IDs
 */
export function insertEvents(
  { db }: Account,
  layer: number,
  events: readonly NewEvent[],
  shownFrom: number,
): readonly NewEvent[] {
  const taken: NewEvent[] = [];
  const run = (sql: string, rows: readonly NewEvent[]) => {
    const values: (string | number | null)[] = [];
    for (const { id, ms, name, timestamp, customer, external, properties } of rows) {
      values.push(id, layer, ms, name, timestamp, customer, external, properties, shownFrom);
    }
    const result = db.sql(sql).run(...values);
    const changes = Number(result.changes);
    if (changes === rows.length) return;
    // New rows have the highest numbers, in the order they came in.
    const before = Number(result.lastInsertRowid) - changes;
    const stored =
      changes === 0 ? [] : db.sql('select id from event where seq > ? order by seq').all(before);
    let next = 0;
    for (const row of rows) {
      if (row.id === stored[next]?.['id']) next++;
      else taken.push(row);
    }
  };
  const whole = events.length - (events.length % ROWS);
  for (let at = 0; at < whole; at += ROWS) run(INSERT_ROWS, events.slice(at, at + ROWS));
  for (let at = whole; at < events.length; at++) run(INSERT_ONE, events.slice(at, at + 1));
  return taken;
}

export const hourOf = (ms: number) => Math.floor(ms / HOUR_MS);

/** Adds to the hours' counts; negative numbers subtract. */
export function addToHours(account: Account, counts: ReadonlyMap<number, number>): void {
  for (const [hour, count] of counts) {
    account.db
      .sql(
        `insert into hour (account, hour, count) values (?, ?, ?)
         on conflict (account, hour) do update set count = count + excluded.count`,
      )
      .run(account.number, hour, count);
  }
}
