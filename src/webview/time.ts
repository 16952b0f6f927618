/**
 * Formats instants. UTC comes first everywhere; local time is that of the machine that shows the
 * page.
 */
import { localeOf } from '../core/language.ts';
import { parseTimestamp, toUtc } from '../core/timestamp.ts';

/** `09:14:22` in UTC. */
export const clockText = (ms: number): string => new Date(ms).toISOString().slice(11, 19);

/** `20 Aug 08:14 UTC`. */
export const momentText = (ms: number, language: string): string =>
  `${dayText(ms, language)} ${clockText(ms).slice(0, 5)} UTC`;

/** `08:14 UTC` on the day of `nowMs`, otherwise preceded by the day. */
export const seenText = (ms: number, nowMs: number, language: string): string =>
  Math.floor(ms / 86_400_000) === Math.floor(nowMs / 86_400_000)
    ? `${clockText(ms).slice(0, 5)} UTC`
    : momentText(ms, language);

/** `20 Aug`, in UTC. */
function dayText(ms: number, language: string): string {
  const format = { day: 'numeric', month: 'short', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(localeOf(language), format).format(ms);
}

/**
 * `2026-08-20 03:12:04.250 UTC` with the digits that Orb wrote; the text itself if it isn't a
 * timestamp.
 */
export function timestampText(timestamp: string): string {
  const instant = parseTimestamp(timestamp);
  if (instant === undefined) return timestamp;
  const utc = instant.zone === 'offset' ? toUtc(instant) : timestamp;
  return `${utc.replace(/[Tt]/, ' ').replace(/[Zz]$/, '')} UTC`;
}

/** `05:12:04`, preceded by the day if it differs from the day in UTC. */
export function localText(ms: number, language: string): string {
  const time = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
  const date = new Date(ms);
  const sameDay = date.getDate() === date.getUTCDate();
  const day = sameDay ? {} : ({ day: 'numeric', month: 'short' } as const);
  return new Intl.DateTimeFormat(localeOf(language), { ...day, ...time }).format(date);
}

const UNITS = [
  ['year', 365 * 86_400_000],
  ['month', 30 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** `6 hours ago`, `in 2 minutes`. */
export function ageText(ms: number, nowMs: number, language: string): string {
  const format = new Intl.RelativeTimeFormat(localeOf(language), { numeric: 'auto' });
  for (const [unit, size] of UNITS) {
    if (Math.abs(nowMs - ms) >= size) return format.format(Math.trunc((ms - nowMs) / size), unit);
  }
  return format.format(Math.trunc((ms - nowMs) / 1_000), 'second');
}
