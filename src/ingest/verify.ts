/**
 * Asks Orb for what was sent and compares: finds what a success no longer tells, such as a key that Orb already held with
 * another body. Events that Orb's search does not show yet count as missing.
 */
import { MAX_BATCH } from '../core/event.ts';
import { parseTimestamp } from '../core/timestamp.ts';
import type { Batch } from './batch.ts';
import { isHeldAs } from './compare.ts';
import type { Examined } from './examine.ts';
import { decodeLine } from './judge.ts';
import { pickLines } from './pick.ts';
import type { Clock, Sink, Source } from './ports.ts';
import { SlidingWindow } from './rate.ts';
import type { LineState } from './states.ts';

export interface VerifyPorts {
  readonly source: Source;
  readonly sink: Pick<Sink, 'search'>;
  readonly clock: Clock;
}

export interface Verified {
  readonly line: number;
  readonly id: string;
  readonly outcome: 'found' | 'missing' | 'different';
}

/** Yields each searched batch. @throws OrbError of the search, SourceChanged, AbortError */
export async function* verifyLines(
  { source, sink, clock }: VerifyPorts,
  examined: Examined,
  wanted: readonly LineState[],
  searchesPerSecond: number,
  signal: AbortSignal,
): AsyncGenerator<readonly Verified[], void> {
  const window = new SlidingWindow(searchesPerSecond, 1_000);
  for await (const batch of pickLines(source, examined, wanted, MAX_BATCH)) {
    for (let wait = window.delay(clock.now(), 1); wait > 0; wait = window.delay(clock.now(), 1)) {
      await clock.sleep(wait, signal);
      signal.throwIfAborted();
    }
    window.take(clock.now(), 1);
    yield await search(sink, batch, signal);
  }
}

async function search(
  sink: Pick<Sink, 'search'>,
  batch: Batch,
  signal: AbortSignal,
): Promise<readonly Verified[]> {
  const sent = batch.map(({ line, bytes }) => {
    const text = decodeLine(bytes) ?? '';
    const event = JSON.parse(text) as { idempotency_key: string; timestamp: string };
    const ms = parseTimestamp(event.timestamp)?.ms ?? 0;
    return { line, text, id: event.idempotency_key, ms };
  });
  const times = sent.map(({ ms }) => ms);
  const { events } = await sink.search(
    {
      eventIds: sent.map(({ id }) => id),
      // The end is exclusive, and digits below the millisecond may follow.
      timeframeStart: new Date(Math.min(...times)).toISOString(),
      timeframeEnd: new Date(Math.max(...times) + 1).toISOString(),
    },
    { signal },
  );
  // A replacing backfill leaves two events of one id: one of them being as sent is enough.
  const held = new Map<string, string[]>();
  for (const { event, raw } of events) held.set(event.id, [...(held.get(event.id) ?? []), raw]);
  return sent.map(({ line, text, id }) => {
    const raws = held.get(id);
    if (raws === undefined) return { line, id, outcome: 'missing' };
    return { line, id, outcome: raws.some((raw) => isHeldAs(text, raw)) ? 'found' : 'different' };
  });
}
