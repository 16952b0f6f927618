/** What every operation of the client takes and returns. */

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** For one attempt. */
  readonly timeoutMs?: number;
  /** Attempts after the first one. */
  readonly maxRetries?: number;
  /** For all attempts, pauses included. */
  readonly budgetMs?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Called before each pause between attempts. */
  readonly onPause?: (pause: Pause) => void;
}

export interface Pause {
  /** Of the response that it follows; undefined if there was none. */
  readonly status: number | undefined;
  readonly ms: number;
}

/** A result with the text it was read from, exactly as Orb wrote it. */
export interface Answer<T> {
  readonly value: T;
  readonly raw: string;
}
