/** Events in the database: which version of an id counts, and how many events each hour has. */
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
 * The event that an id means now: the newest one that no backfill replaced, else the newest replaced one. Events of a
 * backfill that is not reflected are not there.
 */
export function findEvent(account: Account, id: string): EventRow | undefined {
  // Almost every id has one version: choosing here spares SQLite the sorting.
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

/** @returns false when the layer has this id already; nothing is stored then. */
export function insertEvent(
  account: Account,
  layer: number,
  event: NewEvent,
  shownFrom: number,
): boolean {
  const { changes } = account.db
    .sql(
      `insert into event (id, layer, ms, name, timestamp, customer, external, properties, shown_from)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
    )
    .run(
      event.id,
      layer,
      event.ms,
      event.name,
      event.timestamp,
      event.customer,
      event.external,
      event.properties,
      shownFrom,
    );
  return changes === 1;
}

export const hourOf = (ms: number) => Math.floor(ms / HOUR_MS);

/** Adds to the hours' counts; negative takes away. */
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
