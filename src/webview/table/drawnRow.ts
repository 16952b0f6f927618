/** One row of a grid as elements, and its detail if it is unfolded. */
import { visible } from '../../std/visible.ts';
import { h, icon } from '../dom.ts';
import type { Column } from './columns.ts';
import { ROW_HEIGHT } from './geometry.ts';

/** Longer texts are cut: no column is as wide. */
const MOST_CHARACTERS = 1_000;

export interface RowLook {
  readonly index: number;
  readonly top: number;
  readonly isSelected: boolean;
  /** The column of the active cell, if it's in this row. */
  readonly activeColumn: number | undefined;
}

export interface RowParts<Row> {
  readonly columns: readonly Column<Row>[];
  readonly cellId: (index: number, column: number) => string;
  /** How many rows the head has, which `aria-rowindex` counts too. */
  readonly headRows: number;
  readonly rowClass: ((row: Row) => string) | undefined;
  readonly canUnfold: boolean;
}

/** One row, and its detail if it's unfolded. */
export class DrawnRow<Row> {
  readonly element: HTMLElement;
  #index = -1;
  #detail: HTMLElement | undefined;

  /** @param row undefined while it's being read */
  constructor(
    readonly row: Row | undefined,
    private readonly parts: RowParts<Row>,
  ) {
    this.element = h('div', { class: 'grid-row', role: 'row' });
    if (row === undefined) {
      this.element.setAttribute('aria-busy', 'true');
      this.element.append(h('div', { class: 'grid-cell', role: 'gridcell' }, '…'));
    } else {
      const { columns, rowClass } = parts;
      const own = rowClass?.(row) ?? '';
      if (own !== '') this.element.classList.add(...own.split(' '));
      this.element.append(...columns.map((column) => drawCell(column, row)));
      if (parts.canUnfold) this.#addTwistie();
    }
  }

  get elements(): readonly HTMLElement[] {
    return this.#detail === undefined ? [this.element] : [this.element, this.#detail];
  }

  get detail(): HTMLElement | undefined {
    return this.#detail;
  }

  /** @param detail undefined for a folded row */
  unfold(detail: HTMLElement | undefined): void {
    this.#detail?.remove();
    this.#detail =
      detail &&
      h('div', { class: 'grid-detail', role: 'row' }, h('div', { role: 'gridcell' }, detail));
    this.element.firstElementChild?.setAttribute('aria-expanded', String(detail !== undefined));
    this.element.classList.toggle('unfolded', detail !== undefined);
  }

  look({ index, top, isSelected, activeColumn }: RowLook): void {
    const { element } = this;
    const { cellId, headRows } = this.parts;
    if (index !== this.#index) {
      this.#index = index;
      element.dataset['index'] = String(index);
      element.setAttribute('aria-rowindex', String(index + 1 + headRows));
      for (const [column, cell] of [...element.children].entries()) {
        cell.id = cellId(index, column);
        cell.setAttribute('aria-colindex', String(column + 1));
      }
    }
    element.style.top = `${top}px`;
    if (this.#detail !== undefined) this.#detail.style.top = `${top + ROW_HEIGHT}px`;
    element.setAttribute('aria-selected', String(isSelected));
    element.classList.toggle('active', activeColumn !== undefined);
    for (const [column, cell] of [...element.children].entries()) {
      cell.classList.toggle('active-cell', column === activeColumn);
    }
  }

  /** For the pointer; with the keyboard it's Enter. */
  #addTwistie(): void {
    const [first] = this.element.children;
    first?.prepend(icon('chevron-right', 'grid-twistie'));
    first?.setAttribute('aria-expanded', 'false');
  }
}

function drawCell<Row>(column: Column<Row>, row: Row): HTMLElement {
  const content = column.cell(row);
  const own = column.className?.(row) ?? '';
  const title = column.tooltip?.(row);
  return h(
    'div',
    {
      class: `grid-cell${column.align === 'end' ? ' end' : ''}${own === '' ? '' : ` ${own}`}`,
      role: 'gridcell',
      ...(title !== undefined && title !== '' && { title: visible(title, MOST_CHARACTERS) }),
    },
    typeof content === 'string' ? visible(content, MOST_CHARACTERS) : content,
  );
}
