/**
 * `GET /events/volume`: accepted events per hour, by the events' own timestamps
 * (https://docs.withorb.com/api-reference/event/get-event-volume).
 */
import { HOUR_MS } from '../core/timeframe.ts';
import { parseTimestamp } from '../core/timestamp.ts';
import { hourOf } from './eventStore.ts';
import { page, paging } from './paging.ts';
import { invalid } from './problems.ts';
import type { Call, Reply } from './call.ts';

export function volume({ account, query }: Call): Reply {
  const bound = (key: string) => {
    const text = query.get(key);
    if (text === null) return undefined;
    // The "+" of an offset that wasn't percent-encoded arrives as a space.
    const instant = parseTimestamp(text.replace(/ (\d\d:?\d\d)$/, '+$1'));
    if (instant === undefined) throw invalid(`${key}: '${text}' is not a 'date-time'`);
    return instant;
  };
  const start = bound('timeframe_start')?.ms;
  if (start === undefined) throw invalid("'timeframe_start' is a required property");
  const now = account.now();
  const end = bound('timeframe_end')?.ms ?? now + 1;
  if (start > end) throw invalid('timeframe_start must not be after timeframe_end');
  const { limit, after } = paging(query, 'volume');
  const firstHour = Math.max(hourOf(start), after === undefined ? -Infinity : after + 1);
  // The end is exclusive, so an end on the hour excludes the hour that begins there.
  const lastHour = start === end ? hourOf(start) : Math.ceil(end / HOUR_MS) - 1;
  const hours = Array.from(
    { length: Math.min(limit, Math.max(0, lastHour - firstHour + 1)) },
    (_, index) => firstHour + index,
  );
  const counted = account.db
    .sql('select hour, count from hour where account = ? and hour between ? and ?')
    .all(account.number, firstHour, firstHour + limit);
  const counts = new Map(counted.map((row) => [Number(row['hour']), Number(row['count'])]));
  const iso = (hour: number) => new Date(hour * HOUR_MS).toISOString();
  const data = hours.map((hour) => ({
    timeframe_start: iso(hour),
    timeframe_end: iso(hour + 1),
    count: counts.get(hour) ?? 0,
  }));
  const last = hours.at(-1);
  const more = last !== undefined && last < lastHour;
  return page(data, more ? { kind: 'volume', after: last } : undefined);
}
