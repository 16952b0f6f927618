/**
 * A page that entered through the door: what it sends arrives in pieces, and messages to it wait
 * until it polls.
 */
import type { Port } from '../../protocol/rpc.ts';

/** How long a poll waits for messages; the browser's side gives up after 30 s. */
const POLL_MS = 15_000;
/** A page that is there polls again at once. */
const GONE_MS = 5_000;

export class Visit implements Port {
  #listener: ((message: unknown) => void) | undefined;
  #piece = '';
  #queue: unknown[] = [];
  /** Polling for the same turn again returns the same messages, since a response may get lost. */
  #turn = 0;
  #told: Promise<readonly unknown[]> = Promise.resolve([]);
  #wake: (() => void) | undefined;
  #gone: NodeJS.Timeout | undefined;
  #disposed = false;
  readonly #onGone: (() => void)[];

  constructor(onGone: () => void) {
    this.#onGone = [onGone];
    this.#expect();
  }

  post(message: unknown): void {
    this.#queue.push(message);
    this.#wake?.();
  }

  listen(listener: (message: unknown) => void): () => void {
    this.#listener = listener;
    return () => {
      if (this.#listener === listener) this.#listener = undefined;
    };
  }

  /** Called when the page is gone, or was ended. */
  onGone(listener: () => void): void {
    this.#onGone.push(listener);
  }

  /** A message from the page, or a piece of it. */
  take(piece: string, isLast: boolean): true {
    this.#piece += piece;
    if (isLast) {
      const text = Buffer.from(this.#piece, 'base64url').toString('utf8');
      this.#piece = '';
      this.#listener?.(JSON.parse(text));
    }
    return true;
  }

  /**
   * Resolves with the messages of this turn as soon as there are some, or with none after a while.
   */
  async poll(turn: number): Promise<readonly unknown[]> {
    clearTimeout(this.#gone);
    if (turn !== this.#turn) {
      this.#turn = turn;
      this.#told = this.#news();
    }
    const messages = await this.#told;
    this.#expect();
    return messages;
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    clearTimeout(this.#gone);
    this.#wake?.();
    for (const listener of this.#onGone) listener();
  }

  async #news(): Promise<readonly unknown[]> {
    if (this.#queue.length === 0 && !this.#disposed) {
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        timer = setTimeout(resolve, POLL_MS);
      });
      clearTimeout(timer);
    }
    return this.#queue.splice(0);
  }

  #expect(): void {
    clearTimeout(this.#gone);
    if (!this.#disposed) this.#gone = setTimeout(() => this.dispose(), GONE_MS);
  }
}
