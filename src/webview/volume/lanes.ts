/** The lanes below the volume chart: what was sent from this editor, and pending backfills. */
import type { VolumeTexts } from '../../core/texts/volume.ts';
import { timeAt } from '../../core/timeSeries.ts';
import type { VolumeState } from '../../protocol/volume.ts';
import type { Palette } from '../chart/palette.ts';
import type { Lane } from '../chart/plot.ts';
import { fill } from '../fill.ts';

export const VOLUME_LANES = 2;

export function volumeLanes(
  { series, backfills }: VolumeState,
  palette: Palette,
  texts: VolumeTexts,
): readonly Lane[] {
  const sent = series.sent.flatMap((events, index) =>
    events === 0
      ? []
      : [
          {
            startMs: timeAt(series, index),
            endMs: timeAt(series, index + 1),
            color: palette.green,
            isHatched: false,
          },
        ],
  );
  const pending = backfills.map(({ startMs, endMs, scope }) => ({
    startMs,
    endMs,
    color: palette.purple,
    isHatched: true,
    words: fill(texts.pending, scope ?? texts.allCustomers),
  }));
  return [
    { name: texts.sentHere, marks: sent },
    { name: texts.backfills, marks: pending },
  ];
}
