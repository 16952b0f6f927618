/** The steps of a chart as a table. Only the rows in view exist; `aria-rowcount` counts them all. */
import { shownSteps, type View } from './view.ts';
import { h, type Child } from '../dom.ts';

const ROW = 24;

export interface Column {
  /** The class of its cells. */
  readonly name: string;
  readonly title: readonly Child[];
  readonly cell: (index: number) => readonly Child[];
}

export interface Table {
  readonly element: HTMLElement;
  draw(columns: readonly Column[], view: View): void;
  /** Scrolls so that a step is the second row. */
  reveal(index: number): void;
}

/** @param onPick called when a row is clicked; Shift extends the selection */
export function createTable(
  label: string,
  onPick: (index: number, extend: boolean) => void,
): Table {
  const head = h('div', { class: 'row head', role: 'row', aria: { rowindex: '1' } });
  const body = h('div', { class: 'rows', role: 'rowgroup' });
  const element = h(
    'div',
    { class: 'table', role: 'grid', tabIndex: 0, aria: { label, multiselectable: 'true' } },
    h('div', { role: 'rowgroup', class: 'head-group' }, head),
    body,
  );
  let shown: { readonly view: View; readonly columns: readonly Column[] } | undefined;

  function drawRows(): void {
    if (shown === undefined) return;
    const { view, columns } = shown;
    const { from, to } = shownSteps(view);
    const first = from + Math.max(0, Math.floor(element.scrollTop / ROW) - 4);
    const last = Math.min(to, first + Math.ceil(element.clientHeight / ROW) + 8);
    const rows: HTMLElement[] = [];
    for (let index = first; index < last; index += 1) {
      const row = drawRow(view, columns, index);
      row.style.top = `${(index - from) * ROW}px`;
      row.setAttribute('aria-rowindex', String(index - from + 2));
      rows.push(row);
    }
    body.replaceChildren(...rows);
    const { cursor } = view;
    if (cursor !== null && cursor >= first && cursor < last) {
      element.setAttribute('aria-activedescendant', `hour-${cursor}`);
    } else element.removeAttribute('aria-activedescendant');
  }

  function drawRow(view: View, columns: readonly Column[], index: number): HTMLElement {
    const { selection } = view;
    const selected = selection !== null && index >= selection.from && index < selection.to;
    const row = h(
      'div',
      {
        class: `row${selected ? ' selected' : ''}${view.cursor === index ? ' current' : ''}`,
        role: 'row',
        id: `hour-${index}`,
        aria: { selected: String(selected) },
      },
      ...columns.map(({ name, cell }) =>
        h('span', { class: name, role: 'gridcell' }, ...cell(index)),
      ),
    );
    row.addEventListener('click', (event) => onPick(index, event.shiftKey));
    return row;
  }

  element.addEventListener('scroll', drawRows, { passive: true });
  new ResizeObserver(drawRows).observe(element);
  return {
    element,
    draw(columns, view) {
      shown = { columns, view };
      const names = columns.map(({ name }) => name);
      // Style sheets give the columns their widths, by their names and by how many groups there are.
      element.dataset['columns'] = names.join(' ');
      const groups = names.filter((name) => name === 'group').length;
      element.style.setProperty('--groups', String(groups));
      head.replaceChildren(
        ...columns.map(({ name, title }) =>
          h('span', { class: name, role: 'columnheader' }, ...title),
        ),
      );
      const { from, to } = shownSteps(view);
      element.setAttribute('aria-rowcount', String(to - from + 1));
      body.style.height = `${(to - from) * ROW}px`;
      drawRows();
    },
    reveal(index) {
      const from = shown === undefined ? 0 : shownSteps(shown.view).from;
      element.scrollTop = Math.max(0, (index - from - 1) * ROW);
    },
  };
}
