/** The lines of an ingest by the hour of their timestamps: a bar for each hour, in the colors of the outcomes. */
import type { OutcomesByTime } from '../../core/ingestReport.ts';
import { countText } from '../../core/language.ts';
import { seriesFigures } from '../../core/seriesFigures.ts';
import type { IngestRunTexts } from '../../core/texts/ingestRun.ts';
import { HOUR_MS } from '../../core/timeframe.ts';
import { indexAt, timeAt, type TimeBounds, type TimeSeries } from '../../core/timeSeries.ts';
import { createChart } from '../chart/chart.ts';
import { spanText } from '../chart/format.ts';
import { readPalette, type Palette } from '../chart/palette.ts';
import { chartPointer } from '../chart/pointer.ts';
import { keyMove, wholeView, type View } from '../chart/view.ts';
import { h } from '../dom.ts';
import { fill } from '../fill.ts';

export interface TimeChart {
  readonly element: HTMLElement;
  /** @param byTime null hides the chart @param band the times of what is selected */
  draw(byTime: OutcomesByTime | null, band: TimeBounds | undefined): void;
}

interface Shown {
  readonly byTime: OutcomesByTime;
  readonly series: TimeSeries;
}

/** @param speak says the hour at the cursor to screen readers */
export function createTimeChart(texts: IngestRunTexts, speak: (text: string) => void): TimeChart {
  const chart = createChart({ hasLabels: false, lanes: 0, isWhole: true, scaleText: countText });
  let shown: Shown | undefined;
  let view: View = wholeView(0);
  let palette = readPalette();
  const tooltip = chartPointer(chart, {
    view: () => view,
    // The chart shows the whole run: it neither zooms nor selects.
    set: () => undefined,
    lines: (index) => tooltipOf(index),
  });
  const element = h(
    'div',
    { class: 'chart-box', role: 'group', tabIndex: 0, aria: { roledescription: texts.chartRole } },
    chart.element,
    tooltip,
  );
  element.addEventListener('keydown', (event) => {
    if (event.altKey || event.metaKey || event.shiftKey || !MOVES.has(event.key)) return;
    const next = keyMove(view, { key: event.key, ctrl: event.ctrlKey, shift: false }, 24);
    if (next?.cursor == null) return;
    event.preventDefault();
    view = { ...view, cursor: next.cursor };
    paint();
    speak(spokenOf(next.cursor));
  });
  element.addEventListener('blur', () => {
    view = { ...view, cursor: null };
    paint();
  });
  new MutationObserver(() => {
    palette = readPalette();
    paint();
  }).observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });

  const when = ({ series }: Shown, index: number) =>
    fill(texts.utc, spanText(series, timeAt(series, index), timeAt(series, index + 1)));

  function spokenOf(index: number): string {
    const row = shown?.byTime.rows[index];
    return shown === undefined || row === undefined
      ? ''
      : fill(texts.stepSpoken, when(shown, index), ...row.map((count) => countText(count)));
  }

  function tooltipOf(index: number): readonly string[] {
    if (shown === undefined) return [];
    const [accepted = 0, duplicates = 0, rejected = 0, notSent = 0] =
      shown.byTime.rows[index] ?? [];
    const line = (name: string, count: number) =>
      count > 0 ? [`${name}: ${countText(count)}`] : [];
    return [
      when(shown, index),
      ...line(texts.accepted, accepted),
      ...line(texts.duplicates, duplicates),
      ...line(texts.rejected, rejected),
      ...line(texts.notSent, notSent),
    ];
  }

  function paint(): void {
    if (shown === undefined) return;
    const { byTime, series } = shown;
    chart.draw({
      series,
      figures: seriesFigures(series),
      view,
      // An hour without lines is nothing to warn of, unlike one without usage.
      palette: { ...palette, zero: 'transparent' },
      layers: layersOf(palette).map((layer, at) => ({
        ...layer,
        values: byTime.rows.map((row) => row[at] ?? 0),
      })),
      lanes: [],
      words: null,
    });
  }

  return {
    element,
    draw(byTime, band) {
      element.hidden = byTime === null;
      if (byTime === null) return;
      if (byTime !== shown?.byTime) {
        const counts = byTime.rows.map((row) => row.reduce((sum, count) => sum + count, 0));
        const { startMs, stepMs } = byTime;
        shown = { byTime, series: { startMs, stepMs, counts, before: null, runningMs: Infinity } };
        element.setAttribute('aria-label', stepMs === HOUR_MS ? texts.byHour : texts.byDay);
      }
      const { series } = shown;
      const steps = series.counts.length;
      const { cursor } = view;
      view = {
        ...wholeView(steps),
        cursor: cursor !== null && cursor < steps ? cursor : null,
        selection: band === undefined ? null : stepsOf(band, series),
      };
      paint();
    },
  };
}

/** Keys that move the cursor. */
const MOVES = new Set(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End']);

/** In the order of the outcomes. */
const layersOf = ({ bar, before, error, muted }: Palette) => [
  { color: bar },
  { color: before },
  { color: error, isAlwaysBright: true },
  { color: muted, isHatched: true },
];

function stepsOf({ startMs, endMs }: TimeBounds, series: TimeSeries) {
  const half = series.stepMs / 2;
  const from = indexAt(series, startMs - half + 1);
  const to = indexAt(series, endMs + half);
  return { from: Math.max(0, from), to: Math.min(series.counts.length, to) };
}
