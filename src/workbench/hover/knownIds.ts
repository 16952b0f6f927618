/** Which texts are IDs of events that this editor has seen, sent, or written to. */
import type { Services } from '../services.ts';

export class KnownIds {
  constructor(private readonly services: Pick<Services, 'connections' | 'events' | 'ledger'>) {}

  /** The connection of an event that this window has read, the active one first. */
  inMemory(eventId: string): string | undefined {
    const { events } = this.services;
    return this.#connectionIds().find(
      (connectionId) => events.get({ connectionId, eventId }) !== undefined,
    );
  }

  /** @returns the connection of each ID that is known, the active one first */
  async find(eventIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    const rest: string[] = [];
    for (const eventId of new Set(eventIds)) {
      const connectionId = this.inMemory(eventId);
      if (connectionId === undefined) rest.push(eventId);
      else found.set(eventId, connectionId);
    }
    if (rest.length === 0) return found;
    const { connections, ledger } = this.services;
    const here = connections.active?.id ?? '';
    for (const [eventId, trace] of await ledger.traces(here, rest)) {
      const isHere =
        trace.seenTimestamp !== undefined || trace.sentMs !== undefined || trace.amended === true;
      const elsewhere = trace.elsewhere?.find((id) => connections.get(id) !== undefined);
      const connectionId = isHere && here !== '' ? here : elsewhere;
      if (connectionId !== undefined) found.set(eventId, connectionId);
    }
    return found;
  }

  #connectionIds(): readonly string[] {
    const { active, all } = this.services.connections;
    const others = all.filter(({ id }) => id !== active?.id).map(({ id }) => id);
    return active === undefined ? others : [active.id, ...others];
  }
}
