/** Puts the page together. It sorts, filters, and sums the rows that the extension sends. */
import { MAX_CHANGED_EVENTS } from '../../core/rules/context.ts';
import { countText } from '../../core/language.ts';
import { sortRows } from '../../core/results/columns.ts';
import { delimited } from '../../core/results/export.ts';
import { figuresOf } from '../../core/results/figures.ts';
import { exactly, filterRows, type Filters } from '../../core/results/filter.ts';
import type { ResultRow, ResultTable } from '../../core/results/rows.ts';
import { propertyColumn } from '../../core/results/columns.ts';
import type { ResultsTexts } from '../../core/texts/results.ts';
import type { Remote } from '../../protocol/rpc.ts';
import type { KeptResults, ResultsState, ToHost } from '../../protocol/results.ts';
import { button, h, redraw } from '../dom.ts';
import { fill } from '../fill.ts';
import { drawModeRow } from '../modeRow.ts';
import { createGrid } from '../table/grid.ts';
import { isVisible, readLayout, shownColumns, withVisible } from '../table/layout.ts';
import type { Sort } from '../table/titles.ts';
import { columnTitle, gridColumns, timeText } from './columns.ts';
import { drawFigures, drawGroups, groupColor } from './figures.ts';
import { FilterRow } from './filters.ts';
import { createFooter, deprecatable } from './footer.ts';
import { createHead } from './head.ts';
import type { KeptView } from './keptView.ts';
import { createPickers } from './pickers.ts';

export interface ResultsPage {
  show(state: ResultsState): void;
  showTable(table: ResultTable): void;
}

export interface ShownResults {
  readonly texts: ResultsTexts;
  readonly nowMs: number;
  readonly state: ResultsState;
  readonly table: ResultTable;
  readonly kept: KeptResults;
}

export function createPage(
  first: ShownResults,
  remote: Remote<ToHost>,
  memory: { readonly kept: KeptView; keep(view: KeptView): void },
): ResultsPage {
  const { texts, nowMs } = first;
  let { state, table } = first;
  let { sumOf, by } = first.kept;
  let sort: Sort | undefined = memory.kept.sort;
  /** What the filters leave, in the order of the grid. */
  let shown: readonly ResultRow[] = [];
  let colors: ReadonlyMap<string, string> = new Map();

  const ask = (work: Promise<unknown>) => void work.catch(() => undefined);
  const say = (text: string) => {
    // The same text is announced again only after another one.
    announcer.textContent = '';
    announcer.textContent = text;
  };
  const modeRow = h('div', { role: 'banner' });
  const progress = h('div', { class: 'progress', hidden: true });
  const head = createHead(texts, {
    refresh: () => ask(remote.refresh()),
    cancel: () => ask(remote.cancel()),
    columns: () => void chooseColumns(),
    export: () => exportRows(shown),
  });
  const pickers = createPickers(texts, {
    sumOf(property) {
      sumOf = property;
      keep();
      drawColors();
      drawColumns();
      drawShown();
    },
    by(next) {
      by = next;
      keep();
      drawColors();
      drawShown();
      drawColumns();
    },
  });
  const range = h('span', { class: 'muted range' });
  const clear = button(texts.clearFilters, 'link', () => filters.set({}));
  const figures = h('div', { class: 'figures' });
  const groups = h('div', { class: 'groups' });
  const filters = new FilterRow(texts, table, memory.kept.filters, (next) => {
    keepView(next);
    drawShown();
    say(fill(texts.shown, countText(shown.length), countText(table.rows.length)));
  });
  const grid = createGrid<ResultRow>({
    label: texts.table,
    columns: [],
    layout: readLayout(first.kept.layout),
    ...(sort !== undefined && { sort }),
    isMultiselect: true,
    key: ({ id }) => id,
    rowClass: (row) => (row.state === 'deprecated' || row.state === 'notFound' ? 'not-billed' : ''),
    filter: ({ id }) => filters.control(id),
    onOpen: (row) => open([row]),
    onSelect: () => drawFooter(),
    onLayout: () => keep(),
    onCopy: copy,
    onSort(next) {
      sort = next;
      keepView(filters.filters);
      drawShown();
      say(sortText(next));
    },
  });
  const empty = h('p', { class: 'empty', hidden: true });
  const main = h(
    'main',
    {},
    head.element,
    h('div', { class: 'pickers' }, ...pickers.elements, range, clear),
    figures,
    groups,
    grid.element,
    empty,
  );
  const footer = createFooter(texts, {
    deprecate,
    copy: () => copy(grid.selected),
    export: () => exportRows(grid.selected.length > 0 ? grid.selected : shown),
    open: () => open(grid.selected),
    edit: () => edit(),
  });
  const announcer = h('div', { class: 'spoken', role: 'status' });
  document.body.append(modeRow, progress, main, footer.element, announcer);
  grid.element.addEventListener('keydown', (event) => {
    if (event.target === grid.element && event.key === 'Delete') deprecate();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key.toLowerCase() !== 'f' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    filters.focus('id');
  });
  drawState();
  drawTable();

  function keep(): void {
    ask(remote.keep({ layout: grid.layout, sumOf, by }));
  }

  function keepView(next: Filters): void {
    memory.keep({ filters: next, sort });
  }

  function sortText(next: Sort | undefined): string {
    if (next === undefined) return texts.unsorted;
    const title = columnTitle(next.column, texts);
    return fill(next.isDescending ? texts.sortedDown : texts.sortedUp, title);
  }

  function drawState(): void {
    const { connection, phase, asked, total } = state;
    drawModeRow(modeRow, connection, texts);
    const mode = texts.modeSpoken[connection.mode];
    main.setAttribute('aria-label', fill(texts.pageName, state.title, connection.name, mode));
    progress.hidden = phase !== 'reading';
    progress.style.width = `${(asked / Math.max(1, total)) * 100}%`;
    head.draw(state);
    drawFooter();
  }

  /** The rows are others. */
  function drawTable(): void {
    // The most frequent property with numbers, unless the user chose one.
    const numeric = table.properties.filter(({ numbers }) => numbers > 0);
    if (!numeric.some(({ name }) => name === sumOf)) sumOf = numeric[0]?.name ?? null;
    filters.setTable(table);
    drawColors();
    drawShown();
    drawColumns();
  }

  function drawColumns(): void {
    grid.setColumns(
      gridColumns(table, {
        ...{ texts, nowMs, sumOf, colored: by },
        color: (row) => colors.get(row[by]),
      }),
    );
  }

  /** A group has the same color whatever is filtered. */
  function drawColors(): void {
    const { rows, properties } = table;
    colors = new Map(
      figuresOf(rows, sumOf ?? undefined, by, properties).groups.flatMap(({ key }, index) => {
        const color = groupColor(index);
        return color === undefined ? [] : [[key, color] as const];
      }),
    );
  }

  /** Filters, sorts, and sums. */
  function drawShown(): void {
    const { rows, properties } = table;
    const left = filterRows(rows, filters.filters, properties, (column, row) => {
      if (column === 'time') return timeText(row.timestamp, nowMs);
      return column === 'state' ? (row.reason ?? texts.state[row.state]) : undefined;
    });
    shown = sort === undefined ? left : sortRows(left, sort.column, sort.isDescending, properties);
    const sums = figuresOf(shown, sumOf ?? undefined, by, properties);
    grid.setRows(shown);
    pickers.draw(properties, sumOf, by);
    redraw(figures, () =>
      figures.replaceChildren(
        ...drawFigures(sums, sumOf, texts, {
          showTexts: () => filters.set({ [propertyColumn(sumOf ?? '')]: 'text' }),
          showNotFound: () => filters.set({ state: exactly('notFound') }),
        }),
      ),
    );
    redraw(groups, () => groups.replaceChildren(...drawGroupsOf(sums.groups)));
    const isFiltered = Object.keys(filters.filters).length > 0;
    clear.hidden = !isFiltered;
    range.textContent = isFiltered
      ? fill(texts.shown, countText(shown.length), countText(rows.length))
      : state.range;
    drawEmpty(isFiltered);
    drawFooter();
  }

  function drawGroupsOf(all: ReturnType<typeof figuresOf>['groups']): readonly HTMLElement[] {
    if (all.length === 0) return [];
    return drawGroups(all, sumOf, texts, (key) => filters.set({ [by]: exactly(key) }), colors);
  }

  function drawEmpty(isFiltered: boolean): void {
    const { length } = table.rows;
    empty.hidden = shown.length > 0 || length === 0;
    const [one, many] = isFiltered
      ? [texts.noneMatchOne, texts.noneMatchMany]
      : [texts.noneFoundOne, texts.noneFoundMany];
    empty.textContent = length === 1 ? one : fill(many, countText(length));
  }

  function drawFooter(): void {
    footer.draw({
      connection: state.connection,
      selected: grid.selected,
      shown: shown.length,
      properties: table.properties,
      sumOf,
    });
  }

  function exportedColumns() {
    return shownColumns(gridColumnsNow(), grid.layout).map(({ id }) => ({
      id,
      title: columnTitle(id, texts),
    }));
  }

  function gridColumnsNow() {
    return gridColumns(table, { texts, nowMs, sumOf, colored: by, color: () => undefined });
  }

  function copy(rows: readonly ResultRow[]): void {
    if (rows.length === 0) return;
    ask(remote.copy({ text: delimited('tsv', exportedColumns(), rows, table.properties) }));
    say(texts.copied);
  }

  function exportRows(rows: readonly ResultRow[]): void {
    if (rows.length === 0) return;
    const csv = delimited('csv', exportedColumns(), rows, table.properties);
    ask(remote.export({ csv, ids: idsOf(rows) }));
  }

  function open(rows: readonly ResultRow[]): void {
    const ids = idsOf(rows.filter((row) => row.state !== 'notFound'));
    if (ids.length > 0) ask(remote.openEvents({ ids }));
  }

  function deprecate(): void {
    const ids = idsOf(deprecatable(grid.selected));
    if (ids.length > 0 && ids.length <= MAX_CHANGED_EVENTS) ask(remote.deprecate({ ids }));
  }

  function edit(): void {
    const rows = deprecatable(grid.selected.length > 0 ? grid.selected : shown);
    if (rows.length > 0) ask(remote.edit({ ids: idsOf(rows) }));
  }

  async function chooseColumns(): Promise<void> {
    const columns = gridColumnsNow();
    const { properties } = table;
    const choices = columns.map((column) => {
      const events = properties.find(({ name }) => propertyColumn(name) === column.id)?.events;
      const detail =
        events === undefined
          ? ''
          : events === 1
            ? texts.inEventsOne
            : fill(texts.inEventsMany, countText(events));
      return {
        ...{ id: column.id, title: columnTitle(column.id, texts), detail },
        isShown: isVisible(column, grid.layout),
      };
    });
    const chosen = await remote.chooseColumns({ columns: choices }).catch(() => null);
    if (chosen === null) return;
    let { layout } = grid;
    for (const { id } of columns) layout = withVisible(layout, id, chosen.includes(id));
    grid.setLayout(layout);
    keep();
  }

  return {
    show(next) {
      state = next;
      drawState();
    },
    showTable(next) {
      table = next;
      drawTable();
    },
  };
}

const idsOf = (rows: readonly ResultRow[]): readonly string[] => rows.map(({ id }) => id);
