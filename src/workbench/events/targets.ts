/** Which events a command is meant for: what menus, keybindings and other extensions give it. */
import * as vscode from 'vscode';
import type { Timeframe } from '../../core/timeframe.ts';
import { addressOf } from '../documents/uris.ts';
import type { Services } from '../services.ts';
import { UserError } from '../userError.ts';
import type { EventAddress } from './api.ts';

export type EventTargetRead = EventAddress & Partial<Timeframe>;

/**
 * Reads a target (an id, `{ eventId, connectionId?, timeframeStart?, timeframeEnd? }`, a tree item, an `orb:` URI) or a list
 * of them. Of `(item, items[])`, as a tree with several selected rows gives it, all items are meant when the clicked one is among
 * them. Doubled ones are named once.
 * @returns an empty list when nothing was given
 * @throws UserError for something that names no event; what Connections.resolve throws
 */
export async function readTargets(
  services: Pick<Services, 'connections'>,
  first: unknown,
  selected?: unknown,
): Promise<readonly EventTargetRead[]> {
  const several = Array.isArray(selected) && selected.includes(first);
  const given: readonly unknown[] = several
    ? selected
    : Array.isArray(first)
      ? first
      : first === undefined || first === null
        ? []
        : [first];
  const targets = new Map<string, EventTargetRead>();
  for (const each of given) {
    const target = readTarget(each);
    if (target === undefined) {
      // A search or a property among the selected rows is no event, and nothing to complain about.
      if (several) continue;
      throw new UserError(vscode.l10n.t('This names no event.'));
    }
    const connection = await services.connections.resolve(target.connectionId);
    targets.set(`${connection.id}/${target.eventId}`, { ...target, connectionId: connection.id });
  }
  return [...targets.values()];
}

type Unresolved = Omit<EventTargetRead, 'connectionId'> & { readonly connectionId?: string };

function readTarget(value: unknown): Unresolved | undefined {
  if (typeof value === 'string') {
    return value.startsWith('orb:')
      ? (addressOf(vscode.Uri.parse(value)) ?? { eventId: value })
      : value === ''
        ? undefined
        : { eventId: value };
  }
  if (value instanceof vscode.Uri) return addressOf(value);
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = value as Record<string, unknown>;
  const eventId = fields['eventId'];
  if (typeof eventId !== 'string' || eventId === '') {
    // The property of an event stands for the event.
    return fields['kind'] === 'property' ? readTarget(fields['parent']) : undefined;
  }
  const optional = (key: 'connectionId' | 'timeframeStart' | 'timeframeEnd') => {
    const text = fields[key];
    return typeof text === 'string' ? { [key]: text } : {};
  };
  return {
    eventId,
    ...optional('connectionId'),
    ...optional('timeframeStart'),
    ...optional('timeframeEnd'),
  };
}

/** The event that the tab in front shows: in either editor, or compared. */
export function eventInFront(): EventAddress | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputTextDiff) return addressOf(input.modified);
  const isDocument = input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText;
  return isDocument ? addressOf(input.uri) : undefined;
}
