/** The confirmation before an amendment: the event, the account, and every change. */
import * as vscode from 'vscode';
import type { Connection } from '../../core/connection.ts';
import { eventChanges, type EventChange } from '../../core/eventChanges.ts';
import { eventText } from '../../core/eventText.ts';
import { CHANGE_CAP_DAYS, MAX_CHANGED_EVENTS } from '../../core/rules/context.ts';
import { DAY_MS } from '../../core/timeframe.ts';
import { visible } from '../../std/visible.ts';
import { nameAndMode } from '../connections/labels.ts';
import type { EventView } from '../eventStore.ts';
import type { Services } from '../services.ts';

const MAX_LINES = 12;
const MAX_VALUE = 60;
const MAX_ID = 200;

/**
 * What started a save: Ctrl+S or Amend, a command whose arguments skip the confirmation, or
 * anything else (File › Save, Save All, closing, Replace All, a formatter, a task, another
 * extension), which the editor doesn't distinguish.
 */
export type SaveOrigin = 'explicit' | 'confirmed' | 'elsewhere';

export function asksBeforeAmending(
  { settings }: Pick<Services, 'settings'>,
  { mode }: Connection,
  origin: SaveOrigin,
): boolean {
  const when = settings.get('orb.amend.confirm');
  if (when === 'never' || origin === 'confirmed') return false;
  return when === 'always' || origin === 'elsewhere' || mode === 'live';
}

/**
 * @param text exactly what would be sent
 * @param cost what it changes in money, as a sentence
 * @returns false for Cancel
 */
export async function confirmAmendment(
  services: Pick<Services, 'dialogs' | 'ledger' | 'connections'>,
  connection: Connection,
  view: EventView,
  text: string,
  cost: string | undefined,
): Promise<boolean> {
  const { event } = view;
  const customer = event.externalCustomerId ?? event.customerId;
  const since = services.connections.now(connection.id) - CHANGE_CAP_DAYS * DAY_MS;
  const count = await services.ledger.writes.count('amend', connection.id, customer, since);
  const lines = changeLines(eventChanges(eventText(view.raw, text), text));
  const about = [
    vscode.l10n.t('Event ID: {0}', visible(event.id, MAX_ID)),
    vscode.l10n.t('Timestamp: {0}', visible(event.timestamp)),
  ];
  const cap = vscode.l10n.t(
    '{0} of {1} amended events of {2} in {3} days.',
    count,
    MAX_CHANGED_EVENTS,
    visible(customer ?? '–'),
    CHANGE_CAP_DAYS,
  );
  const lag = vscode.l10n.t("Orb's search doesn't show your last amendment yet.");
  return services.dialogs.confirm({
    message: vscode.l10n.t('Amend {0} in {1}?', visible(event.eventName), nameAndMode(connection)),
    detail: [
      ...about,
      '',
      ...lines,
      '',
      ...(view.unconfirmed ? [lag] : []),
      ...(cost === undefined ? [] : [cost]),
      cap,
    ].join('\n'),
    action: vscode.l10n.t('Amend'),
    decline: vscode.l10n.t('Keep Editing'),
  });
}

/** A line for each change, with hidden characters made visible: `properties.tokens 120 → 150`. */
function changeLines(changes: readonly EventChange[]): readonly string[] {
  const lines = changes.slice(0, MAX_LINES).map((change) => {
    const field = visible(change.path.join('.'));
    if (change.kind === 'added') {
      return vscode.l10n.t('{0} added: {1}', field, visible(change.after, MAX_VALUE));
    }
    if (change.kind === 'removed') {
      return vscode.l10n.t('{0} removed: {1}', field, visible(change.before, MAX_VALUE));
    }
    return `${field} ${visible(change.before, MAX_VALUE)} → ${visible(change.after, MAX_VALUE)}`;
  });
  const more = changes.length - MAX_LINES;
  return more > 0 ? [...lines, vscode.l10n.t('… and {0} more', more)] : lines;
}
