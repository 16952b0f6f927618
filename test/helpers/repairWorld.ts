/** Repairs that change events one by one, without an editor. */
import { isOrbError } from '../../src/core/errors.ts';
import type { OrbClient } from '../../src/orb/orbApi.ts';
import type { RepairPorts } from '../../src/reconcile/repairEach.ts';
import { NotSent, repairEvent, type EventWrites } from '../../src/reconcile/repairEvent.ts';
import type { RepairState } from '../../src/reconcile/repairJournal.ts';
import type { RepairLine } from '../../src/reconcile/repairLine.ts';
import type { SearchTurns } from '../../src/ingest/verify.ts';
import { NOW_MS } from './ingestWorld.ts';

const HOUR_MS = 3_600_000;

/** The text of an event with this number. */
export const textOf = (n: number, ms: number): string =>
  `{"event_name":"api_call","timestamp":"${new Date(ms).toISOString()}","external_customer_id":"acme","properties":{"n":${n}}}`;

/** Line `index + 1`, which amends `n` from 1 to 2, or deprecates the event. */
export function repairLine(index: number, action: 'amend' | 'deprecate' = 'amend'): RepairLine {
  const ms = NOW_MS - HOUR_MS + index;
  return {
    ...{ line: index + 1, id: `k${index}`, ms, heldMs: ms },
    customer: { key: 'external_customer_id', id: 'acme' },
    comparedText: textOf(1, ms),
    text: action === 'amend' ? textOf(2, ms) : null,
  };
}

export function plan(state: RepairState, lines: readonly RepairLine[]): void {
  const action = lines[0]?.text === null ? 'deprecate' : 'amend';
  state.note({
    ...{ kind: 'repair', version: 1, repairId: 'r', connectionId: 'c', startedMs: NOW_MS },
    action,
  });
  state.note({ kind: 'lines', lines });
  state.note({ kind: 'start' });
}

export const ports = (
  writes: EventWrites<{ readonly raw: string }>,
  turn: SearchTurns,
): RepairPorts => ({
  write: (line, signal) => repairEvent(writes, line, turn, signal),
  describe: (error) => ({
    message: error instanceof Error ? error.message : '',
    again: !(error instanceof NotSent),
    isOver: isOrbError(error, 'unauthorized'),
  }),
  onProgress: () => undefined,
});

/** Reads and writes in an account. */
export const writesOf = ({ events }: OrbClient): EventWrites<{ readonly raw: string }> => ({
  async read({ id, heldMs }, signal) {
    const frame = {
      timeframeStart: new Date(heldMs).toISOString(),
      timeframeEnd: new Date(heldMs + 1).toISOString(),
    };
    const found = await events.search({ eventIds: [id], ...frame }, { signal });
    return found.events[0];
  },
  async send({ id, text }, _held, signal) {
    if (text === null) await events.deprecate(id, { signal });
    else await events.amend(id, text, { signal });
  },
});
