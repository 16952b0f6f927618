/** The columns of the volume page's table: only those that are needed. */
import { countText } from '../../core/language.ts';
import { changeOf } from '../../core/seriesFigures.ts';
import { hasSent, type VolumeSeries } from '../../core/volumeSeries.ts';
import type { VolumeTexts } from '../../core/texts/volume.ts';
import { timeAt } from '../../core/timeSeries.ts';
import { hour, localHour, percent } from '../chart/format.ts';
import { icon } from '../dom.ts';
import type { Column } from '../chart/table.ts';

/** The comparison if it's on, and what was sent from this editor if anything was. */
export function volumeColumns(series: VolumeSeries, texts: VolumeTexts): readonly Column[] {
  const { counts, before, sent } = series;
  const at = (index: number) => timeAt(series, index);
  const hours: readonly Column[] = [
    { name: 'hour', title: [texts.hour.head], cell: (index) => [hour(at(index))] },
    { name: 'local', title: [texts.local], cell: (index) => [localHour(at(index))] },
    {
      name: 'events',
      title: [texts.events],
      cell: (index) => {
        const events = counts[index] ?? null;
        const isZero = events === 0 && at(index) < series.runningMs;
        return [isZero && icon('warning', 'tone-warning'), countOrDash(events)];
      },
    },
  ];
  const comparison: readonly Column[] = [
    {
      name: 'before',
      title: [texts.weekBefore],
      cell: (index) => [countOrDash(before?.[index] ?? null)],
    },
    {
      name: 'change',
      title: [texts.change],
      cell: (index) => {
        const [now, then] = [counts[index] ?? null, before?.[index] ?? null];
        return [percent(now === null || then === null ? null : changeOf(now, then))];
      },
    },
  ];
  const fromHere: Column = {
    name: 'sent',
    title: [texts.sentFromHere],
    cell: (index) => [countText(sent[index] ?? 0)],
  };
  return [...hours, ...(before === null ? [] : comparison), ...(hasSent(series) ? [fromHere] : [])];
}

/** A dash is for an hour that wasn't read. */
const countOrDash = (count: number | null): string => (count === null ? '–' : countText(count));
