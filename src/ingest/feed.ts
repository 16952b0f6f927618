/** Batches for several senders at once: each asks for the next one when it is free. */
import type { Batch } from './batch.ts';
import type { RejectedLine } from './ports.ts';
import { stepsOf, type Pass } from './pass.ts';

export class Feed {
  readonly #steps;
  #ready: Batch[] = [];
  #turn: Promise<unknown> = Promise.resolve();
  #ended = false;

  constructor(
    pass: Pass,
    private readonly reject: (line: RejectedLine) => void | Promise<void>,
    private readonly cancel: AbortSignal,
  ) {
    this.#steps = stepsOf(pass);
  }

  /** The next batch, or undefined at the end of the file and after a cancel. Askers are served one after the other. */
  next(): Promise<Batch | undefined> {
    const mine = this.#turn.then(() => this.#take());
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  async #take(): Promise<Batch | undefined> {
    while (this.#ready.length === 0 && !this.#ended && !this.cancel.aborted) {
      const step = await this.#steps.next();
      if (step.done === true) this.#ended = true;
      else {
        for (const line of step.value.rejected) await this.reject(line);
        this.#ready = [...step.value.batches];
      }
    }
    return this.#ready.shift();
  }
}
