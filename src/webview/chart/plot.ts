/** What all painting works with: the scene, the places of hours and counts, and two brushes. */
import type { VolumeTexts } from '../../core/texts/volume.ts';
import type { VolumeFigures } from '../../core/volumeFigures.ts';
import { hourAt } from '../../core/volumeSeries.ts';
import type { VolumeState } from '../../protocol/volume.ts';
import type { Palette } from './palette.ts';
import type { View } from './view.ts';

export interface Scene {
  readonly state: VolumeState;
  readonly figures: VolumeFigures;
  readonly view: View;
  readonly texts: VolumeTexts;
  readonly palette: Palette;
  /** Wide enough for words inside the plot. */
  readonly labels: boolean;
}

/** What painting needs: the place of an hour and of a count, in pixels of the canvas. */
export interface Plot {
  readonly context: CanvasRenderingContext2D;
  /** Pixels of the canvas for one of the page. */
  readonly ratio: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly base: number;
  x(hour: number): number;
  y(events: number): number;
}

/** Diagonal lines over a rectangle. */
export function hatch(
  { context, ratio }: Plot,
  colour: string,
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
  context.strokeStyle = colour;
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

/** @param y the base line of the words */
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

/** The hour has not ended yet. */
export const isRunning = ({ series }: VolumeState, index: number): boolean =>
  hourAt(series, index) >= series.runningMs;
