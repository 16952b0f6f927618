/** Keeps the ledger within its bounds: what is too old or too much goes, oldest first. */
import { DAY_MS } from '../core/timeframe.ts';
import { number, type Database } from './database.ts';

export interface LedgerLimits {
  readonly maxAgeMs: number;
  readonly maxSeen: number;
  readonly maxDocuments: number;
  readonly maxWrites: number;
  /** Of the file. */
  readonly maxBytes: number;
}

/** 400 days keep every write that Orb's caps (100 in 100 days) still count, with a year's history. */
export const defaultLimits: LedgerLimits = {
  maxAgeMs: 400 * DAY_MS,
  maxSeen: 50_000,
  maxDocuments: 5_000,
  maxWrites: 20_000,
  maxBytes: 200_000_000,
};

export function prune(db: Database, limits: LedgerLimits, nowMs: number): void {
  const oldest = [nowMs - limits.maxAgeMs];
  db.transaction(() => {
    db.run('delete from seen where last_ms < ?', oldest);
    db.run('delete from writes where at_ms < ?', oldest);
    db.run('delete from document_bases where last_ms < ?', oldest);
    db.run('delete from sent where hour_ms < ?', oldest);
    for (const { all, remove, max } of bySparing(limits)) {
      const excess = number(db.get(all, [])?.['n']) - max;
      if (excess > 0) db.run(remove, [excess]);
    }
    for (const { all, remove } of bySparing(limits)) {
      while (db.usedBytes > limits.maxBytes) {
        const rows = number(db.get(all, [])?.['n']);
        if (rows === 0) break;
        db.run(remove, [Math.ceil(rows / 10)]);
      }
    }
  });
}

/** What can be read from Orb again goes first, the user's own writes last. */
const bySparing = (limits: LedgerLimits) => [
  {
    max: limits.maxSeen,
    all: 'select count(*) as n from seen',
    remove: `delete from seen where (connection, event) in
               (select connection, event from seen order by last_ms limit ?)`,
  },
  {
    max: limits.maxDocuments,
    all: 'select count(*) as n from document_bases',
    remove: `delete from document_bases where (connection, event, text_hash, session) in
               (select connection, event, text_hash, session from document_bases
                order by last_ms limit ?)`,
  },
  {
    max: limits.maxWrites,
    all: 'select count(*) as n from writes',
    remove: 'delete from writes where id in (select id from writes order by id limit ?)',
  },
];
