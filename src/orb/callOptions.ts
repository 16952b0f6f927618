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
}

/** A result with the text it was read from, exactly as Orb wrote it. */
export interface Answer<T> {
  readonly value: T;
  readonly raw: string;
}
