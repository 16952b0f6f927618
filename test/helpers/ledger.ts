// The ledger as the extension has it: a client of the real thread, over a folder of its own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { FoundEvent } from '../../src/core/event.ts';
import { LedgerClient, type ClientOptions } from '../../src/ledger/ledgerClient.ts';
import type { TroubleNotice } from '../../src/ledger/troubleReport.ts';
import type { LedgerThreadData } from '../../src/ledger/worker.ts';

/** Windows over one folder. Dispose closes them all and deletes it. */
export class LedgerFolderOnDisk {
  readonly folder = mkdtempSync(join(tmpdir(), 'orb-ledger-'));
  readonly notices: TroubleNotice[] = [];
  readonly lines: string[] = [];
  /** The threads that were started, oldest first. */
  readonly workers: Worker[] = [];
  readonly #opened: LedgerClient[] = [];
  #ids = 0;

  path(name = 'ledger-3.sqlite'): string {
    return join(this.folder, name);
  }

  open(data: Partial<LedgerThreadData> = {}, options: Partial<ClientOptions> = {}): LedgerClient {
    const client = new LedgerClient({
      start: (heard, failed) => {
        const workerData = { folder: this.folder, ...data };
        const worker = new Worker(resolve('dist/ledgerWorker.js'), { workerData, env: {} });
        this.workers.push(worker);
        worker.on('message', heard);
        worker.on('error', failed);
        const ended = new Promise<void>((done) => {
          worker.on('exit', () => {
            failed(new Error('It ended.'));
            done();
          });
        });
        return { post: (message) => worker.postMessage(message), ended };
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
