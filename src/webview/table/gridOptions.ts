/** What a page gives a grid, and what it can do with it. */
import type { Column } from './columns.ts';
import type { Layout } from './layout.ts';
import type { Sort } from './titles.ts';
import type { Source } from './rowStore.ts';

export interface GridOptions<Row> {
  /** The accessible name. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly layout?: Layout;
  readonly sort?: Sort;
  /** Whether several rows can be selected. If not, the selection follows the active row. */
  readonly isMultiselect?: boolean;
  /** Identifies a row; its selection and unfolded detail survive new rows. */
  readonly key: (row: Row) => string;
  /** Classes of a row. */
  readonly rowClass?: (row: Row) => string;
  /** What a row shows when it's unfolded, of any height. */
  readonly detail?: (row: Row) => HTMLElement;
  /** A second row of the head, below each title. */
  readonly filter?: (column: Column<Row>) => HTMLElement | undefined;
  /** Enter or a double click, where there is no detail. */
  onOpen?(row: Row): void;
  onSelect?(selected: readonly Row[]): void;
  /** The page sorts its rows and sets them; undefined is the original order. */
  onSort?(sort: Sort | undefined): void;
  /** The user moved, resized, or chose columns. */
  onLayout?(layout: Layout): void;
  /** Ctrl+C: the selected rows, or the active one. */
  onCopy?(rows: readonly Row[]): void;
  /** The menu key, F2, or a right click. The row is undefined for the head. */
  onMenu?(column: Column<Row>, row: Row | undefined, anchor: DOMRect): void;
}

export interface Grid<Row> {
  /** Fills the height of its parent. */
  readonly element: HTMLElement;
  readonly selected: readonly Row[];
  readonly sort: Sort | undefined;
  readonly layout: Layout;
  readonly isAtEnd: boolean;
  /** Whether the user has scrolled and `onScroll` is yet to be called. */
  readonly isMoved: boolean;
  /** Keeps the scroll position, and by their keys the active, selected, and unfolded rows. */
  setRows(rows: readonly Row[]): void;
  setSource(source: Source<Row>): void;
  /** Adds rows at the end, and stays at the end if it was there. */
  append(rows: readonly Row[]): void;
  setColumns(columns: readonly Column<Row>[]): void;
  setLayout(layout: Layout): void;
  setSort(sort: Sort | undefined): void;
  select(keys: readonly string[]): void;
  /** Makes a row the active one and scrolls to it. */
  reveal(key: string): void;
  /** Unfolds or folds a row. */
  toggle(key: string): void;
  scrollToEnd(): void;
  onScroll(listener: () => void): void;
  focus(): void;
  dispose(): void;
}
