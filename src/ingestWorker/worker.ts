/** dist/ingestWorker.js: runs an ingest session in its own thread. */
import * as l10n from '@vscode/l10n';
import { parentPort, workerData } from 'node:worker_threads';
import type { ToWorker } from './messages.ts';
import { IngestSession } from './session.ts';

const port = parentPort;
if (port === null) throw new Error('This file runs as a worker thread.');
const { bundle } = workerData as { readonly bundle?: Parameters<typeof l10n.config>[0] };
if (bundle !== undefined) await l10n.config(bundle);
const scanFile = new URL('./ingestScan.js', import.meta.url);
const session = new IngestSession((message) => port.postMessage(message), scanFile);
port.on('message', (message: ToWorker) => {
  void session.handle(message);
});
