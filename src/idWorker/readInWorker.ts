/** Reads event IDs on a thread of its own, since a text of megabytes takes seconds. */
import { Worker } from 'node:worker_threads';
import type { IdReading } from '../core/ids/reading.ts';

export interface IdWork {
  /** A text, or the UTF-8 of one. */
  readonly source: string | Uint8Array;
  readonly isFile: boolean;
}

export type FromIdWorker =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'reading'; readonly reading: IdReading };

/**
 * @param file the path of dist/idWorker.js
 * @param known which of some words are IDs that this editor has seen
 * @throws the signal's reason; Error when the thread ends early
 */
export async function readInWorker(
  file: string,
  work: IdWork,
  known: (words: readonly string[]) => Promise<ReadonlySet<string>>,
  signal: AbortSignal,
): Promise<IdReading> {
  signal.throwIfAborted();
  // The environment may hold an API key.
  const worker = new Worker(file, { env: {}, workerData: work });
  let abort: () => void = () => undefined;
  try {
    return await new Promise<IdReading>((resolve, reject) => {
      abort = () => reject(signal.reason as Error);
      signal.addEventListener('abort', abort);
      worker.on('error', reject);
      worker.on('exit', (code) => reject(new Error(`The thread ended with code ${String(code)}.`)));
      worker.on('message', (message: FromIdWorker) => {
        if (message.kind === 'reading') resolve(message.reading);
        else known(message.words).then((ids) => worker.postMessage([...ids]), reject);
      });
    });
  } finally {
    signal.removeEventListener('abort', abort);
    void worker.terminate();
  }
}
