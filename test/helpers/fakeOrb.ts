/** Orb's ingest and search in memory, as a Sink. A test can make it reject events or fail any request. */
import { OrbError, type ErrorAnswer } from '../../src/core/errors.ts';
import type { Sink } from '../../src/ingest/ports.ts';

interface SentEvent {
  readonly idempotency_key: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface FakeOrb extends Sink {
  /** Event ID → the text that was accepted first. */
  readonly taken: Map<string, string>;
  /** Event ID → how often it was sent in an accepted request. */
  readonly times: Map<string, number>;
  /** The backfills that requests named. */
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

export interface Behavior {
  /** Throws to fail request number `index` before its events are accepted. */
  readonly before?: (
    events: readonly SentEvent[],
    index: number,
    signal: AbortSignal,
  ) => void | Promise<void>;
  /** Throws to fail it after they are accepted. */
  readonly after?: (events: readonly SentEvent[], index: number) => void | Promise<void>;
  /** Why an event is rejected; then the whole batch is. */
  readonly refuses?: (event: SentEvent) => string | undefined;
  /** The body of a successful response. Events that it rejects aren't accepted. */
  readonly answers?: (events: readonly SentEvent[]) => Awaited<ReturnType<Sink['ingest']>>['value'];
  /** Throws to fail a search. */
  readonly searching?: () => void;
  /** False: the rejection doesn't say which events it is about. */
  readonly names?: boolean;
}

export function fakeOrb(behavior: Behavior = {}): FakeOrb {
  const { before, after, refuses, answers, searching, names = true } = behavior;
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
      if (signal.aborted) throw new OrbError('cancelled', 'Canceled.');
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
