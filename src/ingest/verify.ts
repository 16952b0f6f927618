/**
 * Asks Orb for what was sent and compares: finds what a success no longer tells, such as a key that Orb already held with
 * another body. Events that Orb's search does not show yet count as missing.
 */
import { isOrbError } from '../core/errors.ts';
import { MAX_BATCH, type FoundEvent } from '../core/event.ts';
import { DAY_MS } from '../core/timeframe.ts';
import { parseTimestamp } from '../core/timestamp.ts';
import type { Batch, BatchLine } from './batch.ts';
import { isHeldAs } from './compare.ts';
import type { ValidatedFile } from './validateFile.ts';
import { decodeLine } from './validateLine.ts';
import { pickLines } from './pick.ts';
import type { Clock, Sink, Source } from './ports.ts';
import { SlidingWindow } from './rate.ts';
import type { LineState } from './states.ts';

export interface VerifyPorts {
  readonly source: Source;
  readonly sink: Pick<Sink, 'search'>;
  readonly clock: Clock;
}

export interface VerifiedLine {
  readonly line: number;
  readonly id: string;
  readonly outcome: 'found' | 'missing' | 'different';
  /** Of `different`: the timestamp of the event that Orb holds, where it isn't the line's own. */
  readonly heldAt?: string;
}

/** How far around the lines' own times an ID is looked for that isn't found there: in use, the same key came back months later. */
const WIDER_MS = 366 * DAY_MS;

/**
 * Searches by ID: first in the time frame of the lines, then what is missing there once more in a wider one, since Orb keeps the
 * first event of an ID whatever its time. Yields each searched batch.
 * @throws OrbError of the search, SourceChanged, AbortError
 */
export async function* verifyLines(
  { source, sink, clock }: VerifyPorts,
  validated: ValidatedFile,
  wanted: readonly LineState[],
  searchesPerSecond: number,
  signal: AbortSignal,
): AsyncGenerator<readonly VerifiedLine[], void> {
  const turns = searchTurns(clock, searchesPerSecond);
  for await (const batch of pickLines(source, validated, wanted, MAX_BATCH)) {
    yield await verifyBatch(sink, batch, turns, signal);
  }
}

/** Resolves when the next search may go. @throws AbortError */
export type SearchTurns = (signal: AbortSignal) => Promise<void>;

export function searchTurns(clock: Clock, searchesPerSecond: number): SearchTurns {
  const window = new SlidingWindow(searchesPerSecond, 1_000);
  return async (signal) => {
    for (let wait = window.delay(clock.now(), 1); wait > 0; wait = window.delay(clock.now(), 1)) {
      await clock.sleep(wait, signal);
      signal.throwIfAborted();
    }
    window.take(clock.now(), 1);
  };
}

/** Verifies lines that have been read already, at most MAX_BATCH of them. @throws OrbError of the search, AbortError */
export async function verifyBatch(
  sink: Pick<Sink, 'search'>,
  batch: Batch,
  turn: SearchTurns,
  signal: AbortSignal,
): Promise<readonly VerifiedLine[]> {
  const search = async (lines: readonly SentLine[], aroundMs: number) => {
    await turn(signal);
    return find(sink, lines, aroundMs, signal);
  };
  const lines = batch.map(toSentLine);
  const near = await search(lines, 0);
  const missing = lines.filter(({ id }) => !near.has(id));
  const far = missing.length === 0 ? near : await search(missing, WIDER_MS).catch(noneIfRefused);
  return lines.map((line) => verify(line, near.get(line.id), far.get(line.id)));
}

/** Orb documents no widest time frame; one that refuses ours has none of these events to show. */
function noneIfRefused(error: unknown): Held {
  if (isOrbError(error, 'rejected')) return new Map();
  throw error;
}

interface SentLine {
  readonly line: number;
  readonly id: string;
  readonly text: string;
  readonly ms: number;
}

function toSentLine({ line, bytes }: BatchLine): SentLine {
  const text = decodeLine(bytes) ?? '';
  const event = JSON.parse(text) as { idempotency_key: string; timestamp: string };
  return { line, id: event.idempotency_key, text, ms: parseTimestamp(event.timestamp)?.ms ?? 0 };
}

/** ID → what Orb holds. A replacing backfill leaves two events of one ID: one of them being as sent is enough. */
type Held = ReadonlyMap<string, readonly FoundEvent[]>;

async function find(
  sink: Pick<Sink, 'search'>,
  lines: readonly SentLine[],
  aroundMs: number,
  signal: AbortSignal,
): Promise<Held> {
  let [first, last] = [Infinity, -Infinity];
  for (const { ms } of lines) [first, last] = [Math.min(first, ms), Math.max(last, ms)];
  const { events } = await sink.search(
    {
      eventIds: lines.map(({ id }) => id),
      // The end is exclusive, and digits below the millisecond may follow.
      timeframeStart: new Date(first - aroundMs).toISOString(),
      timeframeEnd: new Date(last + aroundMs + 1).toISOString(),
    },
    { signal },
  );
  const held = new Map<string, FoundEvent[]>();
  for (const found of events) {
    const same = held.get(found.event.id);
    if (same === undefined) held.set(found.event.id, [found]);
    else same.push(found);
  }
  return held;
}

function verify(
  { line, id, text, ms }: SentLine,
  near: readonly FoundEvent[] | undefined,
  far: readonly FoundEvent[] | undefined,
): VerifiedLine {
  const held = near ?? far;
  const [first] = held ?? [];
  if (held === undefined || first === undefined) return { line, id, outcome: 'missing' };
  if (held.some(({ raw }) => isHeldAs(text, raw))) return { line, id, outcome: 'found' };
  const { timestamp } = first.event;
  const isOtherTime = parseTimestamp(timestamp)?.ms !== ms;
  return { line, id, outcome: 'different', ...(isOtherTime && { heldAt: timestamp }) };
}
