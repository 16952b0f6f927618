/** The lines of a file by the hour of their timestamps: a bar for each hour, in the colors of the outcomes. */
import type { OutcomesByTime } from '../../core/ingestReport.ts';
import { countText } from '../../core/language.ts';
import { seriesFigures } from '../../core/seriesFigures.ts';
import { HOUR_MS } from '../../core/timeframe.ts';
import {
  indexAt,
  timeAt,
  type Span,
  type TimeBounds,
  type TimeSeries,
} from '../../core/timeSeries.ts';
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

interface TimeChartTexts {
  readonly chartRole: string;
  readonly byHour: string;
  readonly byDay: string;
  readonly utc: string;
}

/** One outcome, in the order of a row of OutcomesByTime, from the base line up. */
export interface ChartLayer {
  readonly name: string;
  readonly color: (palette: Palette) => string;
  readonly isHatched?: boolean;
  readonly isAlwaysBright?: boolean;
}

export interface TimeChartOptions {
  readonly texts: TimeChartTexts;
  readonly layers: readonly ChartLayer[];
  /** What is said of an hour: when, and the count of each outcome. */
  readonly spoken: (when: string, counts: readonly string[]) => string;
  readonly speak: (text: string) => void;
  /** The hours that the user selected, or null. Without it nothing can be selected. */
  readonly onSelect?: (bounds: TimeBounds | null) => void;
}

export function createTimeChart(options: TimeChartOptions): TimeChart {
  const { texts, layers, speak, onSelect } = options;
  const chart = createChart({ hasLabels: false, lanes: 0, isWhole: true, scaleText: countText });
  let shown: Shown | undefined;
  let view: View = wholeView(0);
  let palette = readPalette();
  const tooltip = chartPointer(chart, {
    view: () => view,
    // The chart shows the whole file, so it doesn't zoom.
    set: ({ selection, cursor }) => take(selection, cursor),
    lines: (index) => tooltipOf(index),
  });
  const element = h(
    'div',
    { class: 'chart-box', role: 'group', tabIndex: 0, aria: { roledescription: texts.chartRole } },
    chart.element,
    tooltip,
  );
  element.addEventListener('keydown', (event) => {
    const { key, ctrlKey: ctrl, shiftKey: shift } = event;
    if (event.altKey || event.metaKey || (shift && onSelect === undefined)) return;
    if (key === 'Escape' && onSelect !== undefined && view.selection !== null)
      take(null, view.cursor);
    else if (!MOVES.has(key)) return;
    else {
      const next = keyMove(view, { key, ctrl, shift }, 24);
      if (next?.cursor == null) return;
      take(shift ? next.selection : view.selection, next.cursor, next.anchor);
      speak(spokenOf(next.cursor));
    }
    event.preventDefault();
  });
  element.addEventListener('blur', () => {
    view = { ...view, cursor: null };
    paint();
  });
  new MutationObserver(() => {
    palette = readPalette();
    paint();
  }).observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });

  function take(selection: Span | null, cursor: number | null, anchor = view.anchor): void {
    const isOther =
      selection?.from !== view.selection?.from || selection?.to !== view.selection?.to;
    view = { ...view, cursor, anchor };
    if (isOther && onSelect !== undefined && shown !== undefined) {
      const { series } = shown;
      onSelect(
        selection && {
          startMs: timeAt(series, selection.from),
          endMs: timeAt(series, selection.to),
        },
      );
    }
    paint();
  }

  const when = ({ series }: Shown, index: number) =>
    fill(texts.utc, spanText(series, timeAt(series, index), timeAt(series, index + 1)));

  function spokenOf(index: number): string {
    const row = shown?.byTime.rows[index];
    return shown === undefined || row === undefined
      ? ''
      : options.spoken(
          when(shown, index),
          row.map((count) => countText(count)),
        );
  }

  function tooltipOf(index: number): readonly string[] {
    if (shown === undefined) return [];
    const row = shown.byTime.rows[index] ?? [];
    return [
      when(shown, index),
      ...layers.flatMap(({ name }, at) => {
        const count = row[at] ?? 0;
        return count > 0 ? [`${name}: ${countText(count)}`] : [];
      }),
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
      layers: layers.map(({ color, isHatched = false, isAlwaysBright = false }, at) => ({
        ...{ isHatched, isAlwaysBright, color: color(palette) },
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
      const { cursor, anchor } = view;
      view = {
        ...wholeView(steps),
        cursor: cursor !== null && cursor < steps ? cursor : null,
        anchor: cursor !== null && cursor < steps ? anchor : null,
        selection: band === undefined ? null : stepsOf(band, series),
      };
      paint();
    },
  };
}

/** Keys that move the cursor. */
const MOVES = new Set(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End']);

function stepsOf({ startMs, endMs }: TimeBounds, series: TimeSeries) {
  const half = series.stepMs / 2;
  const from = indexAt(series, startMs - half + 1);
  const to = indexAt(series, endMs + half);
  return { from: Math.max(0, from), to: Math.min(series.counts.length, to) };
}
