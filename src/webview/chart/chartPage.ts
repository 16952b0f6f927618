/**
 * Puts a page together whose chart and table are two views of one list, with the same steps,
 * selection, and keys.
 */
import type { ChartTexts } from '../../core/texts/chart.ts';
import { seriesFigures, type SeriesFigures } from '../../core/seriesFigures.ts';
import { DAY_MS } from '../../core/timeframe.ts';
import { timeAt, type Span, type TimeBounds } from '../../core/timeSeries.ts';
import type { ChartState } from '../../protocol/chart.ts';
import { h, headAction, redraw } from '../dom.ts';
import { fill } from '../fill.ts';
import { drawModeRow } from '../modeRow.ts';
import { createTable, type Column } from './table.ts';
import { createChart, type ChartOptions } from './chart.ts';
import { readPalette, type Palette } from './palette.ts';
import type { Scene } from './plot.ts';
import { chartPointer } from './pointer.ts';
import { drawSelection, type Selected } from './selectionRow.ts';
import {
  keepView,
  keyMove,
  moveCursor,
  restoreView,
  select,
  showAll,
  shownSteps,
  zoomIn,
  zoomOut,
  type View,
} from './view.ts';
import type { ViewMemory } from './viewMemory.ts';

export interface ChartPage<State extends ChartState> {
  show(state: State): void;
  png(): Promise<Blob>;
  /** Shows every step. */
  showAll(): void;
  /** What is said of the selection has changed. */
  redrawSelection(): void;
}

/** What is specific to a page. */
export interface ChartPageParts<State extends ChartState> {
  readonly texts: ChartTexts;
  readonly title: string;
  /** Connection, mode. */
  readonly pageName: string;
  /** The names of the chart and of the table. */
  readonly chart: string;
  readonly table: string;
  readonly options: ChartOptions;
  /** At the right of the title, before Refresh and Export. */
  readonly actions?: readonly HTMLElement[];
  /** Between the title and the figures, and between these and the chart. */
  readonly controls: HTMLElement;
  readonly legend?: HTMLElement;
  unit(state: State): ChartTexts['hour'];
  refresh(): void;
  export(shown: TimeBounds): void;
  drawControls(state: State, view: View): void;
  /** Shown instead of everything below the controls if there's nothing to show. */
  problem?(state: State): HTMLElement | null;
  figures(
    state: State,
    figures: SeriesFigures,
    shown: Span,
    onNextGap: () => void,
  ): readonly HTMLElement[];
  scene(state: State, palette: Palette, isWide: boolean): Pick<Scene, 'layers' | 'lanes' | 'words'>;
  columns(state: State): readonly Column[];
  /** The text of the selection row, and its buttons. */
  selected(state: State, span: Span, bounds: TimeBounds): Selected;
  hint(state: State, figures: SeriesFigures): string;
  /** A step as text, for screen readers and for its tooltip. */
  spoken(state: State, index: number): string;
  tooltip(state: State, index: number): readonly string[];
}

/** In a narrower page, labels in the plot would only cover bars. */
const LABELS_FROM = 900;

export function createChartPage<State extends ChartState>(
  parts: ChartPageParts<State>,
  first: State,
  memory: ViewMemory,
): ChartPage<State> {
  const { texts } = parts;
  let state = first;
  let view: View = restoreView(memory.kept, first.series);
  let figures = seriesFigures(first.series, shownSteps(view));
  let palette = readPalette();
  let frame: number | undefined;
  let drawn: { readonly state: State; readonly view: View; readonly shown: Span } | undefined;

  const modeRow = h('div', { role: 'banner' });
  const progress = h('div', { class: 'progress', hidden: true });
  const chart = createChart(parts.options);
  const figureRow = h('div', { class: 'figures', id: 'figures' });
  const selectionRow = h('div', { class: 'selection-row' });
  const table = createTable(parts.table, (index, extend) =>
    set(moveCursor(extend ? view : { ...view, cursor: null }, index, true)),
  );
  const announcer = h('div', { class: 'spoken', role: 'status' });
  const tooltip = chartPointer(chart, {
    view: () => view,
    set,
    lines: (index) => parts.tooltip(state, index),
  });
  const chartBox = h(
    'div',
    {
      class: 'chart-box',
      role: 'group',
      tabIndex: 0,
      aria: { label: parts.chart, roledescription: texts.chartRole, describedby: 'figures' },
    },
    chart.element,
    tooltip,
  );
  const problemBox = h('div', {});
  const legend = parts.legend === undefined ? [] : [parts.legend];
  const content = [figureRow, ...legend, chartBox, selectionRow, table.element];
  const main = h(
    'main',
    {},
    h(
      'div',
      { class: 'title-line' },
      h('h1', { class: 'name' }, parts.title),
      h(
        'div',
        { class: 'actions' },
        ...(parts.actions ?? []),
        headAction('refresh', texts.refresh, () => parts.refresh()),
        headAction('export', texts.export, () => parts.export(boundsOf(shownSteps(view)))),
      ),
    ),
    parts.controls,
    problemBox,
    ...content,
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
    const key = { key: event.key, ctrl: event.ctrlKey, shift: event.shiftKey };
    const next = keyMove(view, key, state.series.stepMs === DAY_MS ? 7 : 24);
    if (next === undefined) return;
    event.preventDefault();
    set(next);
    if (next.cursor !== null) announcer.textContent = parts.spoken(state, next.cursor);
  }

  function set(next: View): void {
    const moved = next.selection?.from !== view.selection?.from || next.cursor !== view.cursor;
    view = next;
    const target = view.selection?.from ?? view.cursor;
    if (moved && target !== null && document.activeElement !== table.element) table.reveal(target);
    drawSoon();
  }

  function boundsOf({ from, to }: Span): TimeBounds {
    return { startMs: timeAt(state.series, from), endMs: timeAt(state.series, to) };
  }

  function nextGap(): void {
    const after = view.selection?.from ?? -1;
    const gap = figures.gaps.find(({ from }) => from > after) ?? figures.gaps[0];
    if (gap !== undefined) set(select(view, gap));
  }

  function show(next: State): void {
    const { startMs, stepMs, counts } = next.series;
    // The most recent steps move on with the clock; any other range is shown as a whole. Both keep
    // the selected steps that they include.
    const { series } = state;
    if (startMs !== series.startMs || stepMs !== series.stepMs || counts.length !== view.steps) {
      const isSameRange = next.range === state.range && next.range !== 'custom';
      const moved = restoreView(keepView(view, series), next.series);
      view = isSameRange ? moved : showAll(moved);
    }
    state = next;
    drawModeRow(modeRow, next.connection, texts);
    const mode = texts.modeSpoken[next.connection.mode];
    main.setAttribute('aria-label', fill(parts.pageName, next.connection.name, mode));
    const { reading } = next;
    progress.hidden = reading === null;
    progress.style.width = `${((reading?.part ?? 0) / (reading?.of ?? 1)) * 100}%`;
    drawSoon();
  }

  function drawSoon(): void {
    frame ??= requestAnimationFrame(draw);
  }

  /**
   * While panning within a step, only the chart moves: a frame is too short to rebuild what
   * doesn't change.
   */
  function draw(): void {
    frame = undefined;
    const { series } = state;
    const shown = shownSteps(view);
    const before = drawn;
    const isSameRange =
      before?.state === state && before.shown.from === shown.from && before.shown.to === shown.to;
    const problem = parts.problem?.(state) ?? null;
    if (before?.state !== state) {
      problemBox.replaceChildren(...(problem === null ? [] : [problem]));
      for (const element of content) element.hidden = problem !== null;
    }
    parts.drawControls(state, view);
    if (problem !== null) {
      drawn = { state, view, shown };
      return;
    }
    if (!isSameRange) {
      figures = seriesFigures(series, shown);
      redraw(figureRow, () =>
        figureRow.replaceChildren(...parts.figures(state, figures, shown, nextGap)),
      );
    }
    const isWide = innerWidth >= LABELS_FROM;
    chart.draw({ series, figures, view, palette, ...parts.scene(state, palette, isWide) });
    drawn = { state, view, shown };
    const isSame =
      isSameRange && before.view.selection === view.selection && before.view.cursor === view.cursor;
    if (isSame) return;
    memory.keep(keepView(view, series));
    table.draw(parts.columns(state), view);
    redrawSelection();
  }

  function redrawSelection(): void {
    const { series } = state;
    const { selection } = view;
    const said = {
      selected: selection && parts.selected(state, selection, boundsOf(selection)),
      hint: parts.hint(state, figures),
    };
    drawSelection(selectionRow, series, view, said, texts, parts.unit(state), {
      zoomIn: () => set(zoomIn(view)),
      zoomOut: () => set(zoomOut(view)),
      clear: () => set(select(view, null)),
    });
  }

  return { show, png: () => chart.png(), showAll: () => set(showAll(view)), redrawSelection };
}
