/** Texts about a comparison of an event file with Orb that several places share. */
import * as l10n from '@vscode/l10n';
import {
  CONFLICT,
  INSIDE_GRACE,
  NOT_JSON,
  NOT_UTF8,
  PAST_GRACE,
  TOO_LONG,
  type JsonType,
} from '../reconciliation/kinds.ts';
import type { LineOutcome } from '../reconciliation/outcomes.ts';
import { isDiskFull } from './ingest.ts';

export function outcomeLabel(outcome: LineOutcome): string {
  switch (outcome) {
    case 'same':
      return l10n.t('As sent');
    case 'missing':
      return l10n.t('Missing');
    case 'different':
      return l10n.t('Different');
    case 'deprecated':
      return l10n.t('Deprecated in Orb');
    case 'invalid':
      return l10n.t('Invalid');
    case 'duplicates':
      return l10n.t('Duplicates');
    case 'notCompared':
      return l10n.t('Not compared');
  }
}

/**
 * @param kind a code of core/reconciliation/kinds.ts; one that isn't known is its own label
 * @param orbType of a kind of another type: what the field is in Orb in all of the lines
 */
export function kindLabel(kind: string, orbType?: JsonType): string {
  switch (kind) {
    case INSIDE_GRACE:
      return l10n.t('Inside the grace period');
    case PAST_GRACE:
      return l10n.t('Past the grace period');
    case NOT_JSON:
      return l10n.t('Not JSON');
    case NOT_UTF8:
      return l10n.t('Not UTF-8 text');
    case TOO_LONG:
      return l10n.t('Too long for an event');
    case CONFLICT:
      return l10n.t('Same event ID, different content');
    case 'not-object':
      return l10n.t('Not an object');
    case 'customer-missing':
      return l10n.t('No customer');
    default:
      return orbType === 'text' ? textLabel(kind) : fieldLabel(kind);
  }
}

/** The most frequent of all mistakes. */
const textLabel = (kind: string) => l10n.t('{0} is text in Orb', kind.replace(/:type$/, ''));

function fieldLabel(kind: string): string {
  const colon = kind.lastIndexOf(':');
  const path = kind.slice(0, colon);
  switch (colon < 0 ? '' : kind.slice(colon + 1)) {
    case 'type':
      return l10n.t('{0} has another type', path);
    case 'value':
      return l10n.t('{0} differs', path);
    case 'absentInFile':
      return l10n.t('Not in the file: {0}', path);
    case 'absentInOrb':
      return l10n.t('Not in Orb: {0}', path);
    case 'invalid':
      return l10n.t('{0} is invalid', path);
    default:
      return kind;
  }
}

/** Why a comparison ended early, in a sentence. */
export function compareStopText(kind: string, message: string | undefined): string {
  switch (kind) {
    case 'cancelled':
      return l10n.t('Stopped. What was found is kept.');
    case 'unauthorized':
      return l10n.t('Stopped: Orb rejected the API key of this connection.');
    case 'forbidden':
      return l10n.t("Stopped: the API key of this connection isn't allowed to search for events.");
    case 'changed':
      return l10n.t('Stopped: the file changed while it was compared. Compare it again.');
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
