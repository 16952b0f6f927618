/** Hours of volume as a list for reading: day by day, with hours without events side by side as one row. */
import { DAY_MS, HOUR_MS } from './timeframe.ts';
import type { HourRange } from './volumeSeries.ts';

interface VolumeRow {
  readonly startMs: number;
  /** Exclusive. */
  readonly endMs: number;
  readonly events: number;
  /** Sent from this editor. */
  readonly sent: number;
}

export interface VolumeDay {
  /** Midnight of UTC. */
  readonly dayMs: number;
  readonly events: number;
  readonly rows: readonly VolumeRow[];
}

/** @param counts and `sent`: start of the hour → events; an hour that isn't among them has none */
export function volumeDays(
  { startMs, hours }: HourRange,
  counts: ReadonlyMap<number, number>,
  sent: ReadonlyMap<number, number>,
): readonly VolumeDay[] {
  const days: { dayMs: number; events: number; rows: VolumeRow[] }[] = [];
  for (let index = 0; index < hours; index += 1) {
    const hour = startMs + index * HOUR_MS;
    const dayMs = Math.floor(hour / DAY_MS) * DAY_MS;
    let day = days.at(-1);
    if (day?.dayMs !== dayMs) days.push((day = { dayMs, events: 0, rows: [] }));
    const row = {
      startMs: hour,
      endMs: hour + HOUR_MS,
      events: counts.get(hour) ?? 0,
      sent: sent.get(hour) ?? 0,
    };
    day.events += row.events;
    const last = day.rows.at(-1);
    const isEmpty = (each: VolumeRow) => each.events === 0 && each.sent === 0;
    if (last !== undefined && isEmpty(last) && isEmpty(row)) {
      day.rows[day.rows.length - 1] = { ...last, endMs: row.endMs };
    } else day.rows.push(row);
  }
  return days;
}
