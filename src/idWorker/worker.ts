/** dist/idWorker.js: reads the event IDs of one large text, then ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { readIds } from '../core/ids/readIds.ts';
import { wordsIn } from '../core/ids/words.ts';
import type { FromIdWorker, IdWork } from './readInWorker.ts';

const port = parentPort;
if (port === null) throw new Error('This file runs as a worker thread.');
const tell = (message: FromIdWorker) => port.postMessage(message);
const { source, isFile } = workerData as IdWork;
const text = typeof source === 'string' ? source : new TextDecoder().decode(source);

port.once('message', (known: readonly string[]) => {
  const ids = new Set(known);
  tell({ kind: 'reading', reading: readIds(text, { isKnown: (id) => ids.has(id), isFile }) });
});
tell({ kind: 'words', words: wordsIn(text) });
