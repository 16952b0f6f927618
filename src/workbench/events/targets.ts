/** Which events a command is meant for: what menus, keybindings and other extensions give it. */
import * as vscode from 'vscode';
import type { Timeframe } from '../../core/timeframe.ts';
import { isRow } from '../callers.ts';
import { addressOf } from '../eventUris.ts';
import type { Services } from '../services.ts';
import type { EventAddress } from '../eventStore.ts';
import { target as readTarget } from '../readTarget.ts';

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
    // The selection may also contain a search, which we skip.
    if (several && isRow(each) && !('eventId' in each) && each.kind !== 'property') continue;
    const target = readTarget(each, 'target');
    const connection = await services.connections.resolve(target.connectionId);
    targets.set(`${connection.id}/${target.eventId}`, { ...target, connectionId: connection.id });
  }
  return [...targets.values()];
}

/** The event that the tab in front shows: in either editor, or compared. */
export function eventInFront(): EventAddress | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputTextDiff) return addressOf(input.modified);
  const isDocument = input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText;
  return isDocument ? addressOf(input.uri) : undefined;
}
