/** Keeps the ledger within its limits: what is too old or too much is deleted, oldest first. */
import { DAY_MS } from '../core/timeframe.ts';
import { number, type Database } from './database.ts';
import { REMEMBERED } from './schema.ts';

export interface LedgerLimits {
  readonly maxAgeMs: number;
  readonly maxSeen: number;
  /** Versions that Orb showed before what it shows now. */
  readonly maxEarlier: number;
  readonly maxDocuments: number;
  readonly maxWrites: number;
  /** Hours of events sent, of all connections. */
  readonly maxSent: number;
  /** Of the file. */
  readonly maxBytes: number;
}

/** 400 days keep every write that still counts toward Orb's limits (100 in 100 days), and a year's history. */
export const defaultLimits: LedgerLimits = {
  maxAgeMs: 400 * DAY_MS,
  maxSeen: 50_000,
  maxEarlier: 20_000,
  maxDocuments: 5_000,
  maxWrites: 20_000,
  maxSent: 100_000,
  maxBytes: 200_000_000,
};

/** Sandboxes whose data set is known; older ones are long gone. */
const MAX_SANDBOXES = 200;

/** @param nowMs by this computer's clock */
export function prune(db: Database, limits: LedgerLimits, nowMs: number): void {
  const { maxAgeMs, maxBytes } = limits;
  db.transaction(() => {
    for (const table of REMEMBERED) {
      db.run(`delete from ${table} where kept_ms < ?`, [nowMs - maxAgeMs]);
    }
    db.run(
      `delete from sandbox_data where connection not in
         (select connection from sandbox_data order by kept_ms desc limit ?)`,
      [MAX_SANDBOXES],
    );
    for (const { table, max } of bySparing(limits)) {
      const excess = count(db, table) - max;
      if (excess > 0) removeOldest(db, table, excess);
    }
    for (const { table } of bySparing(limits)) {
      while (db.usedBytes > maxBytes) {
        const rows = count(db, table);
        if (rows === 0) break;
        removeOldest(db, table, Math.ceil(rows / 10));
      }
    }
  });
}

/** What can be read from Orb again goes first, the user's own writes last. */
const bySparing = (limits: LedgerLimits) =>
  [
    { table: 'seen', max: limits.maxSeen },
    { table: 'earlier', max: limits.maxEarlier },
    { table: 'document_bases', max: limits.maxDocuments },
    { table: 'sent', max: limits.maxSent },
    { table: 'writes', max: limits.maxWrites },
  ] as const;
type Pruned = ReturnType<typeof bySparing>[number]['table'];

/** Their keys, to delete single rows. */
const keys: Readonly<Record<Pruned, string>> = {
  seen: 'id',
  earlier: 'place',
  document_bases: 'connection, event, text_hash, session',
  sent: 'connection, hour_ms',
  writes: 'place',
};

const count = (db: Database, table: Pruned): number =>
  number(db.get(`select count(*) as n from ${table}`, [])?.['n']);

function removeOldest(db: Database, table: Pruned, rows: number): void {
  const key = keys[table];
  const order = table === 'writes' ? 'place' : 'kept_ms';
  db.run(
    `delete from ${table} where (${key}) in (select ${key} from ${table} order by ${order} limit ?)`,
    [rows],
  );
}
