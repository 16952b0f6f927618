/** What amend and deprecate have in common: the customer must exist, the billing period must be open, and there is a cap. */
import * as l10n from '@vscode/l10n';
import type { UsageEvent } from '../event.ts';
import type { Issue } from '../issue.ts';
import { parseTimestamp } from '../timestamp.ts';
import { MAX_CHANGED_EVENTS, type ChangeContext } from './context.ts';
import { error } from './finding.ts';

/** Orb changes events of the current billing period, and of the previous one during its grace period. */
export function checkPeriodIsOpen(
  stored: UsageEvent,
  { openSinceMs }: ChangeContext,
): readonly Issue[] {
  const instant = parseTimestamp(stored.timestamp);
  if (openSinceMs === undefined || instant === undefined || instant.ms >= openSinceMs) return [];
  const message = l10n.t('The timestamp is outside the current billing period.');
  return [error(['timestamp'], 'period-closed', message)];
}

export function checkCap({ othersChanged = 0 }: ChangeContext): readonly Issue[] {
  if (othersChanged < MAX_CHANGED_EVENTS) return [];
  const message = l10n.t(
    "{0} events of this customer were changed within 100 days, which is Orb's limit. Use a backfill.",
    othersChanged,
  );
  return [error([], 'change-cap', message)];
}
