/**
 * One write at a time for each event of this window: an amendment and a deprecation sent at the
 * same time could reach Orb in one order and be recorded in the other.
 */
import { keyOf, type EventAddress } from './eventStore.ts';

export class WriteQueue {
  readonly #last = new Map<string, Promise<unknown>>();

  /**
   * Waits until all earlier writes of the event have ended, then runs this one.
   * @param work should read the event again, since earlier writes may have changed it
   * @param signal ends the waiting; work that has begun must watch it itself
   * @throws what `work` throws, or the signal's reason
   */
  async run<T>(address: EventAddress, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const key = keyOf(address);
    const before = this.#last.get(key);
    const own = begin(before, work, signal);
    // A caller that stops waiting must not let the next one overtake the write in progress.
    const ended = Promise.allSettled([before, own]);
    this.#last.set(key, ended);
    void ended.then(() => {
      if (this.#last.get(key) === ended) this.#last.delete(key);
    });
    return own;
  }
}

async function begin<T>(
  before: Promise<unknown> | undefined,
  work: () => Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  if (before !== undefined) await (signal === undefined ? before : unlessAborted(before, signal));
  signal?.throwIfAborted();
  return work();
}

/** @throws the signal's reason as soon as it is aborted */
async function unlessAborted(promise: Promise<unknown>, signal: AbortSignal): Promise<void> {
  const heard = new AbortController();
  try {
    await new Promise((resolve, reject) => {
      const stop = () => reject(signal.reason as Error);
      signal.addEventListener('abort', stop, { signal: heard.signal });
      promise.then(resolve, reject);
      if (signal.aborted) stop();
    });
  } finally {
    heard.abort();
  }
}
