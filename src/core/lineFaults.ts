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
    ? t('Orb holds this event ID with different content already.')
    : t('Orb holds another version of this event ID, of {0}.', dayOf(heldAt));
}

/** @param others the other lines with the same key, or undefined where they are too many to remember */
export function keyConflict(others: readonly number[] | undefined): string {
  if (others === undefined) {
    return t('Other lines have the same idempotency_key with other bodies; none of them is sent.');
  }
  const told = others.slice(0, MAX_LINES_TOLD).join(', ');
  if (others.length > MAX_LINES_TOLD) {
    const more = others.length - MAX_LINES_TOLD;
    return t(
      'The same idempotency_key stands with another body on lines {0} and {1} more; none of them is sent.',
      told,
      more,
    );
  }
  return others.length === 1
    ? t(
        'The same idempotency_key stands with another body on line {0}; none of them is sent.',
        told,
      )
    : t(
        'The same idempotency_key stands with another body on lines {0}; none of them is sent.',
        told,
      );
}
