/**
 * The time frame of a search: the last hours or days, counted back from each refresh, or exact
 * bounds.
 */
import * as l10n from '@vscode/l10n';
import { either, number, object, oneOf, text, type Shaped } from '../../std/shape.ts';
import { DAY_MS, HOUR_MS, type Timeframe } from '../timeframe.ts';
import { parseTimestamp, toUtc } from '../timestamp.ts';

/** The shape in which searches are kept across reloads. */
export const searchWindow = either(
  object({ kind: oneOf('last'), hours: number }),
  object({ kind: oneOf('exact') }, { timeframeStart: text, timeframeEnd: text }),
);
export type SearchWindow = Shaped<typeof searchWindow>;

export const lastDaysWindow = (days: number): SearchWindow => ({ kind: 'last', hours: days * 24 });

/** The time frames to choose from, without duplicates; the user's own comes first. */
export function windowChoices(defaultDays: number): readonly SearchWindow[] {
  const days = [...new Set([defaultDays, 7, 1, 30, 90])];
  return days.map(lastDaysWindow);
}

/**
 * How many days to try next for an ID that wasn't found; undefined if the widest choice was
 * searched already.
 */
export function wider(window: SearchWindow): 30 | 90 | undefined {
  const days = window.kind === 'exact' ? 0 : window.hours / 24;
  return ([30, 90] as const).find((choice) => choice > days);
}

/**
 * The bounds to send. Without an end, Orb's search stops at its own "now" and hides events that a
 * fast clock dated slightly later, so the end is a day ahead.
 */
export function toTimeframe(window: SearchWindow, nowMs: number): Partial<Timeframe> {
  if (window.kind === 'last') {
    return {
      timeframeStart: new Date(nowMs - window.hours * HOUR_MS).toISOString(),
      timeframeEnd: new Date(nowMs + DAY_MS).toISOString(),
    };
  }
  const { timeframeStart, timeframeEnd } = window;
  return {
    ...(timeframeStart === undefined ? {} : { timeframeStart }),
    ...(timeframeEnd === undefined ? {} : { timeframeEnd }),
  };
}

/** `7 days`, `24 hours`, or bounds such as `2026-08-13 10:00 – …`. */
export function describeWindow(window: SearchWindow): string {
  if (window.kind === 'last') {
    if (window.hours % 24 !== 0 || window.hours === 24) return l10n.t('{0} hours', window.hours);
    return l10n.t('{0} days', window.hours / 24);
  }
  const { timeframeStart: start, timeframeEnd: end } = window;
  if (start !== undefined && end !== undefined)
    return l10n.t('{0} – {1}', typedBound(start), typedBound(end));
  if (start !== undefined) return l10n.t('since {0}', typedBound(start));
  return end === undefined ? l10n.t('{0} days', 7) : l10n.t('until {0}', typedBound(end));
}

/** `2026-08-13 10:00`: a bound in UTC, without trailing parts that are zero. */
export function typedBound(text: string): string {
  const instant = parseTimestamp(text);
  if (instant === undefined) return text;
  return toUtc(instant)
    .replace(/T00:00:00Z$/, '')
    .replace(/:00Z$/, '')
    .replace('T', ' ')
    .replace(/Z$/, '');
}

/**
 * Reads a bound as people type it: `2026-08-13`, `2026-08-13 10:00`, or ISO 8601. Without an offset
 * it is UTC.
 * @returns ISO 8601 in UTC, or undefined if it isn't a valid time
 */
export function readBound(text: string): string | undefined {
  const given = text.trim();
  const typed = (/\sUTC$/i.test(given) ? given.slice(0, -3).trimEnd() : given).replace(/\s+/, ' ');
  const full = /^\d{4}-\d{2}-\d{2}$/.test(typed) ? `${typed}T00:00` : typed;
  const instant = parseTimestamp(full);
  return instant === undefined ? undefined : toUtc(instant);
}
