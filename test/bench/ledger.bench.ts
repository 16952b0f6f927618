// What is known of IDs that a search doesn't find, in a ledger with 50,000 events, compared with
// simple lookups by key.
import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { median } from '../host/benchTable.ts';
import { anEvent, LedgerFolderOnDisk } from '../helpers/ledger.ts';
import { bench, milliseconds } from './bench.ts';

const REMEMBERED = 50_000;
const MISSING = 100;
/** What is looked up for each ID: amended, seen here, in another case, elsewhere, sent. */
const QUESTIONS = 5;
const ROUNDS = 30;
const BATCH = 500;

const missing = () => Array.from({ length: MISSING }, () => randomUUID());

export default bench({
  measures: {
    traces: async ({ size }) => {
      await using disk = new LedgerFolderOnDisk();
      const ledger = disk.open();
      const now = Date.now();
      for (let at = 0; at < size(REMEMBERED); at += BATCH) {
        const events = Array.from({ length: BATCH }, () => anEvent(randomUUID()));
        await ledger.seen.note('a', events, now);
      }
      await ledger.seen.note('a', [anEvent('Cased')], now);
      if (disk.lines.length > 0) throw new Error(disk.lines.join('\n'));
      return await repeated(async () => {
        const traces = await ledger.traces('a', [...missing().slice(1), 'cased']);
        if (traces.size !== 1) throw new Error('The ledger did not answer.');
      });
    },
    lookUps: async ({ size }) => {
      await using disk = new LedgerFolderOnDisk();
      const db = new DatabaseSync(disk.path('plain.sqlite'));
      db.exec('pragma journal_mode = wal; create table plain (id text primary key, raw text)');
      const insert = db.prepare('insert into plain values (?, ?)');
      db.exec('begin');
      for (let at = 0; at < size(REMEMBERED); at++) {
        const { event, raw } = anEvent(randomUUID());
        insert.run(event.id, raw);
      }
      db.exec('commit');
      const get = db.prepare('select raw from plain where id = ?');
      const ms = await repeated(() => {
        for (let at = 0; at < QUESTIONS; at++) for (const id of missing()) get.get(id);
      });
      db.close();
      return ms;
    },
  },
  rows: [
    { name: 'what is known of 100 missing IDs', of: 'traces', unit: 'ms', aim: 20 },
    {
      name: 'against as many look-ups by a key',
      of: 'traces',
      to: 'lookUps',
      unit: '×',
      atMost: 1,
    },
  ],
});

async function repeated(work: () => unknown): Promise<number> {
  const taken: number[] = [];
  for (let round = 0; round < ROUNDS; round++) taken.push(await milliseconds(work));
  return median(taken);
}
