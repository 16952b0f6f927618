/**
 * Formats numbers, times, and percentages for pages with a chart. Everything is in UTC unless its
 * name says local.
 */
import { dateFormat, numberFormat } from '../../core/language.ts';
import { DAY_MS } from '../../core/timeframe.ts';

const dayName = dateFormat({ weekday: 'short', day: 'numeric', month: 'short' });
const rounded = numberFormat({ maximumFractionDigits: 0 });
const oneDigit = numberFormat({ minimumFractionDigits: 1, maximumFractionDigits: 1 });

/**
 * `+1.7 %`, `−62.9 %`; whole numbers from 100 on. A dash for null, when there was nothing to
 * compare with.
 */
export function percent(value: number | null): string {
  if (value === null) return '–';
  const size = Math.abs(value);
  const digits = size >= 99.95 ? rounded(size) : oneDigit(size);
  const sign = size < 0.05 ? '' : value < 0 ? '−' : '+';
  return `${sign}${digits} %`;
}

/** `10:00` */
export const clock = (ms: number): string => new Date(ms).toISOString().slice(11, 16);
/** `Wed 19 Aug` */
export const weekday = (ms: number): string => dayName(ms).replace(',', '');
/** `19 Aug` */
export const day = dateFormat({ day: 'numeric', month: 'short' });
/** `Wed 19 Aug 02:00` */
export const hour = (ms: number): string => `${weekday(ms)} ${clock(ms)}`;

/** `Wed 19 Aug 01:00 – 08:00`, with both days if they differ. */
export function hourSpan(startMs: number, endMs: number): string {
  const sameDay = weekday(startMs) === weekday(endMs - 1);
  const end = sameDay && clock(endMs) !== '00:00' ? clock(endMs) : sameDay ? '24:00' : hour(endMs);
  return `${hour(startMs)} – ${end}`;
}

/** `Wed 19 Aug – Fri 21 Aug`; the end is exclusive, the last day is not. */
const daySpan = (startMs: number, endMs: number): string =>
  endMs - startMs <= DAY_MS ? weekday(startMs) : `${weekday(startMs)} – ${weekday(endMs - 1)}`;

interface Steps {
  readonly stepMs: number;
}

/** A step by its length: `Wed 19 Aug 02:00` or `Wed 19 Aug`. */
export const stepText = ({ stepMs }: Steps, ms: number): string =>
  stepMs === DAY_MS ? weekday(ms) : hour(ms);

/** Some steps by their length: as hourSpan, or whole days. */
export const spanText = ({ stepMs }: Steps, startMs: number, endMs: number): string =>
  (stepMs === DAY_MS ? daySpan : hourSpan)(startMs, endMs);

/** `13 Aug 10:00 – 20 Aug 10:00` */
export const rangeText = (startMs: number, endMs: number): string =>
  `${day(startMs)} ${clock(startMs)} – ${day(endMs)} ${clock(endMs)}`;

/** The hour in local time, with the day if it differs: `03:00`, `20 Aug 01:00`. */
export function localHour(ms: number): string {
  const local = new Date(ms);
  const time = `${String(local.getHours()).padStart(2, '0')}:${String(local.getMinutes()).padStart(2, '0')}`;
  const sameDay = local.getDate() === local.getUTCDate();
  // The local day, formatted as if it were in UTC.
  return sameDay
    ? time
    : `${day(Date.UTC(local.getFullYear(), local.getMonth(), local.getDate()))} ${time}`;
}
