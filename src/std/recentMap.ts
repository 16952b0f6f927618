/**
 * A map that keeps the entries set last: at least half of `max`, at most all of it. They leave by the generation, since removing the
 * first entry of a large map one by one takes longer and longer.
 */
export class RecentMap<Value> {
  #recent = new Map<string, Value>();
  #older = new Map<string, Value>();

  constructor(private readonly max: number) {}

  get(key: string): Value | undefined {
    return this.#recent.get(key) ?? this.#older.get(key);
  }

  set(key: string, value: Value): void {
    this.#recent.set(key, value);
    if (this.#recent.size * 2 < this.max) return;
    this.#older = this.#recent;
    this.#recent = new Map();
  }

  delete(key: string): void {
    this.#recent.delete(key);
    this.#older.delete(key);
  }

  /** Entries that were set again may come twice: the newer value first. */
  *entries(): Generator<[string, Value]> {
    yield* this.#recent;
    yield* this.#older;
  }
}
