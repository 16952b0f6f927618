/** Every text about event files beyond the rules of one event (those are in core/rules) and the faults of lines (core/lineFaults). */
import { t } from '@vscode/l10n';
import { count } from './ingest.ts';

/** What a path leads to instead of a file, and what a file is instead of lines of events. */
export const wholeFileTexts = () => ({
  array: t('This file is a JSON array. An event file has one event per line.'),
  body: t('This file is a request body ("events": […]). An event file has one event per line.'),
  spread: t('The JSON of this file spans several lines. An event file has one event per line.'),
  deadLetters: t(
    'This file has the IDs of events that Orb rejected (dead letters), not the events. Find the events first.',
  ),
  csv: t('This looks like a CSV file. An event file has one JSON event per line.'),
  lfs: t('This is a Git LFS pointer, not the file. Run "git lfs pull" to get it.'),
  utf16: t('This file is UTF-16, and Orb takes UTF-8. Save it with the encoding UTF-8.'),
  encoding: t(
    "The characters of this file aren't read as UTF-8, which Orb takes. Reopen or save it with the encoding UTF-8.",
  ),
  replaced: t(
    'This file has bytes that aren\'t UTF-8; the editor shows "\uFFFD" instead. Reopen it with its encoding, then save it with UTF-8.',
  ),
  nuls: t('This file starts with NUL bytes, as a log cut while in use does. Remove them.'),
  gzip: t('This is a gzip file. Unpack it first.'),
  zip: t('This is a zip file. Unpack it first.'),
  packed: t('This is a compressed file. Unpack it first.'),
  carriageReturn: t(
    "Lines of this file end with a carriage return (CR) that isn't part of a line end, so editors and Orb count its lines differently. Save it with the line ending LF or CRLF.",
  ),
  folder: t('This is a folder, not a file.'),
  pipe: t('This is a named pipe, not a file. Write what comes out of it to a file first.'),
  socket: t('This is a socket, not a file.'),
  device: t('This is a device, not a file.'),
  brokenLink: t("This is a link to a file that doesn't exist."),
});

/** Why JSON can't be converted into lines. @param line from 1 */
export const notConvertible = {
  incomplete: () => t('The JSON of this file is incomplete: its end is missing.'),
  broken: (line: number) => t("This file isn't valid JSON (line {0}).", line),
};

/** Why a whole file can't be read as lines of events. */
export type WholeFileFault = keyof ReturnType<typeof wholeFileTexts>;

/** @param line from 1 */
export const sameEventOn = (line: number): string =>
  t('This is the same event as on line {0}. It will be sent once.', line);

/** More lines than are marked one by one. @param lines how many */
export const sharedId = (lines: number, differ: boolean): string =>
  differ
    ? t(
        '{0} lines share this event ID with different content. None of them will be sent.',
        count(lines),
      )
    : t('{0} lines have this same event. It will be sent once.', count(lines));

/** The words on links between lines with one key. */
export const doubleLinks = () => ({
  same: t('The same event'),
  other: t('Same event ID, different content'),
});

/** The titles of quick fixes that the rules do not bring along. */
export const lineFixTitles = () => ({
  generateKey: t('Generate an Event ID'),
  addTime: t('Add the Current Time'),
  removeNulls: t('Remove All Null Properties'),
  removeHidden: t('Remove the Invisible Characters'),
  removeMark: t('Remove the Byte-Order Mark'),
  removeAllHidden: t('Remove Them in the Whole File'),
  removeNuls: t('Remove the NUL Bytes'),
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
