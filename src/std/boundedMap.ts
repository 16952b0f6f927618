/**
 * A map that keeps the entries set last. Entries on screen are never dropped: if there are too many of them, the map grows.
 * (A plain least-recently-used cache would empty rows that are on screen.)
 */
export class BoundedMap<Value> {
  readonly #entries = new Map<string, Value>();
  readonly #shown = new Set<() => Iterable<string>>();
  /** The size at which entries are dropped. Finding what is on screen takes a while, so when that doesn't fit, it's done again only after the map has grown by half. */
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

  /** Drops everything that isn't on screen. */
  keepOnlyShown(): void {
    const kept = this.#kept();
    for (const key of this.#entries.keys()) if (!kept.has(key)) this.#entries.delete(key);
  }

  /** @param keys returns what is on screen, called when the map is full @returns to dispose when nothing is shown any longer */
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
