/**
 * Every text about event files, except for the rules of an event (core/rules) and invalid lines
 * (core/lineFaults).
 */
import { countText, relativeTime } from '../language.ts';
import * as l10n from '@vscode/l10n';

/** Why a path isn't a file, or a file isn't lines of events. */
export const fileProblemTexts = () => ({
  array: l10n.t('This file is a JSON array. An event file has one event per line.'),
  body: l10n.t(
    'This file is a request body ("events": […]). An event file has one event per line.',
  ),
  spread: l10n.t("This file's JSON spans several lines. An event file has one event per line."),
  deadLetters: l10n.t(
    'This file has the IDs of events that Orb rejected (dead letters), not the events. Find the events first.',
  ),
  csv: l10n.t('This looks like a CSV file. An event file has one JSON event per line.'),
  lfs: l10n.t('This is a Git LFS pointer, not the file. Run "git lfs pull" to get it.'),
  utf16: l10n.t('This file is UTF-16, but Orb requires UTF-8. Save it with UTF-8 encoding.'),
  encoding: l10n.t(
    "This file isn't open as UTF-8, which Orb requires. Reopen or save it with UTF-8 encoding.",
  ),
  replaced: l10n.t(
    'This file has bytes that aren\'t UTF-8; the editor shows "�" instead. Reopen it with its encoding, then save it with UTF-8.',
  ),
  nuls: l10n.t(
    'This file starts with NUL bytes, as happens when a log is truncated while in use. Remove them.',
  ),
  gzip: l10n.t('This is a gzip file. Unpack it first.'),
  zip: l10n.t('This is a zip file. Unpack it first.'),
  packed: l10n.t('This is a compressed file. Unpack it first.'),
  carriageReturn: l10n.t(
    'This file has carriage returns (CR) without a line feed (LF), so editors and Orb count its lines differently. Save it with LF or CRLF line endings.',
  ),
  folder: l10n.t('This is a folder, not a file.'),
  pipe: l10n.t('This is a named pipe, not a file. Write what comes out of it to a file first.'),
  socket: l10n.t('This is a socket, not a file.'),
  device: l10n.t('This is a device, not a file.'),
  brokenLink: l10n.t("This is a link to a file that doesn't exist."),
});

/** Why JSON can't be converted into lines. @param line from 1 */
export const notConvertible = {
  incomplete: () => l10n.t("This file's JSON is incomplete: its end is missing."),
  broken: (line: number) => l10n.t("This file isn't valid JSON (line {0}).", line),
};

/** Why a whole file can't be read as lines of events. */
export type FileProblem = keyof ReturnType<typeof fileProblemTexts>;

/** @param line from 1 */
export const sameEventOn = (line: number): string =>
  l10n.t('This is the same event as on line {0}. It will be sent once.', line);

/** For more lines than are marked one by one. @param lines how many */
export const sharedId = (lines: number, differ: boolean): string =>
  differ
    ? l10n.t(
        '{0} lines share this event ID with different content. None of them will be sent.',
        countText(lines),
      )
    : l10n.t('{0} lines have this same event. It will be sent once.', countText(lines));

/** The texts of links between lines with the same event ID. */
export const duplicateLinks = () => ({
  same: l10n.t('The same event'),
  other: l10n.t('Same event ID, different content'),
});

/** The titles of quick fixes that don't come with a rule. */
export const lineFixTitles = () => ({
  generateKey: l10n.t('Generate an Event ID'),
  addTime: l10n.t('Add the Current Time'),
  removeNulls: l10n.t('Remove All Null Properties'),
  removeHidden: l10n.t('Remove the Invisible Characters'),
  removeMark: l10n.t('Remove the Byte-Order Mark'),
  removeAllHidden: l10n.t('Remove All in This File'),
  removeNuls: l10n.t('Remove the NUL Bytes'),
});

/** `6 hours ago`, `in 3 minutes`. */
export function ageInWords(ms: number, nowMs: number): string {
  const seconds = Math.round(Math.abs(nowMs - ms) / 1_000);
  const sign = ms <= nowMs ? -1 : 1;
  if (seconds < 90) return relativeTime(sign * seconds, 'second');
  if (seconds < 90 * 60) return relativeTime(sign * Math.round(seconds / 60), 'minute');
  if (seconds < 36 * 3_600) return relativeTime(sign * Math.round(seconds / 3_600), 'hour');
  return relativeTime(sign * Math.round(seconds / 86_400), 'day');
}

/** The lines of a timestamp's hover. @param local the instant in local time */
export const timestampTold = (utc: string, local: string, age: string): readonly string[] => [
  l10n.t('{0} UTC', utc),
  l10n.t('{0} local time, {1}', local, age),
];
