/** Texts about an ingest: what is about to be sent, and what became of it. */
import * as l10n from '@vscode/l10n';
import { countText } from '../language.ts';

export const eventCount = (value: number): string =>
  value === 1 ? l10n.t('1 event') : l10n.t('{0} events', countText(value));
export const lineCount = (value: number): string =>
  value === 1 ? l10n.t('1 line') : l10n.t('{0} lines', countText(value));
export const duplicateCount = (value: number): string =>
  value === 1 ? l10n.t('1 duplicate') : l10n.t('{0} duplicates', countText(value));

/** `40 s`, `3 min`, `2 h 5 min`, `3 days`. */
export function duration(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (ms < 60_000) return l10n.t('{0} s', Math.max(1, Math.round(ms / 1_000)));
  if (minutes < 60) return l10n.t('{0} min', minutes);
  if (minutes < 48 * 60) {
    return minutes % 60 === 0
      ? l10n.t('{0} h', minutes / 60)
      : l10n.t('{0} h {1} min', Math.floor(minutes / 60), minutes % 60);
  }
  return l10n.t('{0} days', Math.round(minutes / 60 / 24));
}

/** @param message of Node, such as `ENOSPC: no space left on device, write`; a quota and a largest file size are no room either */
export const isDiskFull = (message: string): boolean => /^(?:ENOSPC|EDQUOT|EFBIG)\b/.test(message);

/** Why a run ended early, in a sentence. */
export function stopText(kind: string, message: string | undefined): string {
  switch (kind) {
    case 'cancelled':
      return l10n.t('Cancelled. Resume goes on with the lines that were not tried.');
    case 'unauthorized':
      return l10n.t('Stopped: Orb does not accept the API key of this connection.');
    case 'forbidden':
      return l10n.t('Stopped: the API key of this connection may not ingest.');
    case 'closed':
      return l10n.t(
        'Stopped: the backfill takes no more events, since it was closed or reverted in the meantime. Resume sends the rest into another one.',
      );
    case 'refusesAll':
      return l10n.t(
        'Stopped early: Orb refuses every event with the same words. {0}',
        message ?? '',
      );
    case 'changed':
      return l10n.t(
        'Stopped: the file was changed while it was ingested. Nothing of the change was sent.',
      );
    case 'journal':
      return isDiskFull(message ?? '')
        ? l10n.t(
            'Stopped: the disk is full, so what Orb answers cannot be noted. Make room, then resume.',
          )
        : l10n.t('Stopped: the journal of the run cannot be written. {0}', message ?? '');
    default:
      return l10n.t('Stopped: {0}', message ?? '');
  }
}
