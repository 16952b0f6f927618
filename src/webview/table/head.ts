/** The head of a grid: its columns in the user's order and width, how they are sorted, and a filter below each. */
import { h } from '../dom.ts';
import type { Column } from './columns.ts';
import { shownColumns, widthOf, withMoved, withWidth, type Layout } from './layout.ts';
import { drawTitles, nextSort, type Sort } from './titles.ts';

export interface HeadParts<Row> {
  readonly columns: readonly Column<Row>[];
  readonly layout: Layout;
  readonly sort: Sort | undefined;
  /** Undefined without a row of filters. */
  readonly filter: ((column: Column<Row>) => HTMLElement | undefined) | undefined;
  readonly cellId: (column: number) => string;
  /** Other columns, or the same ones in another order. */
  onArrange(): void;
  onSort(sort: Sort | undefined): void;
  onLayout(layout: Layout): void;
  /** The user pressed a title. */
  onPress(column: number): void;
}

export class Head<Row> {
  readonly titles = h('div', { class: 'grid-titles', role: 'row', aria: { rowindex: '1' } });
  readonly element = h('div', { class: 'grid-head', role: 'rowgroup' }, this.titles);
  readonly #filters = h('div', { class: 'grid-filters', role: 'row', aria: { rowindex: '2' } });
  #columns: readonly Column<Row>[];
  #layout: Layout;
  #sort: Sort | undefined;

  /** @param grid what the widths apply to */
  constructor(
    private readonly grid: HTMLElement,
    private readonly parts: HeadParts<Row>,
  ) {
    this.#columns = parts.columns;
    this.#layout = parts.layout;
    this.#sort = parts.sort;
    if (parts.filter !== undefined) this.element.append(this.#filters);
  }

  get columns(): readonly Column<Row>[] {
    return shownColumns(this.#columns, this.#layout);
  }

  get layout(): Layout {
    return this.#layout;
  }

  get sort(): Sort | undefined {
    return this.#sort;
  }

  /** How many rows it has. */
  get rows(): 1 | 2 {
    return this.parts.filter === undefined ? 1 : 2;
  }

  /** Draws it for other columns, another layout, or another order of the rows. */
  set(changes: {
    readonly columns?: readonly Column<Row>[];
    readonly layout?: Layout;
    readonly sort?: Sort | undefined;
  }): void {
    this.#columns = changes.columns ?? this.#columns;
    this.#layout = changes.layout ?? this.#layout;
    if ('sort' in changes) this.#sort = changes.sort;
    this.draw();
  }

  draw(): void {
    const { columns } = this;
    drawTitles(
      this.titles,
      { columns, sort: this.#sort, cellId: this.parts.cellId },
      {
        press: (column) => this.parts.onPress(column),
        resize: (column, width) => this.#resize(column, width),
        move: (column, to) => this.#move(column, to),
      },
    );
    this.#drawFilters(columns);
    this.#setWidths();
    this.grid.setAttribute('aria-colcount', String(columns.length));
    this.parts.onArrange();
  }

  /** Sorts by a column, then the other way, then not at all. */
  sortBy(index: number): void {
    const column = this.columns[index];
    if (column === undefined || column.isSortable === false) return;
    this.set({ sort: nextSort(this.#sort, column.id) });
    this.parts.onSort(this.#sort);
  }

  /** Swaps a column with its neighbor; false if there is none. */
  moveBy(index: number, by: 1 | -1): boolean {
    const [column, to] = [this.columns[index], this.columns[index + by]];
    if (column === undefined || to === undefined) return false;
    this.#move(column.id, to.id);
    return true;
  }

  /** @param by in pixels */
  resizeBy(index: number, by: number): void {
    const column = this.columns[index];
    if (column !== undefined) this.#resize(column.id, widthOf(column, this.#layout) + by);
  }

  /** Scrolls sideways so that a column isn't behind the first one, which stays. */
  showColumn(column: number): void {
    const [first, title] = [this.titles.children[0], this.titles.children[column]];
    if (!(first instanceof HTMLElement) || !(title instanceof HTMLElement) || column === 0) return;
    const { grid } = this;
    const start = title.offsetLeft - first.offsetWidth;
    const end = title.offsetLeft + title.offsetWidth - grid.clientWidth;
    if (grid.scrollLeft > start) grid.scrollLeft = start;
    else if (grid.scrollLeft < end) grid.scrollLeft = Math.min(start, end);
  }

  #move(column: string, to: string): void {
    this.set({ layout: withMoved(this.#columns, this.#layout, column, to) });
    this.parts.onLayout(this.#layout);
  }

  #resize(column: string, width: number): void {
    this.#layout = withWidth(this.#layout, column, width);
    this.#setWidths();
    this.parts.onLayout(this.#layout);
  }

  #drawFilters(columns: readonly Column<Row>[]): void {
    const { filter } = this.parts;
    if (filter === undefined) return;
    this.#filters.replaceChildren(
      ...columns.map((column, index) =>
        h(
          'div',
          { class: 'grid-cell', role: 'gridcell', aria: { colindex: String(index + 1) } },
          filter(column),
        ),
      ),
    );
  }

  #setWidths(): void {
    const widths = this.columns.map((column) => `${widthOf(column, this.#layout)}px`);
    // What is left over belongs to the last column.
    const last = widths.pop();
    const template = [...widths, `minmax(${last ?? '0px'}, 1fr)`].join(' ');
    this.grid.style.setProperty('--grid-columns', template);
  }
}
