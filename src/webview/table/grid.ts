/**
 * A virtual grid: only the rows in view exist. It's a single tab stop with an active cell, selects rows, sorts, lets the user arrange
 * its columns, and unfolds rows. The page owns the rows: it sorts and filters them, and sets them again.
 */
import { h } from '../dom.ts';
import { Body } from './body.ts';
import type { Column } from './columns.ts';
import type { Layout } from './layout.ts';
import { ROW_HEIGHT } from './geometry.ts';
import type { Grid, GridOptions } from './gridOptions.ts';
import { Head } from './head.ts';
import { actionOf, type GridAction, type Place } from './keys.ts';
import { listenToPointer } from './pointer.ts';
import { ListStore, PagedStore, type RowStore, type Source } from './rowStore.ts';
import { Selection } from './selection.ts';
import type { Sort } from './titles.ts';

export const createGrid = <Row>(options: GridOptions<Row>): Grid<Row> => new VirtualGrid(options);

/** How much a key resizes a column, in pixels. */
const RESIZE_STEP = 16;
let created = 0;

class VirtualGrid<Row> implements Grid<Row> {
  readonly element: HTMLElement;
  readonly #id = `grid-${(created += 1)}`;
  readonly #head: Head<Row>;
  readonly #body: Body<Row>;
  readonly #selection: Selection<Row>;
  readonly #resized: ResizeObserver;
  #store: RowStore<Row>;
  #active: Place = { row: 0, column: 0 };

  constructor(private readonly options: GridOptions<Row>) {
    const { label, isMultiselect = false, key, filter, rowClass, detail } = options;
    const aria = { label, multiselectable: String(isMultiselect) };
    this.element = h('div', { class: 'grid', role: 'grid', tabIndex: 0, aria });
    this.#store = new ListStore<Row>([], key);
    this.#selection = new Selection(key, isMultiselect);
    this.#head = new Head(this.element, {
      ...{ columns: options.columns, layout: options.layout ?? {}, sort: options.sort, filter },
      cellId: (column) => this.#cellId(-1, column),
      onArrange: () => this.#arranged(),
      onSort: (sort) => options.onSort?.(sort),
      onLayout: (layout) => options.onLayout?.(layout),
      onPress: (column) => this.#pressTitle(column),
    });
    this.element.append(this.#head.element);
    this.#body = new Body(this.element, this.#head.element, {
      ...{ key, rowClass, detail, headRows: this.#head.rows },
      cellId: (row, column) => this.#cellId(row, column),
      activeRow: () => this.#active.row,
      look: (row, index) => ({
        isSelected: this.#selection.has(row),
        activeColumn: index === this.#active.row ? this.#active.column : undefined,
      }),
    });
    this.element.addEventListener('keydown', (event) => this.#press(event));
    listenToPointer(this.element, this.#head.titles, {
      click: (place, event, isTwistie) => this.#click(place, event, isTwistie),
      open: ({ row }) => this.#open(this.#rowAt(row)),
      menu: (place, event) => this.#menuAt(place, event),
    });
    this.#resized = new ResizeObserver(() => this.#show());
    this.#resized.observe(this.element);
    this.#head.draw();
    this.#renew();
  }

  get selected(): readonly Row[] {
    return this.#selection.inOrder(this.#store);
  }

  get sort(): Sort | undefined {
    return this.#head.sort;
  }

  get layout(): Layout {
    return this.#head.layout;
  }

  get isAtEnd(): boolean {
    return this.#body.scroller.isAtEnd;
  }

  get isMoved(): boolean {
    return this.#body.scroller.isMoved;
  }

  setRows(rows: readonly Row[]): void {
    const active = this.#rowAt(this.#active.row);
    this.#store = new ListStore(rows, this.options.key);
    const place = active === undefined ? -1 : this.#store.indexOf(this.options.key(active));
    if (place >= 0) this.#active = { ...this.#active, row: place };
    const before = this.#selection.size;
    this.#selection.renew(this.#store);
    this.#renew();
    if (this.#selection.size !== before) this.#tell();
  }

  setSource(source: Source<Row>): void {
    this.#store = new PagedStore(source, this.options.key, () => this.#show());
    this.#renew();
  }

  append(rows: readonly Row[]): void {
    if (!(this.#store instanceof ListStore)) throw new Error('Rows by page have no end to add to.');
    const wasAtEnd = this.isAtEnd;
    this.#store.append(rows);
    this.#renew();
    if (wasAtEnd) this.scrollToEnd();
  }

  setColumns(columns: readonly Column<Row>[]): void {
    this.#head.set({ columns });
  }

  setLayout(layout: Layout): void {
    this.#head.set({ layout });
  }

  setSort(sort: Sort | undefined): void {
    this.#head.set({ sort });
  }

  select(keys: readonly string[]): void {
    this.#select(() => this.#selection.keys(this.#store, keys));
  }

  reveal(key: string): void {
    const row = this.#store.indexOf(key);
    if (row >= 0) this.#go({ ...this.#active, row });
  }

  toggle(key: string): void {
    this.#body.toggle(key);
  }

  scrollToEnd(): void {
    this.#body.scroller.top = Number.MAX_SAFE_INTEGER;
    this.#body.draw();
  }

  onScroll(listener: () => void): void {
    this.element.addEventListener('scroll', listener, { passive: true });
  }

  focus(): void {
    this.element.focus();
  }

  dispose(): void {
    this.#resized.disconnect();
    this.#body.dispose();
  }

  /** Undefined for the head and for rows that are being read. */
  #rowAt(index: number): Row | undefined {
    return index < 0 ? undefined : this.#store.at(index);
  }

  #cellId(row: number, column: number): string {
    return `${this.#id}-${row < 0 ? 'head' : row}-${column}`;
  }

  #arranged(): void {
    const { columns } = this.#head;
    const column = Math.min(this.#active.column, Math.max(0, columns.length - 1));
    this.#active = { ...this.#active, column };
    this.#body.setColumns(columns);
    this.#show();
  }

  /** The rows are others. */
  #renew(): void {
    const { length } = this.#store;
    this.element.setAttribute('aria-rowcount', String(length + this.#head.rows));
    const { row, column } = this.#active;
    if (row >= length) this.#active = { row: Math.max(0, length - 1), column };
    this.#body.setStore(this.#store);
    this.#show();
  }

  /** Shows the rows in view and which cell is active. */
  #show(): void {
    const { row, column } = this.#active;
    for (const [index, title] of [...this.#head.titles.children].entries()) {
      title.classList.toggle('active-cell', row < 0 && index === column);
    }
    this.#body.draw();
    const id = this.#cellId(row, column);
    if (document.getElementById(id) === null) this.element.removeAttribute('aria-activedescendant');
    else this.element.setAttribute('aria-activedescendant', id);
  }

  #go(to: Place): void {
    this.#active = to;
    if (to.row >= 0) this.#body.scrollTo(to.row);
    this.#head.showColumn(to.column);
    this.#show();
  }

  #press(event: KeyboardEvent): void {
    // Keys pressed in a filter or a detail are theirs.
    if (event.target !== this.element) return;
    const page = Math.max(1, Math.floor(this.#body.scroller.view / ROW_HEIGHT) - 1);
    const extent = { rows: this.#store.length, columns: this.#head.columns.length, page };
    const action = actionOf(event, this.#active, extent);
    if (action === undefined) return;
    event.preventDefault();
    // VS Code would take Alt+Left as Go Back.
    event.stopPropagation();
    this.#perform(action);
  }

  #perform(action: GridAction): void {
    const { row: index, column } = this.#active;
    const row = this.#rowAt(index);
    switch (action.kind) {
      case 'go':
        this.#goBy(action.to, action.isExtending);
        break;
      case 'activate':
        if (index < 0) this.#pressTitle(column);
        else this.#open(row);
        break;
      case 'toggle':
        if (row !== undefined) this.#select(() => this.#selection.toggle(row));
        break;
      case 'all':
        this.#select(() => this.#selection.all(this.#store));
        break;
      case 'copy':
        this.#copy(row);
        break;
      case 'menu':
        this.#menu(this.#active);
        break;
      case 'move':
        if (this.#head.moveBy(column, action.by)) {
          this.#go({ row: index, column: column + action.by });
        }
        break;
      case 'resize':
        this.#head.resizeBy(column, action.by * RESIZE_STEP);
    }
  }

  #copy(active: Row | undefined): void {
    const { selected } = this;
    const rows = selected.length > 0 || active === undefined ? selected : [active];
    if (rows.length > 0) this.options.onCopy?.(rows);
  }

  #goBy(to: Place, isExtending: boolean): void {
    const from = Math.max(0, this.#active.row);
    this.#go(to);
    const row = this.#rowAt(to.row);
    if (to.row < 0) return;
    if (isExtending) this.#select(() => this.#selection.extend(this.#store, from, to.row));
    else if (this.options.isMultiselect !== true && row !== undefined) {
      this.#select(() => this.#selection.only(row));
    }
  }

  #click(place: Place, event: MouseEvent, isTwistie: boolean): void {
    const row = this.#rowAt(place.row);
    if (row === undefined) return;
    const from = Math.max(0, this.#active.row);
    this.#active = place;
    if (isTwistie) this.toggle(this.options.key(row));
    else {
      this.#select(() => {
        if (event.shiftKey) this.#selection.extend(this.#store, from, place.row);
        else if (event.ctrlKey || event.metaKey) this.#selection.toggle(row);
        else this.#selection.only(row);
      });
    }
  }

  #menuAt(place: Place, event: MouseEvent): void {
    if (this.options.onMenu === undefined) return;
    event.preventDefault();
    const row = this.#rowAt(place.row);
    this.#active = place;
    if (row !== undefined && !this.#selection.has(row)) {
      this.#select(() => this.#selection.only(row));
    }
    this.#menu(place);
  }

  #menu({ row, column }: Place): void {
    const shown = this.#head.columns[column];
    const cell = document.getElementById(this.#cellId(row, column));
    if (shown === undefined || cell === null) return;
    this.options.onMenu?.(shown, this.#rowAt(row), cell.getBoundingClientRect());
  }

  #open(row: Row | undefined): void {
    if (row === undefined) return;
    if (this.options.detail === undefined) this.options.onOpen?.(row);
    else this.toggle(this.options.key(row));
  }

  #select(change: () => void): void {
    change();
    this.#show();
    this.#tell();
  }

  #tell(): void {
    this.options.onSelect?.(this.selected);
  }

  #pressTitle(column: number): void {
    this.#active = { row: -1, column };
    this.#head.sortBy(column);
    this.#show();
  }
}
