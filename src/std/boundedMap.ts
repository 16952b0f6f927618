/**
 * A map that keeps what was set last. What somebody shows is never dropped: with more of that than fits, the map grows.
 * (A plain least-recently-used cache would empty rows that are on the screen.)
 */
export class BoundedMap<Value> {
  readonly #entries = new Map<string, Value>();
  readonly #shown = new Set<() => Iterable<string>>();
  /** Looking at what is shown takes a while, so where there's more of that than fits, it isn't done again before the map has grown by half. */
  #lookAt: number;

  constructor(private readonly max: number) {
    this.#lookAt = max;
  }

  get(key: string): Value | undefined {
    return this.#entries.get(key);
  }

  set(key: string, value: Value): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size > this.#lookAt) this.#drop(key);
  }

  values(): IterableIterator<Value> {
    return this.#entries.values();
  }

  /** Drops everything that nobody shows. */
  keepOnlyShown(): void {
    const kept = this.#kept();
    for (const key of this.#entries.keys()) if (!kept.has(key)) this.#entries.delete(key);
  }

  /** @param keys is asked for what is shown when there is too much @returns ends it */
  keepShown(keys: () => Iterable<string>): { dispose(): void } {
    const own = () => keys();
    this.#shown.add(own);
    return { dispose: () => this.#shown.delete(own) };
  }

  #drop(newest: string): void {
    const kept = this.#kept().add(newest);
    const wanted = Math.floor(this.max * 0.9);
    for (const key of this.#entries.keys()) {
      if (this.#entries.size <= wanted) break;
      if (!kept.has(key)) this.#entries.delete(key);
    }
    const { size } = this.#entries;
    this.#lookAt = size > wanted ? Math.floor(size * 1.5) : this.max;
  }

  #kept(): Set<string> {
    const kept = new Set<string>();
    for (const keys of this.#shown) for (const key of keys()) kept.add(key);
    return kept;
  }
}
