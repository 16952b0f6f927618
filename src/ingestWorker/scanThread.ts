/** A second thread for the first pass: files of many megabytes are checked on two cores. */
import { Worker } from 'node:worker_threads';
import type { RunRecord } from '../ingest/journal.ts';
import type { ScanHelper, ScannedChunk, ScanTotals } from '../ingest/scanChunk.ts';
import { workerOptions } from './workerOptions.ts';

export interface ScanWork {
  /** Of the file, open in the whole process. */
  readonly fd: number;
  readonly size: number;
  readonly context: RunRecord['context'];
}

export type ToScan =
  { readonly kind: 'chunk'; readonly index: number } | { readonly kind: 'totals' };

export type FromScan =
  | { readonly kind: 'ready' }
  | { readonly kind: 'chunk'; readonly index: number; readonly chunk: ScannedChunk }
  | { readonly kind: 'failed'; readonly index: number }
  | { readonly kind: 'totals'; readonly totals: ScanTotals };

interface Asked<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: Error) => void;
}

export class ScanThread implements ScanHelper, AsyncDisposable {
  readonly #worker: Worker;
  readonly #chunks = new Map<number, Asked<ScannedChunk>>();
  #totals: Asked<ScanTotals> | undefined;
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

  totals(): Promise<ScanTotals> {
    return this.#ask({ kind: 'totals' }, (asked) => (this.#totals = asked));
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
    if (message.kind === 'totals') {
      this.#totals?.resolve(message.totals);
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
    this.#totals?.reject(this.#ended);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.terminate();
  }
}
