/**
 * Finds the events that a command is for, from what menus, keybindings, and other extensions pass.
 */
import type { Timeframe } from '../../core/timeframe.ts';
import { isRow } from '../callers.ts';
import type { Services } from '../services.ts';
import type { EventAddress } from '../eventStore.ts';
import { target as readTarget } from '../readTarget.ts';

export type EventTargetRead = EventAddress & Partial<Timeframe>;

/**
 * Reads a target (an ID, `{ eventId, connectionId?, timeframeStart?, timeframeEnd? }`, a tree item,
 * an `orb:` URI) or a list of them, without duplicates. For the `(item, items[])` of a tree with
 * several selected rows, all items are meant if the clicked one is among them.
 * @returns an empty list if nothing was given
 * @throws UserError for something that isn't an event; what Connections.resolve throws
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
    // The selection may also contain a search, which is skipped.
    if (several && isRow(each) && !('eventId' in each) && each.kind !== 'property') continue;
    const target = readTarget(each, 'target');
    const connection = await services.connections.resolve(target.connectionId);
    targets.set(`${connection.id}/${target.eventId}`, { ...target, connectionId: connection.id });
  }
  return [...targets.values()];
}
