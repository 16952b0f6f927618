// Runs in a browser: a grid of numbered rows on a page of its own. gridHost.ts bundles it.
import { createGrid } from '../../../src/webview/table/grid.ts';
import '../../../src/webview/page.css';
import '../../../src/webview/table/table.css';

/** @param {number} index */
const row = (index) => ({ id: `evt_${index}`, tokens: (index * 7919) % 1_000, note: 'a\u202eb' });

/** @type {string[]} */
const told = [];
const names = (rows) => rows.map(({ id }) => id).join(' ');
const columns = [
  { id: 'id', title: 'Event ID', width: 160, cell: ({ id }) => id },
  { id: 'tokens', title: 'tokens', width: 120, align: 'end', cell: ({ tokens }) => `${tokens}` },
  { id: 'note', title: 'note', width: 400, cell: ({ note }) => note },
  { id: 'more', title: 'more', width: 400, isHidden: true, cell: () => '<b>more</b>' },
  { id: 'last', title: 'last', width: 400, isSortable: false, cell: () => '' },
];

globalThis.told = told;
globalThis.rowsOf = (length, from = 0) => Array.from({ length }, (_, index) => row(from + index));
globalThis.sourceOf = (length) => ({
  length,
  page: async (start, count) => {
    told.push(`page ${start} ${count}`);
    return globalThis.rowsOf(count, start);
  },
});
globalThis.start = (options = {}) => {
  const { canUnfold = false, ...others } = options;
  globalThis.grid = createGrid({
    label: 'Events',
    columns,
    isMultiselect: true,
    key: ({ id }) => id,
    ...(canUnfold && {
      detail: ({ id }) => {
        const input = document.createElement('input');
        input.setAttribute('aria-label', `Note of ${id}`);
        input.style.height = '76px';
        return input;
      },
    }),
    onOpen: ({ id }) => told.push(`open ${id}`),
    onSelect: (rows) => told.push(`select ${names(rows)}`),
    onSort: (sort) => told.push(`sort ${sort ? `${sort.column} ${sort.isDescending}` : 'none'}`),
    onLayout: (layout) => told.push(`layout ${JSON.stringify(layout)}`),
    onCopy: (rows) => told.push(`copy ${names(rows)}`),
    onMenu: ({ id }, shown) => told.push(`menu ${id} ${shown?.id ?? 'head'}`),
    ...others,
  });
  document.querySelector('.holder').replaceChildren(globalThis.grid.element);
};
