/** The figures of a chart as CSV (RFC 4180): the same rows as the table next to it. */
import { changeOf } from './seriesFigures.ts';
import { timeAt, type Span } from './timeSeries.ts';
import { hasSent, type VolumeSeries } from './volumeSeries.ts';

/**
 * One line an hour; an empty cell is a value that wasn't read. The comparison has columns only when it is on, and so has what was
 * sent from this editor when something was.
 * @param span the hours to write; all by default
 */
export function volumeCsv(series: VolumeSeries, span?: Span): string {
  const { from, to } = span ?? { from: 0, to: series.counts.length };
  const isCompared = series.before !== null;
  const withSent = hasSent(series);
  type Cell = string | number;
  const line = (hour: string, events: Cell, before: Cell, change: string, sent: Cell): string =>
    [hour, events, ...(isCompared ? [before, change] : []), ...(withSent ? [sent] : [])].join(',');
  const lines = [line('hour_utc', 'events', 'week_before', 'change_percent', 'sent_from_here')];
  for (let index = from; index < to; index += 1) {
    const count = series.counts[index] ?? null;
    const before = series.before?.[index] ?? null;
    const change = count === null || before === null ? null : changeOf(count, before);
    const hour = new Date(timeAt(series, index)).toISOString().replace('.000Z', 'Z');
    const sent = series.sent[index] ?? 0;
    lines.push(line(hour, count ?? '', before ?? '', change?.toFixed(1) ?? '', sent));
  }
  return [...lines, ''].join('\r\n');
}
