/**
 * Draws the bars of the hours and the line of the week before, which is light outside the bars and
 * cut out inside. It only fills rectangles: paths of thousands of hours, and clipping to them,
 * would take longer than a frame.
 */
import { hatch, isRunning, type Plot, type Scene } from './plot.ts';

/** Bars outside a selection are dimmed. */
const OUTSIDE = 0.7;

/**
 * The visible hours: their indexes, and how many share a column if an hour is narrower than a
 * pixel.
 */
function* columns(plot: Plot, { view, state }: Scene): Generator<{ from: number; to: number }> {
  const { length } = state.series.counts;
  const step = Math.max(1, Math.floor(plot.ratio / (plot.x(1) - plot.x(0))));
  const first = Math.max(0, Math.floor(view.from));
  const last = Math.min(length, Math.ceil(view.to));
  for (let from = first; from < last; from += step) yield { from, to: Math.min(last, from + step) };
}

/** The highest count of some hours; null if none of them was read. */
function highest(hours: readonly (number | null)[], from: number, to: number): number | null {
  let high: number | null = null;
  for (let index = from; index < to; index += 1) {
    const events = hours[index] ?? null;
    if (events !== null && (high === null || events > high)) high = events;
  }
  return high;
}

export function paintBars(plot: Plot, scene: Scene): void {
  const { context, ratio, base } = plot;
  const { view, palette, state } = scene;
  const { counts } = state.series;
  const gap = plot.x(1) - plot.x(0) >= 3 * ratio ? ratio : 0;
  const { selection } = view;
  for (const { from, to } of columns(plot, scene)) {
    const events = highest(counts, from, to);
    const left = Math.round(plot.x(from));
    const right = Math.round(plot.x(to));
    const width = Math.max(ratio, right - left - gap);
    if (events === null) {
      hatch(plot, palette.unknown, left, plot.top, right - left, base - plot.top, false);
      continue;
    }
    const top = Math.round(plot.y(events));
    if (to - from === 1 && isRunning(state, from)) {
      context.strokeStyle = palette.bar;
      context.lineWidth = ratio;
      context.strokeRect(left + ratio / 2, top, Math.max(ratio, width - ratio), base - top);
    } else if (events === 0) {
      context.fillStyle = palette.zero;
      context.fillRect(left, base - 3 * ratio, right - left, 3 * ratio);
    } else {
      const isOutside = selection !== null && (from < selection.from || from >= selection.to);
      context.fillStyle = palette.bar;
      context.globalAlpha = isOutside ? OUTSIDE : 1;
      context.fillRect(left, top, width, base - top);
      context.globalAlpha = 1;
    }
  }
}

export function paintBefore(plot: Plot, scene: Scene): void {
  const { state, palette } = scene;
  const { before, counts } = state.series;
  if (before === null) return;
  const { context, ratio } = plot;
  const line = (color: string, x: number, y: number, width: number, height: number) => {
    context.fillStyle = color;
    context.fillRect(x, y, width, height);
  };
  let last: number | undefined;
  for (const { from, to } of columns(plot, scene)) {
    const events = highest(before, from, to);
    if (events === null) {
      last = undefined;
      continue;
    }
    const [left, right] = [Math.round(plot.x(from)), Math.round(plot.x(to))];
    const y = Math.round(plot.y(events));
    const bar = Math.round(plot.y(isRunning(state, from) ? 0 : (highest(counts, from, to) ?? 0)));
    line(y >= bar ? palette.page : palette.before, left, y, right - left, ratio);
    if (last !== undefined) {
      // The step from the hour before: light above the bar, cut out inside it.
      const [top, bottom] = [Math.min(last, y), Math.max(last, y) + ratio];
      const edge = Math.min(Math.max(bar, top), bottom);
      line(palette.before, left, top, ratio, edge - top);
      line(palette.page, left, edge, ratio, bottom - edge);
    }
    last = y;
  }
}
