/** A second thread for the first pass: files of many megabytes are checked on two cores. */
import { Worker } from 'node:worker_threads';
import type { ScanHelper, ScannedChunk, Gist } from '../ingest/scanChunk.ts';
import type { FromScan, ScanWork, ToScan } from './scanMessages.ts';
import { workerOptions } from './workerOptions.ts';

interface Asked<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: Error) => void;
}

export class ScanThread implements ScanHelper, AsyncDisposable {
  readonly #worker: Worker;
  readonly #chunks = new Map<number, Asked<ScannedChunk>>();
  #gist: Asked<Gist> | undefined;
  #ended: Error | undefined;
  #start: Asked<void> | undefined;
  readonly ready = new Promise<void>((resolve, reject) => (this.#start = { resolve, reject }));

  /** @param file of the bundle of scanWorker.ts */
  constructor(file: URL, work: ScanWork) {
    // Who does not wait for the start need not hear that there was none.
    this.ready.catch(() => undefined);
    this.#worker = new Worker(file, { ...workerOptions, workerData: work });
    this.#worker.on('message', (message: FromScan) => this.#hear(message));
    this.#worker.on('error', (error) => this.#end(error));
    this.#worker.on('exit', () => this.#end(new Error('The thread has ended.')));
  }

  scan(index: number): Promise<ScannedChunk> {
    return this.#ask({ kind: 'chunk', index }, (asked) => this.#chunks.set(index, asked));
  }

  gist(): Promise<Gist> {
    return this.#ask({ kind: 'gist' }, (asked) => (this.#gist = asked));
  }

  #ask<T>(message: ToScan, keep: (asked: Asked<T>) => void): Promise<T> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => {
      keep({ resolve, reject });
      this.#worker.postMessage(message);
    });
  }

  #hear(message: FromScan): void {
    if (message.kind === 'ready') {
      this.#start?.resolve();
      return;
    }
    if (message.kind === 'gist') {
      this.#gist?.resolve(message.gist);
      // Nothing else is asked of it: its memory is for what follows.
      void this.#worker.terminate();
      return;
    }
    const asked = this.#chunks.get(message.index);
    this.#chunks.delete(message.index);
    if (message.kind === 'chunk') asked?.resolve(message.chunk);
    else asked?.reject(new Error("The chunk couldn't be scanned."));
  }

  #end(error: Error): void {
    this.#ended ??= error;
    this.#start?.reject(error);
    for (const asked of this.#chunks.values()) asked.reject(this.#ended);
    this.#chunks.clear();
    this.#gist?.reject(this.#ended);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.terminate();
  }
}
