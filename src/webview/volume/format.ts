/** Numbers, hours and shares as the volume page writes them. UTC everywhere but in what is called local. */

const dayName = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  timeZone: 'UTC',
});
const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

export const count = (value: number): string => value.toLocaleString('en-GB');

/** `+1.7 %`, `−62.9 %`; whole numbers from 100 on. Null, where there was nothing to compare with, is a dash. */
export function percent(value: number | null): string {
  if (value === null) return '–';
  const size = Math.abs(value);
  const digits = size >= 99.95 ? Math.round(size).toLocaleString('en-GB') : size.toFixed(1);
  const sign = Number(digits) === 0 ? '' : value < 0 ? '−' : '+';
  return `${sign}${digits} %`;
}

/** `10:00` */
export const clock = (ms: number): string => new Date(ms).toISOString().slice(11, 16);
/** `Wed 19 Aug` */
export const weekday = (ms: number): string => dayName.format(ms).replace(',', '');
/** `19 Aug` */
export const day = (ms: number): string => date.format(ms);
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
  return sameDay
    ? time
    : `${local.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })} ${time}`;
}
