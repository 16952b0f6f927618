/** A second thread for validation, so that large files are validated on two cores. */
import { Worker } from 'node:worker_threads';
import type { RunRecord } from '../ingest/journal.ts';
import type { ScanHelper, ScannedChunk, ScanTotals } from '../ingest/scanChunk.ts';
import { workerOptions } from './workerOptions.ts';

export interface ScanWork {
  /** File descriptor, valid in the whole process. */
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

interface Pending<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: Error) => void;
}

export class ScanThread implements ScanHelper, AsyncDisposable {
  readonly #worker: Worker;
  readonly #chunks = new Map<number, Pending<ScannedChunk>>();
  #totals: Pending<ScanTotals> | undefined;
  #ended: Error | undefined;
  #start: Pending<void> | undefined;
  readonly ready = new Promise<void>((resolve, reject) => (this.#start = { resolve, reject }));

  /** @param file of the bundle of scanWorker.ts */
  constructor(file: URL, work: ScanWork) {
    // Avoids an unhandled rejection when nothing waits for the start.
    this.ready.catch(() => undefined);
    this.#worker = new Worker(file, { ...workerOptions, workerData: work });
    this.#worker.on('message', (message: FromScan) => this.#receive(message));
    this.#worker.on('error', (error) => this.#end(error));
    this.#worker.on('exit', () => this.#end(new Error('The thread has ended.')));
  }

  scan(index: number): Promise<ScannedChunk> {
    return this.#ask({ kind: 'chunk', index }, (pending) => this.#chunks.set(index, pending));
  }

  totals(): Promise<ScanTotals> {
    return this.#ask({ kind: 'totals' }, (pending) => (this.#totals = pending));
  }

  #ask<T>(message: ToScan, keep: (pending: Pending<T>) => void): Promise<T> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => {
      keep({ resolve, reject });
      this.#worker.postMessage(message);
    });
  }

  #receive(message: FromScan): void {
    if (message.kind === 'ready') {
      this.#start?.resolve();
      return;
    }
    if (message.kind === 'totals') {
      this.#totals?.resolve(message.totals);
      // This is the last request, so the thread's memory can be freed.
      void this.#worker.terminate();
      return;
    }
    const pending = this.#chunks.get(message.index);
    this.#chunks.delete(message.index);
    if (message.kind === 'chunk') pending?.resolve(message.chunk);
    else pending?.reject(new Error("The chunk couldn't be scanned."));
  }

  #end(error: Error): void {
    this.#ended ??= error;
    this.#start?.reject(error);
    for (const pending of this.#chunks.values()) pending.reject(this.#ended);
    this.#chunks.clear();
    this.#totals?.reject(this.#ended);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.terminate();
  }
}
