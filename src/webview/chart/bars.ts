/**
 * Draws the bars of the steps and the line of the week before, which is light outside the bars and
 * cut out inside. It only fills rectangles: paths of thousands of hours, and clipping to them,
 * would take longer than a frame.
 */
import { timeAt, type TimeSeries } from '../../core/timeSeries.ts';
import { hatch, type Layer, type Plot, type Scene } from './plot.ts';

/** Bars outside a selection are dimmed. */
const OUTSIDE = 0.7;

/** The step hasn't ended yet. */
const isRunning = (series: TimeSeries, index: number): boolean =>
  timeAt(series, index) >= series.runningMs;

/**
 * The visible steps: their indexes, and how many share a column if a step is narrower than a
 * pixel.
 */
function* columns(plot: Plot, { view, series }: Scene): Generator<{ from: number; to: number }> {
  const { length } = series.counts;
  const size = Math.max(1, Math.floor(plot.ratio / (plot.x(1) - plot.x(0))));
  const first = Math.max(0, Math.floor(view.from));
  const last = Math.min(length, Math.ceil(view.to));
  for (let from = first; from < last; from += size) yield { from, to: Math.min(last, from + size) };
}

/** The index of the highest of some steps; undefined if none of them was read. */
function highest(counts: readonly (number | null)[], from: number, to: number): number | undefined {
  let high: number | undefined;
  for (let index = from; index < to; index += 1) {
    const count = counts[index] ?? null;
    if (count !== null && (high === undefined || count > (counts[high] ?? 0))) high = index;
  }
  return high;
}

interface Bar {
  readonly index: number;
  readonly left: number;
  readonly width: number;
  readonly isOutside: boolean;
}

export function paintBars(plot: Plot, scene: Scene): void {
  const { context, ratio, base } = plot;
  const { view, palette, series } = scene;
  const { counts } = series;
  const gap = plot.x(1) - plot.x(0) >= 3 * ratio ? ratio : 0;
  const { selection } = view;
  const bars: Bar[] = [];
  for (const { from, to } of columns(plot, scene)) {
    const index = highest(counts, from, to);
    const left = Math.round(plot.x(from));
    const right = Math.round(plot.x(to));
    const width = Math.max(ratio, right - left - gap);
    if (index === undefined) {
      hatch(plot, palette.unknown, left, plot.top, right - left, base - plot.top, false);
      continue;
    }
    const count = counts[index] ?? 0;
    const top = Math.round(plot.y(count));
    if (to - from === 1 && isRunning(series, from)) {
      context.strokeStyle = palette.bar;
      context.lineWidth = ratio;
      context.strokeRect(left + ratio / 2, top, Math.max(ratio, width - ratio), base - top);
    } else if (count === 0) {
      context.fillStyle = palette.zero;
      context.fillRect(left, base - 3 * ratio, right - left, 3 * ratio);
    } else {
      const isOutside = selection !== null && (from < selection.from || from >= selection.to);
      bars.push({ index, left, width, isOutside });
    }
  }
  const layers: readonly Layer[] = scene.layers ?? [{ color: palette.bar, values: counts }];
  // How much of each bar has been painted.
  const done = bars.map(() => 0);
  for (const { color, values, isHatched = false, isAlwaysBright = false } of layers) {
    // Once for all bars, since setting a color takes longer than filling a rectangle.
    context.fillStyle = color;
    bars.forEach(({ index, left, width, isOutside }, at) => {
      const value = values[index] ?? 0;
      if (value <= 0) return;
      const from = done[at] ?? 0;
      done[at] = from + value;
      const bottom = from === 0 ? base : Math.round(plot.y(from));
      const top = Math.round(plot.y(from + value));
      // A line in the background color separates layers that are tall enough.
      const line = from > 0 && bottom - top >= 3 * ratio ? ratio : 0;
      context.globalAlpha = isOutside && !isAlwaysBright ? OUTSIDE : 1;
      const height = bottom - top - line;
      if (isHatched) hatch(plot, color, left, top, width, height, false);
      else context.fillRect(left, top, width, height);
    });
  }
  context.globalAlpha = 1;
}

export function paintBefore(plot: Plot, scene: Scene): void {
  const { series, palette } = scene;
  const { before, counts } = series;
  if (before === null) return;
  const { context, ratio } = plot;
  const line = (color: string, x: number, y: number, width: number, height: number) => {
    context.fillStyle = color;
    context.fillRect(x, y, width, height);
  };
  let last: number | undefined;
  for (const { from, to } of columns(plot, scene)) {
    const index = highest(before, from, to);
    if (index === undefined) {
      last = undefined;
      continue;
    }
    const [left, right] = [Math.round(plot.x(from)), Math.round(plot.x(to))];
    const y = Math.round(plot.y(before[index] ?? 0));
    const now = counts[highest(counts, from, to) ?? -1] ?? 0;
    const bar = Math.round(plot.y(isRunning(series, from) ? 0 : now));
    line(y >= bar ? palette.page : palette.before, left, y, right - left, ratio);
    if (last !== undefined) {
      // The line from the step before: light above the bar, cut out inside it.
      const [top, bottom] = [Math.min(last, y), Math.max(last, y) + ratio];
      const edge = Math.min(Math.max(bar, top), bottom);
      line(palette.before, left, top, ratio, edge - top);
      line(palette.page, left, edge, ratio, bottom - edge);
    }
    last = y;
  }
}
