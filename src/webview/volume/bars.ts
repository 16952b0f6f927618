/** The bars of the hours, and the line of the week before that is light outside of them and cut out inside. */
import { hatch, isRunning, type Plot, type Scene } from './plot.ts';

/** Bars outside of a selection step back. */
const OUTSIDE = 0.7;

/** @returns the outline of all bars, for what is drawn inside or outside of them */
export function paintBars(plot: Plot, scene: Scene): Path2D {
  const { context, ratio } = plot;
  const { view, palette, state } = scene;
  const { counts } = state.series;
  const perHour = plot.x(1) - plot.x(0);
  const gap = perHour >= 3 * ratio ? ratio : 0;
  const outline = new Path2D();
  const inside = new Path2D();
  const outside = new Path2D();
  const isSelected = (index: number) =>
    view.selection === null || (index >= view.selection.from && index < view.selection.to);
  const [first, last] = [
    Math.max(0, Math.floor(view.from)),
    Math.min(counts.length, Math.ceil(view.to)),
  ];
  // Under one pixel an hour, one column a pixel shows the highest of its hours.
  const step = Math.max(1, Math.floor(ratio / perHour));
  for (let index = first; index < last; index += step) {
    const hours = counts.slice(index, index + step).filter((each) => each !== null);
    const left = plot.x(index);
    const width = Math.max(ratio, plot.x(index + step) - left - gap);
    if (hours.length === 0) {
      // Beyond the running hour nothing can be there yet.
      if (!isRunning(state, index) || counts[index] === null)
        hatch(
          plot,
          palette.unknown,
          left,
          plot.top,
          plot.x(index + step) - left,
          plot.base - plot.top,
          false,
        );
      continue;
    }
    const events = Math.max(...hours);
    const top = plot.y(events);
    if (step === 1 && isRunning(state, index)) {
      context.strokeStyle = palette.bar;
      context.lineWidth = ratio;
      context.strokeRect(left + ratio / 2, top, Math.max(ratio, width - ratio), plot.base - top);
    } else if (events === 0) {
      context.fillStyle = palette.zero;
      context.fillRect(left, plot.base - 3 * ratio, width + gap, 3 * ratio);
    } else {
      (isSelected(index) ? inside : outside).rect(left, top, width, plot.base - top);
      outline.rect(left, top, width, plot.base - top);
    }
  }
  context.fillStyle = palette.bar;
  context.fill(inside);
  context.globalAlpha = view.selection === null ? 1 : OUTSIDE;
  context.fill(outside);
  context.globalAlpha = 1;
  return outline;
}

export function paintBefore(plot: Plot, { state, view, palette }: Scene, bars: Path2D): void {
  const { before } = state.series;
  if (before === null) return;
  const { context, ratio } = plot;
  const line = new Path2D();
  let pen = false;
  for (
    let index = Math.max(0, Math.floor(view.from));
    index < Math.min(before.length, Math.ceil(view.to));
    index += 1
  ) {
    const events = before[index] ?? null;
    if (events === null) {
      pen = false;
      continue;
    }
    const y = Math.round(plot.y(events)) + ratio / 2;
    if (pen) line.lineTo(plot.x(index), y);
    else line.moveTo(plot.x(index), y);
    line.lineTo(plot.x(index + 1), y);
    pen = true;
  }
  context.lineWidth = ratio;
  context.strokeStyle = palette.before;
  context.stroke(line);
  context.save();
  context.clip(bars);
  context.strokeStyle = palette.page;
  context.stroke(line);
  context.restore();
}
