/** Which rows are selected, by key, so that the selection survives sorting and new rows. */
import type { RowStore } from './rowStore.ts';

export class Selection<Row> {
  #rows = new Map<string, Row>();
  /** Where a selection that Shift extends began. */
  #anchor: string | undefined;

  constructor(
    private readonly key: (row: Row) => string,
    private readonly isMultiple: boolean,
  ) {}

  get size(): number {
    return this.#rows.size;
  }

  has(row: Row): boolean {
    return this.#rows.has(this.key(row));
  }

  /** In the order of the grid. */
  inOrder(store: RowStore<Row>): readonly Row[] {
    return [...this.#rows]
      .map(([key, row]) => ({ row, index: store.indexOf(key) }))
      .toSorted((a, b) => a.index - b.index)
      .map(({ row }) => row);
  }

  only(row: Row): void {
    this.#rows = new Map([[this.key(row), row]]);
    this.#anchor = this.key(row);
  }

  toggle(row: Row): void {
    const key = this.key(row);
    if (this.#rows.has(key)) this.#rows.delete(key);
    else if (this.isMultiple) this.#rows.set(key, row);
    else this.#rows = new Map([[key, row]]);
    this.#anchor = key;
  }

  /** From the anchor to a row. Rows that aren't read yet stay unselected. */
  extend(store: RowStore<Row>, from: number, to: number): void {
    if (!this.isMultiple) {
      this.#set(store, to, to);
      return;
    }
    const anchor = this.#anchor === undefined ? -1 : store.indexOf(this.#anchor);
    const start = anchor < 0 ? from : anchor;
    const first = store.at(start);
    if (first !== undefined) this.#anchor = this.key(first);
    this.#set(store, Math.min(start, to), Math.max(start, to));
  }

  all(store: RowStore<Row>): void {
    if (this.isMultiple) this.#set(store, 0, store.length - 1);
  }

  keys(store: RowStore<Row>, keys: readonly string[]): void {
    this.#rows = new Map();
    for (const key of keys) {
      const row = store.at(store.indexOf(key));
      if (row !== undefined) this.#rows.set(key, row);
    }
    this.#anchor = keys[0];
  }

  /** Takes the new versions of selected rows, and lets go of those that are no longer there. */
  renew(store: RowStore<Row>): void {
    this.keys(store, [...this.#rows.keys()]);
  }

  #set(store: RowStore<Row>, first: number, last: number): void {
    this.#rows = new Map();
    for (let index = first; index <= last; index += 1) {
      const row = store.at(index);
      if (row !== undefined) this.#rows.set(this.key(row), row);
    }
  }
}
