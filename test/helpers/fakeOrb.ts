/** Orb's ingest in memory, as a Sink: keeps what it takes, refuses as told, and lets a test break any request. */
import { OrbError, type ErrorAnswer } from '../../src/core/errors.ts';
import type { Sink } from '../../src/ingest/ports.ts';

interface SentEvent {
  readonly idempotency_key: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface FakeOrb extends Sink {
  /** Key → the text that was taken first. */
  readonly taken: Map<string, string>;
  /** How often each key was sent in a request that was taken. */
  readonly times: Map<string, number>;
  /** Those that requests named. */
  readonly backfills: ReadonlySet<string>;
  /** The number of events of each request. */
  readonly requests: number[];
}

const answerOf = (status: number, more: Partial<ErrorAnswer> = {}): ErrorAnswer => ({
  status,
  headers: {},
  body: '',
  validationErrors: [],
  validationFailed: [],
  ...more,
});

export const rejected = (more: Partial<ErrorAnswer>): OrbError =>
  new OrbError('rejected', 'Refused.', answerOf(400, more));
export const failure = (kind: OrbError['kind'], status = 500, headers = {}): OrbError =>
  new OrbError(kind, `Failed: ${kind}.`, answerOf(status, { headers }));

export interface Behaviour {
  /** Throws to break request number `index`, before its events are taken. */
  readonly before?: (
    events: readonly SentEvent[],
    index: number,
    signal: AbortSignal,
  ) => void | Promise<void>;
  /** The same, after they are taken. */
  readonly after?: (events: readonly SentEvent[], index: number) => void | Promise<void>;
  /** Why an event is refused; the whole batch then is. */
  readonly refuses?: (event: SentEvent) => string | undefined;
  /** What a success tells of its events; nothing without it. Refused ones are not taken. */
  readonly answers?: (events: readonly SentEvent[]) => Awaited<ReturnType<Sink['ingest']>>['value'];
  /** Throws to break a search. */
  readonly searching?: () => void;
  /** False: the refusal does not say which event is meant. */
  readonly names?: boolean;
}

export function fakeOrb(behaviour: Behaviour = {}): FakeOrb {
  const { before, after, refuses, answers, searching, names = true } = behaviour;
  const taken = new Map<string, string>();
  const times = new Map<string, number>();
  const requests: number[] = [];
  const backfills = new Set<string>();
  return {
    taken,
    backfills,
    times,
    requests,
    async ingest({ lines }, { signal, backfillId }) {
      if (backfillId !== undefined) backfills.add(backfillId);
      if (signal.aborted) throw new OrbError('cancelled', 'Cancelled.');
      const texts = lines.map((line) => Buffer.from(line).toString('utf8'));
      const events = texts.map((text) => JSON.parse(text) as SentEvent);
      const index = requests.push(events.length) - 1;
      await before?.(events, index, signal);
      const refused = events.flatMap((event) => {
        const why = refuses?.(event);
        return why === undefined
          ? []
          : [{ idempotencyKey: event.idempotency_key, messages: [why] }];
      });
      if (refused.length > 0) {
        if (names) throw rejected({ validationFailed: refused });
        throw rejected({ validationErrors: refused.flatMap(({ messages }) => messages) });
      }
      const value = answers?.(events) ?? { validationFailed: [] };
      const untaken = new Set(value.validationFailed.map(({ idempotencyKey }) => idempotencyKey));
      for (const [at, { idempotency_key: key }] of events.entries()) {
        if (untaken.has(key)) continue;
        if (!taken.has(key)) taken.set(key, texts[at] ?? '');
        times.set(key, (times.get(key) ?? 0) + 1);
      }
      await after?.(events, index);
      return { value };
    },
    search: async ({ eventIds, timeframeStart, timeframeEnd }) => {
      searching?.();
      const found = eventIds.flatMap((id) => {
        const text = taken.get(id);
        if (text === undefined) return [];
        const event = JSON.parse(text) as { timestamp: string; event_name: string };
        const ms = Date.parse(event.timestamp);
        if (ms < Date.parse(timeframeStart) || ms >= Date.parse(timeframeEnd)) return [];
        return [
          {
            raw: text,
            event: {
              id,
              eventName: event.event_name,
              timestamp: event.timestamp,
              customerId: null,
              externalCustomerId: null,
              properties: {},
              deprecated: false,
            },
          },
        ];
      });
      return Promise.resolve({ events: found });
    },
  };
}
