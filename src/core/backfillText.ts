/** A backfill's time frame, in UTC, and the time until it closes, as short texts. */
import * as l10n from '@vscode/l10n';
import { DAY_MS, HOUR_MS, type Timeframe } from './timeframe.ts';
import { dayMonth, noTime } from './timeText.ts';
import { parseTimestamp } from './timestamp.ts';

const MINUTE_MS = 60_000;

/**
 * Whole days as `17 Aug` or `1 – 7 Aug` (the last day included), anything else as `28 Jul 06:00 –
 * 12:00`; with the year when it isn't this one.
 * @returns the bounds as they are where they aren't times
 */
export function frameText({ timeframeStart, timeframeEnd }: Timeframe, nowMs: number): string {
  const start = parseTimestamp(timeframeStart)?.ms;
  const end = parseTimestamp(timeframeEnd)?.ms;
  if (start === undefined || end === undefined) {
    return `${noTime(timeframeStart)} – ${noTime(timeframeEnd)}`;
  }
  const whole = start % DAY_MS === 0 && end % DAY_MS === 0 && end > start;
  const last = whole ? end - DAY_MS : end;
  const year = new Date(last).getUTCFullYear();
  const shownYear =
    year === new Date(nowMs).getUTCFullYear() && year === new Date(start).getUTCFullYear()
      ? ''
      : ` ${String(year)}`;
  const [first, final] = [dayMonth(start), dayMonth(last)];
  if (whole) {
    if (start === last) return `${first}${shownYear}`;
    const sameMonth = first.split(' ')[1] === final.split(' ')[1] && last - start < 31 * DAY_MS;
    return `${sameMonth ? (first.split(' ')[0] ?? '') : first} – ${final}${shownYear}`;
  }
  const clock = (ms: number) => new Date(ms).toISOString().slice(11, 16);
  const sameDay = Math.floor(start / DAY_MS) === Math.floor(end / DAY_MS);
  return `${first} ${clock(start)} – ${sameDay ? '' : `${final} `}${clock(end)}${shownYear}`;
}

/** `21 h`, `45 min`, `3 d`: rounded down, at least a minute. */
export function waitText(ms: number): string {
  if (ms >= 2 * DAY_MS) return l10n.t('{0} d', Math.floor(ms / DAY_MS));
  if (ms >= HOUR_MS) return l10n.t('{0} h', Math.floor(ms / HOUR_MS));
  return l10n.t('{0} min', Math.max(1, Math.floor(ms / MINUTE_MS)));
}
