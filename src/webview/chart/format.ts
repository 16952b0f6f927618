/** Numbers, hours and shares as the volume page writes them. UTC everywhere but in what is called local. */
import { dateFormat, numberFormat } from '../../core/language.ts';

const dayName = dateFormat({ weekday: 'short', day: 'numeric', month: 'short' });
const rounded = numberFormat({ maximumFractionDigits: 0 });
const oneDigit = numberFormat({ minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** `+1.7 %`, `−62.9 %`; whole numbers from 100 on. Null, where there was nothing to compare with, is a dash. */
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

/** `Wed 19 Aug 01:00 – 08:00`, with both days where they are two. */
export function hourSpan(startMs: number, endMs: number): string {
  const sameDay = weekday(startMs) === weekday(endMs - 1);
  const end = sameDay && clock(endMs) !== '00:00' ? clock(endMs) : sameDay ? '24:00' : hour(endMs);
  return `${hour(startMs)} – ${end}`;
}

/** `13 Aug 10:00 – 20 Aug 10:00` */
export const rangeText = (startMs: number, endMs: number): string =>
  `${day(startMs)} ${clock(startMs)} – ${day(endMs)} ${clock(endMs)}`;

/** The hour on the clock of this machine, with the day where it is another: `03:00`, `20 Aug 01:00`. */
export function localHour(ms: number): string {
  const local = new Date(ms);
  const time = `${String(local.getHours()).padStart(2, '0')}:${String(local.getMinutes()).padStart(2, '0')}`;
  const sameDay = local.getDate() === local.getUTCDate();
  // The day of this machine, written as if it were one of UTC.
  return sameDay
    ? time
    : `${day(Date.UTC(local.getFullYear(), local.getMonth(), local.getDate()))} ${time}`;
}
