/** Where a grid's rows come from: a list that is known, or pages that are read when they come into view. */

export interface RowStore<Row> {
  readonly length: number;
  /** Undefined while it's being read. */
  at(index: number): Row | undefined;
  /** -1 if no known row has the key. */
  indexOf(key: string): number;
  /** Reads these rows if they aren't known. */
  want(first: number, end: number): void;
}

/** Rows by page, for more of them than fit into the page's memory. */
export interface Source<Row> {
  readonly length: number;
  /** Fewer rows than asked are only right at the end. */
  page(start: number, count: number): Promise<readonly Row[]>;
}

export class ListStore<Row> implements RowStore<Row> {
  readonly #rows: Row[];
  /** Built when it's first needed. */
  #places: Map<string, number> | undefined;

  constructor(
    rows: readonly Row[],
    private readonly key: (row: Row) => string,
  ) {
    this.#rows = [...rows];
  }

  get length(): number {
    return this.#rows.length;
  }

  at(index: number): Row | undefined {
    return this.#rows[index];
  }

  indexOf(key: string): number {
    this.#places ??= new Map(this.#rows.map((row, index) => [this.key(row), index]));
    return this.#places.get(key) ?? -1;
  }

  want(): void {
    // All rows are known.
  }

  append(rows: readonly Row[]): void {
    for (const row of rows) {
      this.#places?.set(this.key(row), this.#rows.length);
      this.#rows.push(row);
    }
  }
}

const PAGE = 100;
const MOST_PAGES = 200;

export class PagedStore<Row> implements RowStore<Row> {
  /** By page number, the longest unused first. */
  readonly #pages = new Map<number, readonly Row[]>();
  readonly #places = new Map<string, number>();
  #isReading = false;
  #wanted: readonly number[] = [];

  constructor(
    private readonly source: Source<Row>,
    private readonly key: (row: Row) => string,
    private readonly onRead: () => void,
  ) {}

  get length(): number {
    return this.source.length;
  }

  at(index: number): Row | undefined {
    return this.#pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  indexOf(key: string): number {
    return this.#places.get(key) ?? -1;
  }

  want(first: number, end: number): void {
    const pages: number[] = [];
    for (let page = Math.floor(first / PAGE); page * PAGE < end; page += 1) pages.push(page);
    this.#wanted = pages;
    if (!this.#isReading) void this.#read();
  }

  /** One page at a time, and always one that is in view now: what was scrolled past isn't read. */
  async #read(): Promise<void> {
    this.#isReading = true;
    for (;;) {
      const page = this.#wanted.find((each) => !this.#pages.has(each));
      if (page === undefined) break;
      const start = page * PAGE;
      const count = Math.min(PAGE, this.length - start);
      // A page that can't be read stays empty until it comes into view again. Its source says why.
      const rows = await this.source.page(start, count).catch(() => undefined);
      if (rows === undefined) {
        this.#wanted = this.#wanted.filter((each) => each !== page);
        continue;
      }
      this.#keep(page, rows);
      this.onRead();
    }
    this.#isReading = false;
  }

  #keep(page: number, rows: readonly Row[]): void {
    this.#pages.set(page, rows);
    for (const [index, row] of rows.entries()) this.#places.set(this.key(row), page * PAGE + index);
    for (const old of this.#pages.keys()) {
      if (this.#pages.size <= MOST_PAGES) break;
      if (!this.#wanted.includes(old)) this.#pages.delete(old);
    }
  }
}
