/** The titles of a grid's columns: pressing one sorts, its edge resizes, and dragging it moves the column. */
import { h, icon, type Child } from '../dom.ts';
import type { Column } from './columns.ts';
import { LEAST_WIDTH } from './layout.ts';

export interface Sort {
  readonly column: string;
  readonly isDescending: boolean;
}

/** Up, then down, then the original order. */
export function nextSort(sort: Sort | undefined, column: string): Sort | undefined {
  if (sort?.column !== column) return { column, isDescending: false };
  return sort.isDescending ? undefined : { column, isDescending: true };
}

export interface TitleParts<Row> {
  readonly columns: readonly Column<Row>[];
  readonly sort: Sort | undefined;
  readonly cellId: (column: number) => string;
}

export interface TitleActions {
  press(column: number): void;
  /** Called while the edge is dragged. */
  resize(column: string, width: number): void;
  move(column: string, to: string): void;
}

export function drawTitles<Row>(
  row: HTMLElement,
  { columns, sort, cellId }: TitleParts<Row>,
  on: TitleActions,
): void {
  row.replaceChildren(
    ...columns.map((column, index) => {
      const isSorted = sort?.column === column.id;
      const direction = sort?.isDescending === true ? 'descending' : 'ascending';
      const children: readonly Child[] = [
        column.mark?.(),
        h('span', { class: 'grid-title' }, column.title),
        isSorted && icon(direction === 'ascending' ? 'arrow-up' : 'arrow-down'),
      ];
      const cell = h(
        'div',
        {
          class: `grid-cell${column.align === 'end' ? ' end' : ''}`,
          role: 'columnheader',
          id: cellId(index),
          title: column.title,
          data: { column: column.id },
          aria: {
            colindex: String(index + 1),
            ...(column.isSortable !== false && { sort: isSorted ? direction : 'none' }),
          },
        },
        ...children,
        edge(column.id, on),
      );
      whenPressedOrDragged(cell, () => on.press(index), on);
      return cell;
    }),
  );
}

/** The right edge of a title; dragging it changes the width. */
function edge(column: string, on: TitleActions): HTMLElement {
  const element = h('span', { class: 'grid-edge', aria: { hidden: 'true' } });
  element.addEventListener('pointerdown', (event) => {
    event.stopPropagation();
    event.preventDefault();
    const from = event.clientX;
    const width = element.parentElement?.offsetWidth ?? LEAST_WIDTH;
    track((moved) => on.resize(column, width + moved.clientX - from));
  });
  return element;
}

/** How far a title is dragged before it's more than a click. */
const DRAGGED_PX = 6;

function whenPressedOrDragged(cell: HTMLElement, press: () => void, on: TitleActions): void {
  cell.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    const from = event.clientX;
    let target: HTMLElement | undefined;
    let isDragged = false;
    track(
      ({ clientX, clientY }) => {
        isDragged ||= Math.abs(clientX - from) > DRAGGED_PX;
        target?.classList.remove('drop');
        const over = document.elementFromPoint(clientX, clientY)?.closest('[role=columnheader]');
        target = isDragged && over instanceof HTMLElement && over !== cell ? over : undefined;
        target?.classList.add('drop');
      },
      () => {
        target?.classList.remove('drop');
        const [id, to] = [cell.dataset['column'], target?.dataset['column']];
        if (!isDragged) press();
        else if (id !== undefined && to !== undefined) on.move(id, to);
      },
    );
  });
}

/** Follows the pointer until its button is released. */
function track(onMove: (event: PointerEvent) => void, onEnd: () => void = () => undefined): void {
  const ended = new AbortController();
  const { signal } = ended;
  window.addEventListener('pointermove', onMove, { signal });
  window.addEventListener(
    'pointerup',
    () => {
      ended.abort();
      onEnd();
    },
    { signal },
  );
  window.addEventListener('pointercancel', () => ended.abort(), { signal });
}
