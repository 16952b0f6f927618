/** Texts about an ingest that several places share. */
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

/** @param message Node's, such as `ENOSPC: no space left on device, write`. An exceeded quota or file size limit counts too. */
export const isDiskFull = (message: string): boolean => /^(?:ENOSPC|EDQUOT|EFBIG)\b/.test(message);

/** Why a run ended early, in a sentence. */
export function stopText(kind: string, message: string | undefined): string {
  switch (kind) {
    case 'cancelled':
      return l10n.t('Stopped. Resuming sends only the remaining lines.');
    case 'unauthorized':
      return l10n.t('Stopped: Orb rejected the API key of this connection.');
    case 'forbidden':
      return l10n.t("Stopped: the API key of this connection isn't allowed to ingest.");
    case 'closed':
      return l10n.t(
        'Stopped: the backfill was closed or reverted and no longer accepts events. Resuming sends the rest to another one.',
      );
    case 'refusesAll':
      return l10n.t('Stopped: Orb rejects every event for the same reason. {0}', message ?? '');
    case 'changed':
      return l10n.t('Stopped: the file changed during the ingest. Nothing that changed was sent.');
    case 'journal':
      return isDiskFull(message ?? '')
        ? l10n.t(
            "Stopped: the disk is full, so Orb's responses can't be recorded. Free some space, then resume.",
          )
        : l10n.t("Stopped: Orb's responses can't be recorded. {0}", message ?? '');
    default:
      return l10n.t('Stopped: {0}', message ?? '');
  }
}
