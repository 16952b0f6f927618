/** Shared by all painting: the scene, the positions of steps and counts, and two ways to draw. */
import type { SeriesFigures } from '../../core/seriesFigures.ts';
import type { TimeSeries } from '../../core/timeSeries.ts';
import type { Palette } from './palette.ts';
import type { View } from './view.ts';

/** One part of each bar. */
export interface Layer {
  readonly color: string;
  /** Diagonal lines in place of a filled bar. */
  readonly isHatched?: boolean;
  /** Isn't dimmed outside a selection, for what must not be overlooked. */
  readonly isAlwaysBright?: boolean;
  /** How much of each step's count is its own. */
  readonly values: readonly (number | null)[];
}

/** A row of marks under the days. */
export interface Lane {
  readonly name: string;
  readonly marks: readonly LaneMark[];
}

interface LaneMark {
  readonly startMs: number;
  readonly endMs: number;
  readonly color: string;
  readonly isHatched: boolean;
  /** To its right, if there's room for text. */
  readonly words?: string;
}

/** Labels inside the plot. */
export interface PlotWords {
  /** `peak {0}` */
  readonly peak: string | null;
  readonly gap: string;
  /** `for {0} h` */
  readonly gapLength: string;
}

export interface Scene {
  readonly series: TimeSeries;
  readonly figures: SeriesFigures;
  readonly view: View;
  readonly palette: Palette;
  /** The parts of the bars, from the base line up; null where a bar has one color. */
  readonly layers: readonly Layer[] | null;
  readonly lanes: readonly Lane[];
  /** Null if the plot is too narrow for labels. */
  readonly words: PlotWords | null;
}

/** What painting needs: the positions of steps and counts, in canvas pixels. */
export interface Plot {
  readonly context: CanvasRenderingContext2D;
  /** Canvas pixels per CSS pixel. */
  readonly ratio: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly base: number;
  x(step: number): number;
  y(count: number): number;
}

/** Draws diagonal lines over a rectangle. */
export function hatch(
  { context, ratio }: Plot,
  color: string,
  left: number,
  top: number,
  width: number,
  height: number,
  framed: boolean,
): void {
  context.save();
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
  context.strokeStyle = color;
  context.lineWidth = ratio;
  context.beginPath();
  for (let at = left - height; at < left + width; at += 6 * ratio) {
    context.moveTo(at, top + height);
    context.lineTo(at + height, top);
  }
  if (framed) context.rect(left + ratio / 2, top + ratio / 2, width - ratio, height - ratio);
  context.stroke();
  context.restore();
}

/** @param y the baseline of the text */
export function drawText(
  { context, ratio }: Plot,
  palette: Palette,
  words: string,
  x: number,
  y: number,
  align: CanvasTextAlign,
): void {
  context.font = palette.font.replace('12px', `${12 * ratio}px`);
  context.textAlign = align;
  context.textBaseline = 'alphabetic';
  context.fillText(words, x, y);
}
