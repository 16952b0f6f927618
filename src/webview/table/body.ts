/**
 * The rows of a grid that are in view. Their elements are reused while the same row stays in view, so that the focus in a detail
 * survives scrolling.
 */
import { h } from '../dom.ts';
import type { Column } from './columns.ts';
import { DrawnRow } from './drawnRow.ts';
import { Geometry, ROW_HEIGHT } from './geometry.ts';
import type { RowStore } from './rowStore.ts';
import { Scroller } from './scroller.ts';

export interface BodyParts<Row> {
  readonly headRows: number;
  readonly rowClass: ((row: Row) => string) | undefined;
  readonly detail: ((row: Row) => HTMLElement) | undefined;
  readonly key: (row: Row) => string;
  readonly cellId: (row: number, column: number) => string;
  /** Its cell is what `aria-activedescendant` names, so it's always drawn. */
  activeRow(): number;
  look(
    row: Row,
    index: number,
  ): { readonly isSelected: boolean; readonly activeColumn: number | undefined };
}

/** Rows drawn above and below the view, so that scrolling doesn't show gaps. */
const SPARE = 6;

export class Body<Row> {
  readonly element = h('div', { class: 'grid-body', role: 'rowgroup' });
  readonly scroller: Scroller;
  readonly #geometry = new Geometry();
  /** By key, or by index while the row is being read. */
  readonly #drawn = new Map<string, DrawnRow<Row>>();
  /** The heights of details, by key; 0 until one was drawn. */
  readonly #unfolded = new Map<string, number>();
  readonly #measure: ResizeObserver;
  #columns: readonly Column<Row>[] = [];
  #store: RowStore<Row> | undefined;

  constructor(
    grid: HTMLElement,
    head: HTMLElement,
    private readonly parts: BodyParts<Row>,
  ) {
    grid.append(this.element);
    this.scroller = new Scroller(grid, this.element, head, () => this.draw());
    this.#measure = new ResizeObserver(() => this.#measureDetails());
  }

  setStore(store: RowStore<Row>): void {
    this.#store = store;
    this.#place();
  }

  setColumns(columns: readonly Column<Row>[]): void {
    this.#columns = columns;
    for (const row of this.#drawn.values()) this.#remove(row);
    this.#drawn.clear();
  }

  toggle(key: string): void {
    if (this.parts.detail === undefined) return;
    if (!this.#unfolded.delete(key)) this.#unfolded.set(key, 0);
    this.#place();
    this.draw();
  }

  /** Scrolls as little as needed to show a row. */
  scrollTo(index: number): void {
    const top = this.#geometry.topOf(index);
    const { scroller } = this;
    if (top < scroller.top) scroller.top = top;
    else if (top + ROW_HEIGHT > scroller.top + scroller.view) {
      scroller.top = top + ROW_HEIGHT - scroller.view;
    }
  }

  draw(): void {
    const store = this.#store;
    if (store === undefined) return;
    const wanted = this.#wanted(store);
    const kept = new Map<string, DrawnRow<Row>>();
    for (const [name, index] of wanted) {
      const row = store.at(index);
      const known = this.#drawn.get(name);
      const drawn = known !== undefined && known.row === row ? known : this.#make(row);
      kept.set(name, drawn);
      this.#fold(drawn, row);
    }
    for (const [name, row] of this.#drawn) if (kept.get(name) !== row) this.#remove(row);
    this.#drawn.clear();
    let next = this.element.firstElementChild;
    for (const [name, row] of kept) {
      this.#drawn.set(name, row);
      this.#lookOf(row, wanted.get(name) ?? 0);
      for (const element of row.elements) {
        if (element === next) next = next.nextElementSibling;
        else this.element.insertBefore(element, next);
      }
    }
  }

  dispose(): void {
    this.#measure.disconnect();
  }

  /** The rows in view by name, the active one, and the one whose detail has the focus. */
  #wanted(store: RowStore<Row>): ReadonlyMap<string, number> {
    const { top, view } = this.scroller;
    const first = Math.max(0, this.#geometry.indexAt(top) - SPARE);
    const end = Math.min(store.length, this.#geometry.indexAt(top + view) + SPARE + 1);
    if (store.length > 0) store.want(first, end);
    const indexes = Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index);
    const pinned = [this.parts.activeRow(), this.#focusedIndex(store)].filter(
      (index) => index >= 0 && index < store.length && (index < first || index >= end),
    );
    return new Map(
      [...indexes, ...pinned]
        .toSorted((a, b) => a - b)
        .map((index) => {
          const row = store.at(index);
          return [row === undefined ? `#${index}` : `.${this.parts.key(row)}`, index];
        }),
    );
  }

  #focusedIndex(store: RowStore<Row>): number {
    const { activeElement } = document;
    if (!this.element.contains(activeElement)) return -1;
    for (const { row, detail } of this.#drawn.values()) {
      if (row !== undefined && detail?.contains(activeElement) === true) {
        return store.indexOf(this.parts.key(row));
      }
    }
    return -1;
  }

  #make(row: Row | undefined): DrawnRow<Row> {
    const { headRows, rowClass, detail, cellId } = this.parts;
    return new DrawnRow(row, {
      ...{ columns: this.#columns, headRows, rowClass },
      canUnfold: detail !== undefined,
      cellId,
    });
  }

  #fold(drawn: DrawnRow<Row>, row: Row | undefined): void {
    const { detail, key } = this.parts;
    if (row === undefined || detail === undefined) return;
    const isUnfolded = this.#unfolded.has(key(row));
    if (isUnfolded === (drawn.detail !== undefined)) return;
    if (drawn.detail !== undefined) this.#measure.unobserve(drawn.detail);
    drawn.unfold(isUnfolded ? detail(row) : undefined);
    if (drawn.detail !== undefined) this.#measure.observe(drawn.detail);
  }

  #lookOf(drawn: DrawnRow<Row>, index: number): void {
    const top = this.#geometry.topOf(index) + this.scroller.offset;
    const { row } = drawn;
    const look =
      row === undefined
        ? { isSelected: false, activeColumn: undefined }
        : this.parts.look(row, index);
    drawn.look({ index, top, ...look });
  }

  #remove(row: DrawnRow<Row>): void {
    if (row.detail !== undefined) this.#measure.unobserve(row.detail);
    for (const element of row.elements) element.remove();
  }

  #measureDetails(): void {
    let isChanged = false;
    for (const { row, detail } of this.#drawn.values()) {
      if (row === undefined || detail === undefined) continue;
      const key = this.parts.key(row);
      const height = detail.offsetHeight;
      if (this.#unfolded.get(key) === height) continue;
      this.#unfolded.set(key, height);
      isChanged = true;
    }
    if (!isChanged) return;
    this.#place();
    this.draw();
  }

  #place(): void {
    const store = this.#store;
    if (store === undefined) return;
    const details = [...this.#unfolded].flatMap(([key, height]) => {
      const index = store.indexOf(key);
      return index < 0 ? [] : [[index, height] as const];
    });
    this.#geometry.set(store.length, details);
    this.scroller.setHeight(this.#geometry.height);
  }
}
