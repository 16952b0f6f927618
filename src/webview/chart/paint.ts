/**
 * Paints the steps: bars, the week before, steps without anything, steps that weren't read, lanes,
 * selection, and days.
 */
import type uPlot from 'uplot';
import { DAY_MS } from '../../core/timeframe.ts';
import { dayTicks } from './axis.ts';
import { paintBars, paintBefore } from './bars.ts';
import { paintLabels } from './labels.ts';
import { drawText, hatch, type Plot, type Scene } from './plot.ts';

/** Days below the baseline, then the lanes. */
const AXIS = { days: 22, lane: 18 } as const;
export const axisHeight = (lanes: number): number => AXIS.days + lanes * AXIS.lane;

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
    x: (step) => chart.valToPos(step, 'x', true),
    y: (count) => chart.valToPos(count, 'y', true),
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
  if (scene.words !== null) paintLabels(plot, scene, scene.words);
}

const laneTop = ({ base, ratio }: Plot, lane: number) =>
  base + (AXIS.days + lane * AXIS.lane) * ratio;

function paintBand(plot: Plot, { view, palette, lanes }: Scene): void {
  if (view.selection === null) return;
  const { context, ratio } = plot;
  const [left, right] = [plot.x(view.selection.from), plot.x(view.selection.to)];
  const top = plot.top - 8 * ratio;
  context.fillStyle = palette.band;
  context.fillRect(left, top, right - left, laneTop(plot, lanes.length) - top);
}

function paintEdges(plot: Plot, { view, palette, lanes }: Scene): void {
  const { context, ratio } = plot;
  const top = plot.top - 8 * ratio;
  context.fillStyle = palette.edge;
  if (view.selection !== null) {
    for (const edge of [view.selection.from, view.selection.to]) {
      context.fillRect(Math.round(plot.x(edge)), top, ratio, laneTop(plot, lanes.length) - top);
    }
  }
  if (view.cursor !== null) {
    const [left, right] = [plot.x(view.cursor), plot.x(view.cursor + 1)];
    context.fillRect(left, plot.base + ratio, Math.max(2 * ratio, right - left), 2 * ratio);
  }
}

function paintLanes(plot: Plot, { series, palette, lanes, words: withWords }: Scene): void {
  const { context, ratio } = plot;
  const x = (ms: number) => plot.x((ms - series.startMs) / series.stepMs);
  lanes.forEach(({ marks }, lane) => {
    const top = laneTop(plot, lane) + 4 * ratio;
    for (const { startMs, endMs, color, isHatched, words } of marks) {
      const [left, right] = [x(startMs), x(endMs)];
      if (right < plot.left || left > plot.right) continue;
      const width = Math.max(4 * ratio, right - left - (isHatched ? 0 : ratio));
      context.fillStyle = color;
      if (isHatched) hatch(plot, color, left, top, width, 10 * ratio, true);
      else context.fillRect(left, top, width, 8 * ratio);
      if (words === undefined || withWords === null) continue;
      context.fillStyle = palette.muted;
      drawText(plot, palette, words, left + width + 6 * ratio, top + 9 * ratio, 'left');
    }
  });
}

function paintDays(plot: Plot, { view, palette, series }: Scene): void {
  const { context, ratio } = plot;
  const { startMs, stepMs } = series;
  context.font = palette.font;
  const measure = (label: string) => context.measureText(label).width;
  const [fromMs, toMs] = [startMs + view.from * stepMs, startMs + view.to * stepMs];
  const perDay = ((plot.right - plot.left) / ratio / (toMs - fromMs)) * DAY_MS;
  for (const { ms, label } of dayTicks(fromMs, toMs, perDay, measure)) {
    const x = Math.round(plot.x((ms - startMs) / stepMs));
    context.fillStyle = palette.lines;
    context.fillRect(x, plot.base, ratio, 20 * ratio);
    context.fillStyle = palette.muted;
    drawText(plot, palette, label, x + 5 * ratio, plot.base + 16 * ratio, 'left');
    context.font = palette.font;
  }
}

function paintLaneNames(plot: Plot, { palette, lanes }: Scene): void {
  const { context, ratio, left } = plot;
  context.fillStyle = palette.muted;
  lanes.forEach(({ name }, lane) => {
    const base = laneTop(plot, lane) + 12 * ratio;
    drawText(plot, palette, name, left - 8 * ratio, base, 'right');
  });
}
