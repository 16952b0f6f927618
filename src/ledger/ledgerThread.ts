/** Starts the ledger's thread. */
import type { ConnectionOptions } from './ledgerConnection.ts';
import type { LedgerThreadData } from './worker.ts';

/** @param script the path of dist/ledgerWorker.js */
export const startLedgerThread =
  (script: string, data: LedgerThreadData): ConnectionOptions['start'] =>
  (heard, failed) => {
    // Loaded only here: activation needs no threads.
    const { Worker } = process.getBuiltinModule('node:worker_threads');
    // The environment may hold a key: the thread gets none of it.
    const worker = new Worker(script, { env: {}, workerData: data });
    worker.on('message', heard);
    worker.on('error', failed);
    const ended = new Promise<void>((resolve) => {
      worker.on('exit', (code) => {
        failed(new Error(`The ledger's thread ended with code ${String(code)}.`));
        resolve();
      });
    });
    return {
      post: (message) => worker.postMessage(message),
      stop: () => void worker.terminate(),
      ended,
    };
  };
