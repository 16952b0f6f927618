/** The four figures above the chart; the first two are also its legend. */
import { countText } from '../../core/language.ts';
import type { SeriesFigures } from '../../core/seriesFigures.ts';
import type { VolumeTexts } from '../../core/texts/volume.ts';
import { timeAt } from '../../core/timeSeries.ts';
import type { VolumeState } from '../../protocol/volume.ts';
import { figure, gapFigure } from '../chart/figureRow.ts';
import { hour, percent } from '../chart/format.ts';
import { h } from '../dom.ts';

export function volumeFigures(
  { series }: VolumeState,
  figures: SeriesFigures,
  texts: VolumeTexts,
  onNextGap: () => void,
): readonly HTMLElement[] {
  const { total, before, change, peak } = figures;
  const swatch = (name: string) => h('span', { class: name });
  const isCompared = before !== null;
  return [
    figure([swatch('swatch'), texts.events], countText(total), isCompared ? percent(change) : ''),
    ...(isCompared ? [figure([swatch('swatch-line'), texts.weekBefore], countText(before))] : []),
    peak === null
      ? figure([texts.peakHour], '–')
      : figure([texts.peakHour], countText(peak.count), hour(timeAt(series, peak.index))),
    gapFigure(texts.zeroHours, texts.nextGap, series, figures, onNextGap),
  ];
}
