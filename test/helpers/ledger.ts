// The ledger as in the extension: a client of the real thread, with its own folder.
import type { KeptBase } from '../../src/ledger/documents.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FoundEvent } from '../../src/core/event.ts';
import { LedgerClient, type ClientOptions } from '../../src/ledger/ledgerClient.ts';
import type { LedgerThread } from '../../src/ledger/ledgerConnection.ts';
import { startLedgerThread } from '../../src/ledger/ledgerThread.ts';
import type { TroubleNotice } from '../../src/ledger/troubleReport.ts';
import type { LedgerThreadData } from '../../src/ledger/worker.ts';
import { root } from '../host/root.ts';

/** Windows that share a folder. Disposing closes them all and deletes it. */
export class LedgerFolderOnDisk {
  readonly folder = mkdtempSync(join(tmpdir(), 'orb-ledger-'));
  readonly notices: TroubleNotice[] = [];
  readonly lines: string[] = [];
  /** The threads that were started, oldest first. */
  readonly threads: LedgerThread[] = [];
  readonly #opened: LedgerClient[] = [];
  #ids = 0;

  path(name = 'ledger-3.sqlite'): string {
    return join(this.folder, name);
  }

  open(data: Partial<LedgerThreadData> = {}, options: Partial<ClientOptions> = {}): LedgerClient {
    const client = new LedgerClient({
      start: (heard, failed) => {
        const script = join(root, 'dist', 'ledgerWorker.js');
        const thread = startLedgerThread(script, { folder: this.folder, ...data })(heard, failed);
        this.threads.push(thread);
        return thread;
      },
      newId: () => (this.#ids += 1),
      notice: (notice) => this.notices.push(notice),
      log: (line) => this.lines.push(line),
      // Tests aren't about delays of a busy machine, unless they say so.
      patienceMs: 10_000,
      ...options,
    });
    this.#opened.push(client);
    return client;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#opened.map((each) => each.close()));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** An event as search shows it. */
export function anEvent(id: string, customer = 'acme', eventName = 'api_call'): FoundEvent {
  const event = {
    id,
    eventName,
    timestamp: '2026-08-20T11:00:00Z',
    customerId: null,
    externalCustomerId: customer,
    properties: {},
    deprecated: false,
  };
  return { event, raw: JSON.stringify({ id, event_name: eventName }) };
}

/** A file of version 0.1: its tables as they were, each with a row. */
export const VERSION_2 = `
create table seen (
  connection text not null, event text not null,
  raw text not null, event_name text not null, customer text, timestamp text not null,
  first_ms integer not null, last_ms integer not null,
  primary key (connection, event)) without rowid;
create table writes (
  id integer primary key,
  connection text not null, event text not null, kind text not null check (kind in ('amend', 'deprecate')),
  before text not null, after text, customer text, at_ms integer not null,
  confirmed integer not null);
create table documents (
  editor_window text not null, connection text not null, event text not null,
  base text not null, text text not null, mtime integer not null, last_ms integer not null,
  primary key (connection, event, editor_window)) without rowid;
create table sent (
  connection text not null, hour_ms integer not null, events integer not null,
  primary key (connection, hour_ms)) without rowid;
create table sent_events (
  connection text not null, event text not null, at_ms integer not null,
  primary key (connection, event)) without rowid;
create table sandbox_data (
  connection text primary key, id text not null) without rowid;
pragma user_version = 2;
insert into seen values ('a', 'e', '{"id":"e","customer_id":"cus_1","external_customer_id":"acme"}', 'n', 'acme', 't', 1, 2);
insert into seen values ('a', 'broken', '[', 'n', 'acme', 't', 1, 2);
insert into writes values (1, 'a', 'e', 'amend', 'b', 'c', 'acme', 3, 1);
insert into documents values ('w', 'a', 'e', '{}', 't', 7, 2);
insert into sent values ('a', 0, 4);
insert into sent_events values ('a', 's', 5);
insert into sandbox_data values ('a', 'data');
`;

/** A document's text and its source, which tests change. */
export const keptBase = (of: Partial<KeptBase> = {}): KeptBase => ({
  session: 'session',
  connectionId: 'a',
  eventId: 'e',
  textHash: 'hash',
  base: '{}',
  text: '{ }',
  mtime: 7,
  readMs: 5,
  atMs: Date.now(),
  ...of,
});
