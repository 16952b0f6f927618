/** Adds changes that aren't in the file yet to what was read from it, so that a window always knows what it did itself. */
import {
  NO_HISTORY,
  type Answer,
  type Change,
  type EventHistory,
  type ReadArgs,
  type ReadName,
  type Reads,
} from './messages.ts';
import type { IdTraces } from './traces.ts';
import type { LedgerWrite } from './writes.ts';

type Overlay<Name extends ReadName> = (
  changes: readonly Change[],
  answer: Answer<Name>,
  args: ReadArgs<Name>,
) => Answer<Name>;

/** @param changes those that aren't in the file, oldest first @param answer what was read from the file */
export function withChanges<Name extends ReadName>(
  name: Name,
  changes: readonly Change[],
  answer: Answer<Name>,
  args: ReadArgs<Name>,
): Answer<Name> {
  const overlay = overlays[name] as Overlay<Name>;
  return changes.length === 0 ? answer : overlay(changes, answer, args);
}

const overlays: { readonly [Name in ReadName]: Overlay<Name> } = {
  histories(changes, answer, [connectionId, eventIds]) {
    const wanted = new Set(eventIds);
    const known = new Map<string, EventHistory>(answer);
    const of = (eventId: string): EventHistory => known.get(eventId) ?? NO_HISTORY;
    for (const change of changes) {
      if (change.kind === 'seen' && change.connectionId === connectionId) {
        const { nowMs } = change;
        for (const { eventId, raw } of change.events) {
          if (!wanted.has(eventId)) continue;
          const { seen, earlier, writes } = of(eventId);
          const isOther = seen !== undefined && seen.raw !== raw;
          const left = isOther ? [{ raw: seen.raw, untilMs: nowMs }] : [];
          known.set(eventId, {
            seen: { raw, firstMs: seen?.firstMs ?? nowMs, lastMs: nowMs },
            earlier: [...earlier, ...left],
            writes,
          });
        }
      } else if (change.kind === 'begun' && change.write.connectionId === connectionId) {
        const { eventId } = change.write;
        if (!wanted.has(eventId)) continue;
        const history = of(eventId);
        known.set(eventId, { ...history, writes: [...history.writes, toWrite(change)] });
      } else if ('id' in change && change.kind !== 'begun') {
        for (const [eventId, history] of known) {
          const { writes } = history;
          if (!writes.some(({ id }) => id === change.id)) continue;
          const now = writes.flatMap((write) => said(change, write));
          known.set(eventId, { ...history, writes: now });
        }
      }
    }
    return known;
  },

  traces(changes, answer, [connectionId, eventIds]) {
    const wanted = new Set(eventIds);
    const traces = new Map<string, IdTraces>(answer);
    const add = (eventId: string, more: IdTraces) => {
      if (wanted.has(eventId)) traces.set(eventId, { ...traces.get(eventId), ...more });
    };
    for (const change of changes) {
      if (change.kind === 'begun') {
        const { write } = change;
        if (write.connectionId === connectionId && write.kind === 'amend') {
          add(write.eventId, { amended: true });
        }
      } else if ('connectionId' in change && change.connectionId === connectionId) {
        if (change.kind === 'seen') {
          for (const { eventId, timestamp } of change.events) {
            add(eventId, { seenTimestamp: timestamp });
          }
        } else if (change.kind === 'sentEvents') {
          for (const eventId of change.eventIds) add(eventId, { sentMs: change.nowMs });
        }
      }
    }
    return traces;
  },

  known(changes, answer, [connectionId, eventIds]) {
    const wanted = new Set(eventIds);
    const seen = changes
      .filter((change) => change.kind === 'seen')
      .filter((change) => change.connectionId === connectionId)
      .flatMap(({ events }) => events.map(({ eventId }) => eventId));
    return new Set([...answer, ...seen.filter((eventId) => wanted.has(eventId))]);
  },

  // What was seen a moment ago is in the search's own results; completion and the pages can wait for it.
  recent: (_changes, answer) => answer,
  customers: (_changes, answer) => answer,
  idsOf: (_changes, answer) => answer,

  externalCustomerId(changes, answer, [connectionId, customerId]) {
    const last = changes
      .filter((change) => change.kind === 'seen')
      .filter((change) => change.connectionId === connectionId)
      .flatMap(({ events }) => events)
      .findLast(({ orbCustomer }) => orbCustomer === customerId);
    return last?.customer ?? answer;
  },

  written(changes, answer, [kind, connectionId, customer, sinceMs]) {
    const own = changes
      .filter((change) => change.kind === 'begun')
      .map(({ write }) => write)
      .filter(
        (write) =>
          write.kind === kind &&
          write.connectionId === connectionId &&
          write.customer === customer &&
          write.atMs >= sinceMs,
      );
    return new Set([...answer, ...own.map(({ eventId }) => eventId)]);
  },

  bases(changes, answer, [connectionId, eventId, textHash]) {
    const own = changes
      .filter((change) => change.kind === 'document')
      .map(({ kept }) => kept)
      .filter(
        (kept) =>
          kept.connectionId === connectionId &&
          kept.eventId === eventId &&
          kept.textHash === textHash,
      );
    return [...answer, ...own];
  },

  sentByHour(changes, answer, [connectionId, startMs, endMs]) {
    const hours = new Map(answer);
    for (const change of changes) {
      if (change.kind !== 'sentHours' || change.connectionId !== connectionId) continue;
      for (const [hourMs, events] of change.hours) {
        if (hourMs >= startMs && hourMs < endMs) {
          hours.set(hourMs, (hours.get(hourMs) ?? 0) + events);
        }
      }
    }
    return hours;
  },
};

/** The answers when nothing is known. */
export const notKnown: { readonly [Name in ReadName]: () => ReturnType<Reads[Name]> } = {
  histories: () => new Map(),
  traces: () => new Map(),
  known: () => new Set(),
  recent: () => [],
  customers: () => [],
  idsOf: () => [],
  externalCustomerId: () => undefined,
  written: () => new Set(),
  bases: () => [],
  sentByHour: () => new Map(),
};

function toWrite({ id, write }: Extract<Change, { kind: 'begun' }>): LedgerWrite {
  const { kind, before, after, atMs } = write;
  const fresh = { confirmed: false, answered: false, shown: false };
  return { id, kind, before, after: after ?? null, atMs, ...fresh };
}

/** A write with what is known about it now; none when Orb rejected it. */
function said(
  { kind, id }: Extract<Change, { kind: 'confirmed' | 'shown' | 'refused' }>,
  write: LedgerWrite,
): readonly LedgerWrite[] {
  if (write.id !== id) return [write];
  if (kind === 'refused') return [];
  const known = kind === 'shown' ? { shown: true } : { answered: true };
  return [{ ...write, confirmed: true, ...known }];
}
