/** Words for what is wrong with a line of an event file beyond the rules of one event. */
import { t } from '@vscode/l10n';
import { dayOf } from './timeText.ts';

/** Of these many other lines the numbers are told; the rest is counted. */
const MAX_LINES_TOLD = 20;

export const notUtf8 = (): string => t('The line is not UTF-8 text.');
export const notJson = (detail: string): string => t('The line is not JSON: {0}', detail);
export const lineTooLong = (bytes: number): string =>
  t('The line has {0} bytes; that is too long for an event.', bytes);
export const tooLargeForOrb = (): string => t('Orb refuses this event as too large.');
/** @param status of HTTP, 500 to 599 */
export const breaksOrb = (status: number): string =>
  t(
    'Orb fails with an error of its own (HTTP {0}) whenever this event is sent, while it takes others.',
    status,
  );
/** @param heldAt the timestamp of Orb's version, where it is not the line's own */
export function otherVersionInOrb(heldAt: string | undefined): string {
  return heldAt === undefined
    ? t('Orb already has this event ID with different content.')
    : t('Orb holds another version of this event ID, of {0}.', dayOf(heldAt));
}

/**
 * @param others the other lines with the same event ID, or the first of them; undefined where they are too many to remember
 * @param total how many others there are
 */
export function keyConflict(
  others: readonly number[] | undefined,
  total = others?.length ?? 0,
): string {
  if (others === undefined) {
    return t('Other lines use this event ID with different content. None of them will be sent.');
  }
  const told = others.slice(0, MAX_LINES_TOLD).join(', ');
  if (total > MAX_LINES_TOLD) {
    const more = total - MAX_LINES_TOLD;
    return t(
      'Lines {0} and {1} more use this event ID with different content. None of them will be sent.',
      told,
      more,
    );
  }
  return total === 1
    ? t('Line {0} uses this event ID with different content. Neither line will be sent.', told)
    : t('Lines {0} use this event ID with different content. None of them will be sent.', told);
}
