// The ledger as the extension has it: a client of the real thread, over a folder of its own.
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

/** Windows over one folder. Dispose closes them all and deletes it. */
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
      // What is late on a busy computer is no test's subject, unless it says so.
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
