/** Labels for the peak and the longest visible gap, each only where there's room. */
import { countText } from '../../core/language.ts';
import { fill } from '../fill.ts';
import { drawText, type Plot, type PlotWords, type Scene } from './plot.ts';

export function paintLabels(plot: Plot, scene: Scene, words: PlotWords): void {
  const { figures, view, palette } = scene;
  plot.context.fillStyle = palette.text;
  const { peak } = figures;
  const inView = (index: number) => index >= view.from && index < view.to;
  if (peak !== null && words.peak !== null && inView(peak.index)) {
    place(
      plot,
      scene,
      [fill(words.peak, countText(peak.count))],
      peak.index,
      peak.index + 1,
      plot.base,
    );
  }
  const gap = figures.gaps
    .filter(({ from, to }) => inView(from) && inView(to - 1) && to - from > 1)
    .toSorted((a, b) => b.to - b.from - (a.to - a.from))[0];
  if (gap === undefined) return;
  const middle = (plot.top + plot.base) / 2;
  const lines = [words.gap, fill(words.gapLength, gap.to - gap.from)];
  place(plot, scene, lines, gap.from, gap.to, middle);
}

/**
 * Puts a label above steps at the lowest place with 4 px of space to bars, grid lines, and the
 * plot's edges.
 */
function place(
  plot: Plot,
  { series, palette }: Scene,
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
  const { counts, before } = series;
  const reach = (half + free) / (plot.x(1) - plot.x(0));
  const around = (values: readonly (number | null)[]) =>
    values
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
