/**
 * Puts the volume page together. Chart and table are two views of one list, with the same hours,
 * selection, and keys.
 */
import type { VolumeTexts } from '../../core/texts/volume.ts';
import { volumeFigures, type HourSpan, type VolumeFigures } from '../../core/volumeFigures.ts';
import { hourAt } from '../../core/volumeSeries.ts';
import type { Remote } from '../../protocol/rpc.ts';
import type { HourBounds, ToHost, VolumeState } from '../../protocol/volume.ts';
import { button, h, icon } from '../dom.ts';
import { fill } from '../fill.ts';
import { drawModeRow } from '../modeRow.ts';
import { createChart } from '../chart/chart.ts';
import { createControls } from './controls.ts';
import { drawFigures } from './figures.ts';
import { readPalette } from '../chart/palette.ts';
import { chartPointer } from '../chart/pointer.ts';
import { drawSelection } from './selection.ts';
import { spokenHour, tooltipLines } from './spoken.ts';
import { createTable } from './table.ts';
import {
  keepView,
  keyMove,
  moveCursor,
  restoreView,
  select,
  showAll,
  shownHours,
  zoomIn,
  zoomOut,
  type KeptView,
  type View,
} from '../chart/view.ts';

export interface VolumePage {
  show(state: VolumeState): void;
  png(): Promise<Blob>;
}

/** What is kept while the page is hidden or reloaded. */
export interface ViewMemory {
  readonly kept: KeptView;
  keep(view: KeptView): void;
}

/** In a narrower page, labels in the plot would only cover bars. */
const LABELS_FROM = 900;

export function createPage(
  texts: VolumeTexts,
  first: VolumeState,
  remote: Remote<ToHost>,
  memory: ViewMemory,
): VolumePage {
  let state = first;
  let view: View = restoreView(memory.kept, first.series);
  let figures: VolumeFigures = volumeFigures(first.series, shownHours(view));
  let palette = readPalette();
  let frame: number | undefined;
  let drawn:
    { readonly state: VolumeState; readonly view: View; readonly shown: HourSpan } | undefined;

  const ask = (work: Promise<unknown>) => void work.catch(() => undefined);
  const modeRow = h('div', { role: 'banner' });
  const progress = h('div', { class: 'progress', hidden: true });
  const chart = createChart();
  const controls = createControls(texts, {
    choose: (range) => {
      set(showAll(view));
      ask(remote.choose({ range }));
    },
    compare: (on) => ask(remote.compare({ on })),
    cancel: () => ask(remote.cancel()),
    retry: () => ask(remote.retry()),
  });
  const figureRow = h('div', { class: 'figures', id: 'figures' });
  const selectionRow = h('div', { class: 'selection-row' });
  const table = createTable(texts, (index, extend) =>
    set(moveCursor(extend ? view : { ...view, cursor: null }, index, true)),
  );
  const announcer = h('div', { class: 'spoken', role: 'status' });
  const tooltip = chartPointer(chart, {
    view: () => view,
    set,
    lines: (index) => tooltipLines(state, index, texts),
  });
  const chartBox = h(
    'div',
    {
      class: 'chart-box',
      role: 'group',
      tabIndex: 0,
      aria: { label: texts.chart, roledescription: texts.chartRole, describedby: 'figures' },
    },
    chart.element,
    tooltip,
  );
  const main = h(
    'main',
    {},
    h(
      'div',
      { class: 'title-line' },
      h('h1', { class: 'name' }, texts.title),
      h(
        'div',
        { class: 'actions' },
        headAction('refresh', texts.refresh, () => ask(remote.refresh())),
        headAction('export', texts.export, () => ask(remote.export(shownBounds()))),
      ),
    ),
    controls.element,
    figureRow,
    chartBox,
    selectionRow,
    table.element,
  );
  document.body.append(modeRow, progress, main, announcer);
  for (const element of [chartBox, table.element]) element.addEventListener('keydown', pressed);
  new MutationObserver(() => {
    palette = readPalette();
    draw();
  }).observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
  new ResizeObserver(drawSoon).observe(document.body);
  show(first);

  function pressed(event: KeyboardEvent): void {
    if (event.altKey || event.metaKey) return;
    const next = keyMove(view, { key: event.key, ctrl: event.ctrlKey, shift: event.shiftKey });
    if (next === undefined) return;
    event.preventDefault();
    set(next);
    if (next.cursor !== null) announcer.textContent = spokenHour(state, next.cursor, texts);
  }

  function set(next: View): void {
    const moved = next.selection?.from !== view.selection?.from || next.cursor !== view.cursor;
    view = next;
    const target = view.selection?.from ?? view.cursor;
    if (moved && target !== null && document.activeElement !== table.element) table.reveal(target);
    drawSoon();
  }

  function shownBounds(): HourBounds {
    const { from, to } = shownHours(view);
    return { startMs: hourAt(state.series, from), endMs: hourAt(state.series, to) };
  }

  function nextGap(): void {
    const after = view.selection?.from ?? -1;
    const gap = figures.gaps.find(({ from }) => from > after) ?? figures.gaps[0];
    if (gap !== undefined) set(select(view, gap));
  }

  function show(next: VolumeState): void {
    const { startMs, counts } = next.series;
    // The most recent hours move on with the clock; any other range is shown as a whole. Both keep
    // the selected hours that they include.
    if (startMs !== state.series.startMs || counts.length !== view.hours) {
      const isSameRange = next.range === state.range && next.range !== 'custom';
      const moved = restoreView(keepView(view, state.series), next.series);
      view = isSameRange ? moved : showAll(moved);
    }
    state = next;
    drawModeRow(modeRow, next.connection, texts);
    const mode = texts.modeSpoken[next.connection.mode];
    main.setAttribute('aria-label', fill(texts.pageName, next.connection.name, mode));
    const { reading } = next;
    progress.hidden = reading === null;
    progress.style.width = `${((reading?.part ?? 0) / (reading?.of ?? 1)) * 100}%`;
    drawSoon();
  }

  function drawSoon(): void {
    frame ??= requestAnimationFrame(draw);
  }

  /**
   * While panning within an hour, only the chart moves: a frame is too short to rebuild what
   * doesn't change.
   */
  function draw(): void {
    frame = undefined;
    const shown = shownHours(view);
    const before = drawn;
    const isSameRange =
      before?.state === state && before.shown.from === shown.from && before.shown.to === shown.to;
    if (!isSameRange) {
      figures = volumeFigures(state.series, shown);
      drawFigures(figureRow, state, figures, texts, nextGap);
    }
    chart.draw({ state, figures, view, texts, palette, labels: innerWidth >= LABELS_FROM });
    controls.draw(state, view);
    drawn = { state, view, shown };
    const isSame =
      isSameRange && before.view.selection === view.selection && before.view.cursor === view.cursor;
    if (isSame) return;
    memory.keep(keepView(view, state.series));
    table.draw(state, view);
    drawSelection(selectionRow, state, view, texts, {
      search: (bounds) => ask(remote.search(bounds)),
      backfill: (bounds) => ask(remote.backfill(bounds)),
      zoomIn: () => set(zoomIn(view)),
      zoomOut: () => set(zoomOut(view)),
      clear: () => set(select(view, null)),
    });
  }

  return { show, png: () => chart.png() };
}

function headAction(name: string, label: string, onPress: () => void): HTMLButtonElement {
  const element = button('', 'head-action', onPress, label);
  element.setAttribute('aria-label', label);
  element.append(icon(name), h('span', { class: 'label' }, label));
  return element;
}
