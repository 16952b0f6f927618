/** Every text about event files beyond the rules of one event (those are in core/rules) and the faults of lines (core/lineFaults). */
import { t } from '@vscode/l10n';

/** What a file is instead of one event per line. */
export const wholeFileTexts = () => ({
  array: t('This is a JSON array; an event file holds one event per line. Nothing is ingested.'),
  spread: t(
    'This JSON stands on several lines; an event file holds one event per line. Nothing is ingested.',
  ),
  utf16: t('This file is UTF-16; Orb takes UTF-8. Save it with the encoding UTF-8.'),
});

/** @param line from 1 */
export const sameEventOn = (line: number): string =>
  t('The same event stands on line {0}; it is sent once.', line);

/** The words on links between lines with one key. */
export const doubleLinks = () => ({
  same: t('The same event'),
  other: t('The same key, another body'),
});

/** The titles of quick fixes that the rules do not bring along. */
export const lineFixTitles = () => ({
  generateKey: t('Generate a Key'),
  addTime: t('Add the Current Time'),
  removeNulls: t('Remove All Null Properties'),
});

/** `6 hours ago`, `in 3 minutes`. */
export function ageInWords(ms: number, nowMs: number): string {
  const seconds = Math.round(Math.abs(nowMs - ms) / 1_000);
  const words =
    seconds < 90
      ? seconds === 1
        ? t('1 second')
        : t('{0} seconds', seconds)
      : seconds < 90 * 60
        ? t('{0} minutes', Math.round(seconds / 60))
        : seconds < 36 * 3_600
          ? t('{0} hours', Math.round(seconds / 3_600))
          : t('{0} days', Math.round(seconds / 86_400));
  return ms <= nowMs ? t('{0} ago', words) : t('in {0}', words);
}

/** The lines of a hover over a timestamp. @param local the instant in local time, for people */
export const timestampTold = (utc: string, local: string, age: string): readonly string[] => [
  t('{0} UTC', utc),
  t('{0} local time, {1}', local, age),
];
