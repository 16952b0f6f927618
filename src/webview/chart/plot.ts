/** Shared by all painting: the scene, the positions of hours and counts, and two ways to draw. */
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
  /** Wide enough for labels inside the plot. */
  readonly labels: boolean;
}

/** What painting needs: the positions of hours and counts, in canvas pixels. */
export interface Plot {
  readonly context: CanvasRenderingContext2D;
  /** Canvas pixels per CSS pixel. */
  readonly ratio: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly base: number;
  x(hour: number): number;
  y(events: number): number;
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

/** The hour hasn't ended yet. */
export const isRunning = ({ series }: VolumeState, index: number): boolean =>
  hourAt(series, index) >= series.runningMs;
