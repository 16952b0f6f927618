/** Answers of Orb that stay valid for a while, so that asking about the same thing twice is one request. */

interface Entry {
  readonly answer: Promise<unknown>;
  readonly signal: AbortSignal | undefined;
  readonly askedAtMs: number;
  isKnown: boolean;
}

const MAX_ENTRIES = 1_000;
/** Prices and subscriptions may change in Orb. */
const MAX_AGE_MS = 10 * 60_000;

export class AnswerCache {
  readonly #entries = new Map<string, Entry>();

  constructor(private readonly nowMs: () => number) {}

  /** Answers under way are shared only by callers that cancel together; failures are forgotten. */
  async get<T>(
    key: string,
    signal: AbortSignal | undefined,
    ask: () => Promise<T>,
  ): Promise<{ readonly value: T; readonly askedAtMs: number }> {
    const known = this.#fresh(key);
    const entry =
      known !== undefined && (known.isKnown || known.signal === signal)
        ? known
        : this.#add(key, signal, ask());
    return { value: (await entry.answer) as T, askedAtMs: entry.askedAtMs };
  }

  clear(): void {
    this.#entries.clear();
  }

  #fresh(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    return entry !== undefined && this.nowMs() - entry.askedAtMs < MAX_AGE_MS ? entry : undefined;
  }

  #add(key: string, signal: AbortSignal | undefined, answer: Promise<unknown>): Entry {
    const entry: Entry = { answer, signal, askedAtMs: this.nowMs(), isKnown: false };
    this.#entries.set(key, entry);
    answer.then(
      () => (entry.isKnown = true),
      () => this.#entries.get(key) === entry && this.#entries.delete(key),
    );
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > MAX_ENTRIES && oldest !== undefined) this.#entries.delete(oldest);
    return entry;
  }
}
