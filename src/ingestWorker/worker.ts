/** dist/ingestWorker.js: runs an ingest session in its own thread. */
import * as l10n from '@vscode/l10n';
import { parentPort, workerData } from 'node:worker_threads';
import { setLanguage } from '../core/language.ts';
import type { ToWorker, WorkerLanguage } from './messages.ts';
import { IngestSession } from './session.ts';

const port = parentPort;
if (port === null) throw new Error('This file runs as a worker thread.');
const { language, contents } = workerData as WorkerLanguage;
if (contents !== undefined) l10n.config({ contents });
setLanguage(language);
const scanFile = new URL('./ingestScan.js', import.meta.url);
const session = new IngestSession((message) => port.postMessage(message), scanFile);
port.on('message', (message: ToWorker) => {
  void session.handle(message);
});
