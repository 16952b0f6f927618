/**
 * Paints the hours: bars, the week before, hours without events, hours that weren't read, lanes,
 * selection, and labels.
 */
import { countText } from '../../core/language.ts';
import type uPlot from 'uplot';
import { HOUR_MS } from '../../core/timeframe.ts';
import { fill } from '../fill.ts';
import { dayTicks } from './axis.ts';
import { paintBars, paintBefore } from './bars.ts';
import { drawText, hatch, type Plot, type Scene } from './plot.ts';

/** Days below the baseline, then two lanes. */
const AXIS = { days: 22, lane: 18 } as const;
export const AXIS_HEIGHT = AXIS.days + 2 * AXIS.lane;

export function paint(chart: uPlot, scene: Scene): void {
  const { ctx: context, bbox } = chart;
  const ratio = devicePixelRatio;
  const plot: Plot = {
    context,
    ratio,
    left: bbox.left,
    right: bbox.left + bbox.width,
    top: bbox.top,
    base: bbox.top + bbox.height,
    x: (hour) => chart.valToPos(hour, 'x', true),
    y: (events) => chart.valToPos(events, 'y', true),
  };
  context.save();
  context.beginPath();
  context.rect(plot.left, 0, bbox.width, chart.height * ratio);
  context.clip();
  paintBand(plot, scene);
  paintBars(plot, scene);
  paintBefore(plot, scene);
  paintLanes(plot, scene);
  paintEdges(plot, scene);
  context.restore();
  paintDays(plot, scene);
  paintLaneNames(plot, scene);
  if (scene.labels) paintLabels(plot, scene);
}

const laneTop = ({ base, ratio }: Plot, lane: number) =>
  base + (AXIS.days + lane * AXIS.lane) * ratio;

function paintBand(plot: Plot, { view, palette }: Scene): void {
  if (view.selection === null) return;
  const { context, ratio } = plot;
  const [left, right] = [plot.x(view.selection.from), plot.x(view.selection.to)];
  context.fillStyle = palette.band;
  context.fillRect(
    left,
    plot.top - 8 * ratio,
    right - left,
    laneTop(plot, 2) - plot.top + 8 * ratio,
  );
}

function paintEdges(plot: Plot, { view, palette }: Scene): void {
  const { context, ratio } = plot;
  const bottom = laneTop(plot, 2);
  context.fillStyle = palette.edge;
  if (view.selection !== null) {
    for (const edge of [view.selection.from, view.selection.to]) {
      context.fillRect(
        Math.round(plot.x(edge)),
        plot.top - 8 * ratio,
        ratio,
        bottom - plot.top + 8 * ratio,
      );
    }
  }
  if (view.cursor !== null) {
    const [left, right] = [plot.x(view.cursor), plot.x(view.cursor + 1)];
    context.fillRect(left, plot.base + ratio, Math.max(2 * ratio, right - left), 2 * ratio);
  }
}

function paintLanes(plot: Plot, { state, palette, texts, labels }: Scene): void {
  const { context, ratio } = plot;
  const { series } = state;
  const markTop = (lane: number) => laneTop(plot, lane) + 4 * ratio;
  context.fillStyle = palette.sent;
  series.sent.forEach((events, index) => {
    if (events === 0) return;
    const left = plot.x(index);
    context.fillRect(
      left,
      markTop(0),
      Math.max(4 * ratio, plot.x(index + 1) - left - ratio),
      8 * ratio,
    );
  });
  for (const { startMs, endMs, scope } of state.backfills) {
    const [left, right] = [startMs, endMs].map((ms) => plot.x((ms - series.startMs) / HOUR_MS)) as [
      number,
      number,
    ];
    if (right < plot.left || left > plot.right) continue;
    const shown = Math.max(right - left, 4 * ratio);
    hatch(plot, palette.backfill, left, markTop(1), shown, 10 * ratio, true);
    if (!labels) continue;
    context.fillStyle = palette.muted;
    drawText(
      plot,
      palette,
      fill(texts.pending, scope ?? texts.allCustomers),
      left + shown + 6 * ratio,
      markTop(1) + 9 * ratio,
      'left',
    );
  }
}

function paintDays(plot: Plot, scene: Scene): void {
  const { context, ratio } = plot;
  const { view, palette, state } = scene;
  context.font = palette.font;
  const measure = (label: string) => context.measureText(label).width;
  const perHour = (plot.right - plot.left) / ratio / (view.to - view.from);
  for (const { index, label } of dayTicks(
    state.series.startMs,
    view.from,
    view.to,
    perHour,
    measure,
  )) {
    const x = Math.round(plot.x(index));
    context.fillStyle = palette.lines;
    context.fillRect(x, plot.base, ratio, 20 * ratio);
    context.fillStyle = palette.muted;
    drawText(plot, palette, label, x + 5 * ratio, plot.base + 16 * ratio, 'left');
    context.font = palette.font;
  }
}

function paintLaneNames(plot: Plot, { palette, texts }: Scene): void {
  const { context, ratio, left } = plot;
  context.fillStyle = palette.muted;
  drawText(plot, palette, texts.sentHere, left - 8 * ratio, laneTop(plot, 0) + 12 * ratio, 'right');
  drawText(
    plot,
    palette,
    texts.backfills,
    left - 8 * ratio,
    laneTop(plot, 1) + 12 * ratio,
    'right',
  );
}

/** Labels for the peak and the longest visible gap, each only where there's room. */
function paintLabels(plot: Plot, scene: Scene): void {
  const { figures, view, texts, palette } = scene;
  const { context } = plot;
  context.fillStyle = palette.text;
  const { peak } = figures;
  const inView = (index: number) => index >= view.from && index < view.to;
  if (peak !== null && inView(peak.index)) {
    const words = fill(texts.peakLabel, countText(peak.count));
    place(plot, scene, [words], peak.index, peak.index + 1, plot.base);
  }
  const gap = figures.gaps
    .filter(({ from, to }) => inView(from) && inView(to - 1) && to - from > 1)
    .toSorted((a, b) => b.to - b.from - (a.to - a.from))[0];
  if (gap === undefined) return;
  const words = [texts.gapLabel, fill(texts.gapLabelHours, gap.to - gap.from)];
  const middle = (plot.top + plot.base) / 2;
  place(plot, scene, words, gap.from, gap.to, middle);
}

/**
 * Puts a label above hours at the lowest place with 4 px of space to bars, grid lines, and the
 * plot's edges.
 */
function place(
  plot: Plot,
  { state, palette }: Scene,
  words: readonly string[],
  from: number,
  to: number,
  lowest: number,
): void {
  const { context, ratio } = plot;
  context.font = palette.font.replace('12px', `${12 * ratio}px`);
  const half = Math.max(...words.map((each) => context.measureText(each).width)) / 2;
  const middle = plot.x((from + to) / 2);
  if (middle - half < plot.left || middle + half > plot.right) return;
  const free = 4 * ratio;
  const line = 15 * ratio;
  const { counts, before } = state.series;
  const reach = (half + free) / (plot.x(1) - plot.x(0));
  const around = (hours: readonly (number | null)[]) =>
    hours
      .slice(Math.max(0, Math.floor((from + to) / 2 - reach)), Math.ceil((from + to) / 2 + reach))
      .map((each) => each ?? 0);
  const highest = plot.y(Math.max(...around(counts), ...around(before ?? [])));
  let low = Math.min(lowest, highest - free);
  for (const grid of [1, 2, 3]) {
    const y = plot.base - (grid * (plot.base - plot.top)) / 3;
    if (y > low - words.length * line - free && y < low + free) low = y - free;
  }
  if (low - words.length * line < 0) return;
  words.forEach((each, index) => {
    drawText(plot, palette, each, middle, low - (words.length - 1 - index) * line, 'center');
  });
}
