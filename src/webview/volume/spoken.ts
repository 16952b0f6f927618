/** An hour as text, for the tooltip and for screen readers. */
import { countText } from '../../core/language.ts';
import type { VolumeTexts } from '../../core/texts/volume.ts';
import { timeAt } from '../../core/timeSeries.ts';
import type { VolumeSeries } from '../../core/volumeSeries.ts';
import { fill } from '../fill.ts';
import { hour, localHour } from '../chart/format.ts';

/** `Wed 19 Aug 02:00 UTC, 0 events, week before 3,429` */
export function spokenHour(series: VolumeSeries, index: number, texts: VolumeTexts): string {
  const when = hour(timeAt(series, index));
  const events = series.counts[index] ?? null;
  if (events === null) return fill(texts.notReadSpoken, when);
  const before = series.before?.[index] ?? null;
  const said = fill(texts.hourSpoken, when, countText(events));
  return before === null ? said : `${said}, ${fill(texts.weekBeforeSpoken, countText(before))}`;
}

/** The lines of an hour's tooltip. */
export function tooltipLines(
  series: VolumeSeries,
  index: number,
  texts: VolumeTexts,
): readonly string[] {
  const ms = timeAt(series, index);
  const value = (title: string, number: number | null | undefined) =>
    `${title}: ${number == null ? '–' : countText(number)}`;
  return [
    fill(texts.utc, hour(ms)),
    fill(texts.localTime, localHour(ms)),
    value(texts.events, series.counts[index]),
    ...(series.before === null ? [] : [value(texts.weekBefore, series.before[index])]),
    ...(series.sent[index] ? [value(texts.sentFromHere, series.sent[index])] : []),
  ];
}
