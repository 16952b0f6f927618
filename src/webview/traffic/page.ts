/** The Traffic page: what a service sends, request by request, as Orb's invoice will read it. */
import type { TrafficTexts } from '../../core/texts/trafficPage.ts';
import type { RequestRow } from '../../core/traffic/requestRow.ts';
import type { Remote } from '../../protocol/rpc.ts';
import type { ShownTraffic, ToHost, ToPage, TrafficState } from '../../protocol/traffic.ts';
import { h } from '../dom.ts';
import { fill } from '../fill.ts';
import { drawModeRow } from '../modeRow.ts';
import { createGrid } from '../table/grid.ts';
import { createAnnouncer } from './announcer.ts';
import { columns } from './columns.ts';
import { createControls, type Filter } from './controls.ts';
import { DetailPane } from './detail.ts';
import { createFooter, footerView, type FooterAction } from './footer.ts';
import { createHead } from './head.ts';
import { listKeys } from './keys.ts';
import { emptyList } from './waiting.ts';
import { RowView, type Shown } from './rowView.ts';

/** What outlives a hidden page. */
export interface PageMemory {
  readonly kept: {
    readonly filter?: Filter;
    readonly clearedTo?: number;
    readonly pausedAt?: number;
  };
  keep(kept: PageMemory['kept']): void;
}

export interface TrafficPage {
  show(state: TrafficState): void;
  add(params: Parameters<ToPage['add']>[0]): void;
  clear(): void;
}

/** How many requests the list may have more than the extension before it lets go of them. */
const SPARE = 500;
const MOST_SPARE = 20_000;
/** The border and padding at the right of the grid. */
const EDGE = 12;

export function createPage(
  texts: TrafficTexts,
  first: ShownTraffic,
  remote: Remote<ToHost>,
  memory: PageMemory,
): TrafficPage {
  let { state } = first;
  let filter: Filter = memory.kept.filter ?? { text: '', onlyProblems: false };
  let asked = 0;
  let below = 0;
  /** Whether the newest request stays in view. */
  let isFollowing = true;
  const view = new RowView();
  const ask = (work: Promise<unknown>) => void work.catch(() => undefined);
  const announcer = createAnnouncer(texts);
  const modeRow = h('div', { role: 'banner' });
  const head = createHead(texts, {
    togglePause: () => togglePause(),
    clear: () => clear(),
    exportHar: () => ask(remote.export({ action: 'exportHar', after: view.clearedTo })),
    startOrStop: () =>
      ask(remote.run({ action: state.phase.kind === 'recording' ? 'stop' : 'start' })),
  });
  const controls = createControls(texts, (next) => {
    filter = next;
    ask(applyFilter());
  });
  const grid = createGrid<RequestRow>({
    label: texts.list,
    columns: columns(texts, window.innerWidth, 0),
    key: ({ n }) => String(n),
    onSelect: ([row]) => {
      if (row !== undefined) ask(showDetail(row));
    },
    onOpen: (row) => ask(showDetail(row).then(() => detail.element.focus())),
  });
  const empty = h('div', { class: 'empty' });
  const list = h('div', { class: 'list' }, grid.element, empty);
  const detail = new DetailPane(texts, {
    run: (action) => {
      if (detail.shown !== undefined) ask(remote.onRequest({ n: detail.shown, action }));
    },
    close: () => closeDetail(),
    copy: (text) => copy(text),
    openEvent: (index) => {
      if (detail.shown !== undefined) ask(remote.openEvent({ n: detail.shown, index }));
    },
    findInCode: (text) => ask(remote.findInCode({ text })),
    goToRequest: (n) => goTo(n),
  });
  const panes = h('div', { class: 'panes' }, list, detail.element);
  const main = h('main', {}, head.element, controls.element, panes);
  const footer = createFooter(texts, {
    run: (action) => runFooter(action),
    goToEnd: () => scrollToEnd(),
  });
  document.body.append(modeRow, main, footer.element, announcer.element);

  listKeys(grid.element, {
    toEnd: () => toEnd(),
    togglePause: () => togglePause(),
  });
  document.addEventListener('keydown', (event) => {
    const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (isCommand && event.key === 'f') controls.input.select();
    else if (isCommand && event.key === 'z' && event.target !== controls.input) undoClear();
    else if (event.key === 'Escape' && detail.element.contains(document.activeElement))
      grid.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  grid.onScroll(() => {
    isFollowing = grid.isAtEnd;
    if (!isFollowing) return;
    if (below === 0 && view.gone < SPARE) return;
    below = 0;
    if (view.gone >= SPARE) setRows(view.trim());
    drawAround();
  });
  new ResizeObserver(() => {
    layOut();
    if (isFollowing) scrollToEnd();
  }).observe(list);

  controls.set(filter);
  view.add(first.rows, first.rows[0]?.n ?? 0, []);
  const { clearedTo, pausedAt } = memory.kept;
  // The recorder may be another one since.
  if (clearedTo !== undefined && clearedTo <= view.last) view.clear(clearedTo);
  if (pausedAt !== undefined && pausedAt <= view.last) view.pause(pausedAt);
  setRows({ rows: view.shown });
  ask(applyFilter());
  draw();
  scrollToEnd();

  function scrollToEnd(): void {
    isFollowing = true;
    grid.scrollToEnd();
  }

  function keep(): void {
    memory.keep({
      filter,
      clearedTo: view.clearedTo,
      ...(view.isPaused && { pausedAt: view.last - view.held }),
    });
  }

  async function applyFilter(): Promise<void> {
    const turn = (asked += 1);
    keep();
    const matching = await remote.filter({ text: filter.text });
    if (turn !== asked) return;
    setRows(view.filter(filter.text, matching, filter.onlyProblems));
    if (isFollowing) scrollToEnd();
    draw();
  }

  function setRows({ rows, added }: Shown): void {
    if (added === undefined) grid.setRows(rows);
    else if (added.length > 0) grid.append(added);
  }

  function togglePause(): void {
    setRows(view.isPaused ? view.resume() : view.pause());
    if (isFollowing) scrollToEnd();
    keep();
    draw();
  }

  function clear(): void {
    setRows(view.clear());
    closeDetail();
    below = 0;
    keep();
    draw();
  }

  function undoClear(): void {
    if (view.clearedTo === 0) return;
    setRows(view.undoClear());
    scrollToEnd();
    keep();
    draw();
  }

  function toEnd(): void {
    const last = view.shown.at(-1);
    if (last !== undefined) select(last);
    scrollToEnd();
  }

  function select(row: RequestRow): void {
    grid.reveal(String(row.n));
    grid.select([String(row.n)]);
  }

  function goTo(n: number): void {
    const row = view.all.find((each) => each.n === n);
    if (row === undefined) return;
    if (!view.shown.includes(row)) clearFilter();
    select(row);
    ask(showDetail(row));
  }

  function clearFilter(): void {
    filter = { text: '', onlyProblems: false };
    controls.set(filter);
    setRows(view.filter('', [], false));
    ask(applyFilter());
  }

  let wanted = 0;
  async function showDetail(row: RequestRow): Promise<void> {
    wanted = row.n;
    const found = await remote.request({ n: row.n });
    if (wanted !== row.n) return;
    const wasHidden = detail.element.hidden;
    detail.show(row, found);
    if (!wasHidden) return;
    layOut();
    // A narrow page has less room for the list now.
    if (isFollowing) scrollToEnd();
    grid.reveal(String(row.n));
  }

  function closeDetail(): void {
    const hadFocus = detail.element.contains(document.activeElement);
    wanted = 0;
    detail.hide();
    layOut();
    if (hadFocus) grid.focus();
  }

  function copy(text: string): void {
    ask(remote.copy({ text }));
    announcer.say(texts.copied);
  }

  function runFooter(action: FooterAction): void {
    if (action === 'compare' || action === 'saveEvents' || action === 'exportHar')
      ask(remote.export({ action, after: view.clearedTo }));
    else ask(remote.run({ action }));
  }

  /** The last column takes the room that is left. */
  function layOut(): void {
    panes.classList.toggle('with-detail', !detail.element.hidden);
    grid.setColumns(columns(texts, window.innerWidth, list.clientWidth - EDGE));
  }

  /** All but the rows. */
  function draw(): void {
    const { connection } = state;
    drawModeRow(modeRow, connection, texts);
    const mode = texts.modeSpoken[connection.mode];
    main.setAttribute('aria-label', fill(texts.pageName, connection.name, mode));
    empty.hidden = view.shown.length > 0;
    if (!empty.hidden) {
      const all = view.all.length;
      empty.replaceChildren(
        ...emptyList(texts, state, all, view.clearedTo > 0 && view.last > 0, {
          run: (action) => ask(remote.run({ action })),
          copy: (text) => copy(text),
          clearFilter: () => clearFilter(),
          undoClear: () => undoClear(),
        }),
      );
    }
    drawAround();
  }

  function drawAround(): void {
    const all = view.all;
    const hasRows = all.length > 0;
    head.draw(state, { isPaused: view.isPaused, held: view.held, hasRows });
    controls.draw(all);
    footer.draw(footerView(texts, state, view.isPaused, all.length), below);
  }

  return {
    show(next) {
      state = next;
      draw();
    },
    add({ rows, first: oldest, matching }) {
      // A request must not undo what the user has just scrolled.
      if (grid.isMoved) isFollowing = grid.isAtEnd;
      const wasFollowing = isFollowing;
      const shown = view.add(rows, oldest, matching);
      setRows(shown);
      if (!wasFollowing) below += shown.added?.length ?? 0;
      if (view.gone >= (wasFollowing ? SPARE : MOST_SPARE)) {
        setRows(view.trim());
      }
      if (wasFollowing) scrollToEnd();
      announcer.problems((shown.added ?? []).filter(({ mark }) => mark !== null));
      if (empty.hidden === view.shown.length > 0) drawAround();
      else draw();
    },
    clear() {
      below = 0;
      setRows(view.reset());
      closeDetail();
      draw();
    },
  };
}
