/** dist/ingestScan.js: scans chunks of a file that the ingest thread has open, on request. */
import { read } from 'node:fs';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import { ChunkReader } from '../ingest/chunk.ts';
import { ChunkScanner } from '../ingest/scanChunk.ts';
import type { Source } from '../ingest/ports.ts';
import type { FromScan, ScanWork, ToScan } from './scanThread.ts';

const port = parentPort;
if (port === null) throw new Error('This file runs as a worker thread.');
const { fd, size, context } = workerData as ScanWork;
const readAt = promisify(read);
const source: Source = {
  size,
  read: async (into, position) => (await readAt(fd, into, 0, into.length, position)).bytesRead,
  digest: (bytes) => createHash('sha256').update(bytes).digest('base64url'),
};
const scanner = new ChunkScanner(context);
/** One reader per chunk in progress, reused when it is free. */
const readers: ChunkReader[] = [];

async function answer(message: ToScan): Promise<void> {
  if (message.kind === 'totals') {
    port?.postMessage({ kind: 'totals', totals: scanner.totals } satisfies FromScan);
    return;
  }
  const { index } = message;
  const reader = readers.pop() ?? new ChunkReader(source);
  try {
    const chunk = await scanner.scan(reader, index);
    const result: FromScan = { kind: 'chunk', index, chunk };
    port?.postMessage(
      result,
      [chunk.states, chunk.hours, chunk.keys].map(({ buffer }) => buffer) as ArrayBuffer[],
    );
    readers.push(reader);
  } catch {
    // The ingest thread then scans the chunk itself and reports the error.
    port?.postMessage({ kind: 'failed', index } satisfies FromScan);
  }
}

port.on('message', (message: ToScan) => void answer(message));
port.postMessage({ kind: 'ready' } satisfies FromScan);
