/** Says which versions Orb has of events that differ from what was sent. */
import * as vscode from 'vscode';
import { dayOf } from '../../core/timeText.ts';
import type { VerifiedMessage } from '../../ingestWorker/messages.ts';

/** The maximum number of days in the sentence. */
const MAX_DAYS = 3;

/** @returns null if Orb has all of them with the timestamp that was sent */
export function versionsText(different: VerifiedMessage['different']): string | null {
  const others = different.flatMap(({ heldAt }) => (heldAt === undefined ? [] : [heldAt]));
  if (others.length === 0) return null;
  const days = [...new Set(others.toSorted().map(dayOf))];
  const named = [...days.slice(0, MAX_DAYS), ...(days.length > MAX_DAYS ? ['…'] : [])].join(', ');
  return others.length === 1
    ? vscode.l10n.t("Orb's version is dated {0}.", named)
    : vscode.l10n.t("Orb's versions are dated {0}.", named);
}
