/** Hands out batches to several senders; each takes the next one when it is free. */
import type { Batch } from './batch.ts';
import type { RejectedLine } from './ports.ts';
import { readBatches, type BatchSource } from './batchReader.ts';

export class Feed {
  readonly #chunks;
  #ready: Batch[] = [];
  #turn: Promise<unknown> = Promise.resolve();
  #ended = false;

  constructor(
    batchSource: BatchSource,
    private readonly reject: (line: RejectedLine) => void | Promise<void>,
    private readonly cancel: AbortSignal,
  ) {
    this.#chunks = readBatches(batchSource);
  }

  /** The next batch, or undefined at the end of the file and after a cancel. Calls are served in order. */
  next(): Promise<Batch | undefined> {
    const mine = this.#turn.then(() => this.#take());
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  async #take(): Promise<Batch | undefined> {
    while (this.#ready.length === 0 && !this.#ended && !this.cancel.aborted) {
      const chunk = await this.#chunks.next();
      if (chunk.done === true) this.#ended = true;
      else {
        for (const line of chunk.value.rejected) await this.reject(line);
        this.#ready = [...chunk.value.batches];
      }
    }
    return this.#ready.shift();
  }
}
