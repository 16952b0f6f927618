/** Times as people read them: always UTC, in the short form of lists and the long one that screen readers speak. */
import { visible } from '../std/visible.ts';
import { dateFormat } from './language.ts';
import { parseTimestamp } from './timestamp.ts';

const longDay = dateFormat({ day: 'numeric', month: 'long', year: 'numeric' });

/** `20 Aug`. */
export const dayMonth = dateFormat({ day: 'numeric', month: 'short' });

/** `12 Aug 2026`, the day in UTC. @returns the text itself if it isn't a timestamp */
export function dayOf(timestamp: string): string {
  const ms = parseTimestamp(timestamp)?.ms;
  return ms === undefined
    ? noTime(timestamp)
    : `${dayMonth(ms)} ${String(new Date(ms).getUTCFullYear())}`;
}

/** `2026-11-27 10:00`: how a person types an hour in UTC. */
export const typedHour = (ms: number): string =>
  `${new Date(ms).toISOString().slice(0, 13).replace('T', ' ')}:00`;

/** `03:12:04` in UTC. */
const clock = (ms: number) => new Date(ms).toISOString().slice(11, 19);

/** A text where a time was expected, cut to a readable length. */
export const noTime = (text: string): string => visible(text, 40);

/**
 * `20 Aug 03:12:04`; with the year when it isn't this one, without the day when `sameDay`.
 * @returns the text itself if it isn't a timestamp
 */
export function shortTime(timestamp: string, nowMs: number, sameDay = false): string {
  const ms = parseTimestamp(timestamp)?.ms;
  if (ms === undefined) return noTime(timestamp);
  return sameDay ? clock(ms) : `${shortDay(ms, nowMs)} ${clock(ms)}`;
}

/** `20 Aug`, the day in UTC; with the year when it isn't this one. */
export function shortDay(ms: number, nowMs: number): string {
  const year = new Date(ms).getUTCFullYear();
  return year === new Date(nowMs).getUTCFullYear() ? dayMonth(ms) : `${dayMonth(ms)} ${year}`;
}

/** `20 August 2026 03:12:04 UTC`. */
export function spokenTime(timestamp: string): string {
  const ms = parseTimestamp(timestamp)?.ms;
  return ms === undefined ? noTime(timestamp) : `${longDay(ms)} ${clock(ms)} UTC`;
}

/** True when all timestamps are on the same day in UTC. */
export function onOneDay(timestamps: Iterable<string>): boolean {
  let first: number | undefined;
  for (const timestamp of timestamps) {
    const ms = parseTimestamp(timestamp)?.ms;
    if (ms === undefined) return false;
    const day = Math.floor(ms / 86_400_000);
    first ??= day;
    if (day !== first) return false;
  }
  return true;
}
