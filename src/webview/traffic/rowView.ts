/** Which of the requests the list shows: pausing, clearing, and filtering. */
import type { RequestRow } from '../../core/traffic/requestRow.ts';

export interface Shown {
  readonly rows: readonly RequestRow[];
  /** Those at the end that the list doesn't have yet; undefined when the others may have changed, too. */
  readonly added?: readonly RequestRow[];
}

export class RowView {
  #rows: readonly RequestRow[] = [];
  /** The number of the oldest that the extension still keeps. */
  #first = 0;
  #shown: readonly RequestRow[] = [];
  #text = '';
  #matching: ReadonlySet<number> = new Set();
  #onlyProblems = false;
  /** The number of the last one to show while the list is paused. */
  #pausedAt: number | undefined;
  #clearedTo = 0;

  /** Those that were not cleared, whatever the filter is. */
  get all(): readonly RequestRow[] {
    return this.#rows.filter(({ n }) => n > this.#clearedTo);
  }

  get shown(): readonly RequestRow[] {
    return this.#shown;
  }

  get clearedTo(): number {
    return this.#clearedTo;
  }

  get isPaused(): boolean {
    return this.#pausedAt !== undefined;
  }

  /** How many requests came since the list was paused. */
  get held(): number {
    const { last } = this;
    return this.#pausedAt === undefined ? 0 : last - this.#pausedAt;
  }

  /** The number of the newest. */
  get last(): number {
    return this.#rows.at(-1)?.n ?? 0;
  }

  /** How many requests of the list the extension doesn't keep anymore. */
  get gone(): number {
    const first = this.#rows[0]?.n ?? this.#first;
    return Math.max(0, this.#first - first);
  }

  /** @param first the oldest that is still kept @param matching the new ones whose body contains the filter's text */
  add(rows: readonly RequestRow[], first: number, matching: readonly number[]): Shown {
    this.#first = first;
    this.#rows = [...this.#rows, ...rows];
    if (matching.length > 0) this.#matching = new Set([...this.#matching, ...matching]);
    const added = rows.filter((row) => this.#fits(row));
    this.#shown = [...this.#shown, ...added];
    return { rows: this.#shown, added };
  }

  /** Lets go of those that aren't kept anymore. */
  trim(): Shown {
    this.#rows = this.#rows.filter(({ n }) => n >= this.#first);
    return this.#renew();
  }

  /** @param matching the requests whose body contains the text */
  filter(text: string, matching: readonly number[], onlyProblems: boolean): Shown {
    this.#text = text.toLowerCase();
    this.#matching = new Set(matching);
    this.#onlyProblems = onlyProblems;
    return this.#renew();
  }

  pause(at: number | undefined = this.last): Shown {
    this.#pausedAt = at;
    return this.#renew();
  }

  resume(): Shown {
    this.#pausedAt = undefined;
    return this.#renew();
  }

  clear(to: number = this.last): Shown {
    this.#clearedTo = to;
    return this.#renew();
  }

  undoClear(): Shown {
    return this.clear(0);
  }

  /** All requests are gone. */
  reset(): Shown {
    this.#rows = [];
    this.#first = 0;
    this.#matching = new Set();
    this.#clearedTo = 0;
    this.#pausedAt = this.#pausedAt === undefined ? undefined : 0;
    return this.#renew();
  }

  #renew(): Shown {
    this.#shown = this.#rows.filter((row) => this.#fits(row));
    return { rows: this.#shown };
  }

  #fits({ n, method, path, status, mark }: RequestRow): boolean {
    if (n <= this.#clearedTo || n > (this.#pausedAt ?? Infinity)) return false;
    if (this.#onlyProblems && mark === null) return false;
    if (this.#text === '' || this.#matching.has(n)) return true;
    return `${method} ${path} ${status} ${mark?.text ?? ''}`.toLowerCase().includes(this.#text);
  }
}
