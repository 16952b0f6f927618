/** The figures of a chart as CSV (RFC 4180): the same rows as the table beside it. */
import { changeOf } from './volumeFigures.ts';
import { hourAt, type VolumeSeries } from './volumeSeries.ts';

const HEAD = ['hour_utc', 'events', 'week_before', 'change_percent', 'sent_from_here'];

/** One line an hour. An empty cell is a value that was not read or not asked for. */
export function volumeCsv(series: VolumeSeries): string {
  const rows = series.counts.map((count, index) => {
    const before = series.before?.[index] ?? null;
    const change = count === null || before === null ? null : changeOf(count, before);
    return [
      new Date(hourAt(series, index)).toISOString().replace('.000Z', 'Z'),
      count ?? '',
      before ?? '',
      change === null ? '' : change.toFixed(1),
      series.sent[index] ?? 0,
    ].join(',');
  });
  return [HEAD.join(','), ...rows, ''].join('\r\n');
}
