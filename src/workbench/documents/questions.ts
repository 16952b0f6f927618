/** The two questions a save may ask, in the words of the design: confirm an amendment, and what to do about a conflict. */
import * as vscode from 'vscode';
import type { Connection } from '../../core/connection.ts';
import type { EventChange } from '../../core/eventChanges.ts';
import { eventChanges } from '../../core/eventChanges.ts';
import { eventText } from '../../core/eventText.ts';
import { CHANGE_CAP_DAYS, MAX_CHANGED_EVENTS } from '../../core/rules/context.ts';
import { DAY_MS } from '../../core/timeframe.ts';
import { visible } from '../../std/visible.ts';
import { nameAndMode } from '../connections/labels.ts';
import type { EventView } from '../events/api.ts';
import type { Services } from '../services.ts';

const MAX_LINES = 12;
const MAX_VALUE = 60;

/** @returns false for Cancel */
export async function confirmAmendment(
  services: Pick<Services, 'dialogs' | 'ledger' | 'connections'>,
  connection: Connection,
  view: EventView,
  text: string,
): Promise<boolean> {
  const { event } = view;
  const customer = event.externalCustomerId ?? event.customerId;
  const since = services.connections.now(connection.id) - CHANGE_CAP_DAYS * DAY_MS;
  const count = await services.ledger.writes.count('amend', connection.id, customer, since);
  const lines = changeLines(eventChanges(eventText(view.raw, text), text));
  const cap = vscode.l10n.t(
    '{0} of {1} amended events of {2} in 100 days.',
    count,
    MAX_CHANGED_EVENTS,
    visible(customer ?? '–'),
  );
  const lag = vscode.l10n.t("Orb's search does not show your last amendment yet.");
  return services.dialogs.confirm({
    message: vscode.l10n.t('Amend {0} in {1}?', visible(event.eventName), nameAndMode(connection)),
    detail: [...lines, '', ...(view.unconfirmed ? [lag] : []), cap].join('\n'),
    action: vscode.l10n.t('Amend'),
  });
}

export type ConflictAnswer = 'compare' | 'amendAnyway' | 'keepEditing';

/** @param base the text the document was edited from, where that is known */
export async function askConflict(
  { dialogs }: Pick<Services, 'dialogs'>,
  view: EventView,
  base: string | undefined,
  deprecated: boolean,
): Promise<ConflictAnswer> {
  const compare = vscode.l10n.t('Compare');
  const anyway = vscode.l10n.t('Amend Anyway');
  const keep = vscode.l10n.t('Keep Editing');
  const changes = base === undefined ? [] : safeChanges(base, eventText(view.raw, base));
  const answer = await dialogs.choose(
    conflictSentence(deprecated),
    changeLines(changes).join('\n') || undefined,
    [compare, anyway, keep],
  );
  return answer === compare ? 'compare' : answer === anyway ? 'amendAnyway' : 'keepEditing';
}

export function conflictSentence(deprecated: boolean): string {
  return deprecated
    ? vscode.l10n.t('This event was deprecated since you opened it. Nothing was sent.')
    : vscode.l10n.t("Orb's version changed since you opened this event. Nothing was sent.");
}

function safeChanges(before: string, after: string): readonly EventChange[] {
  try {
    return eventChanges(before, after);
  } catch {
    return [];
  }
}

/** One line a change, in which nothing is hidden: `properties.tokens 120 → 150`. */
function changeLines(changes: readonly EventChange[]): readonly string[] {
  const lines = changes.slice(0, MAX_LINES).map((change) => {
    const field = visible(change.path.join('.'));
    if (change.kind === 'added')
      return vscode.l10n.t('{0} added: {1}', field, visible(change.after, MAX_VALUE));
    if (change.kind === 'removed') {
      return vscode.l10n.t('{0} removed: {1}', field, visible(change.before, MAX_VALUE));
    }
    return `${field} ${visible(change.before, MAX_VALUE)} → ${visible(change.after, MAX_VALUE)}`;
  });
  const more = changes.length - MAX_LINES;
  return more > 0 ? [...lines, vscode.l10n.t('… and {0} more', more)] : lines;
}
