/**
 * Compares the lines that were sent with the events in Orb. This finds what a successful response doesn't show, such as an event ID that
 * Orb already had with different content. Events that search doesn't show yet count as missing.
 */
import { isOrbError } from '../core/errors.ts';
import { MAX_BATCH, type FoundEvent } from '../core/event.ts';
import { DAY_MS } from '../core/timeframe.ts';
import { parseTimestamp } from '../core/timestamp.ts';
import type { Batch, BatchLine } from './batch.ts';
import { isSameEvent } from './compare.ts';
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
  /** For `different`: the timestamp of the event in Orb, when it isn't the line's. */
  readonly heldAt?: string;
}

/** How far around the lines' timestamps the second search looks: in practice, event IDs are reused months later. */
const WIDER_MS = 366 * DAY_MS;

/**
 * Searches by event ID: first in the timeframe of the lines, then in a wider one for what is missing, since Orb keeps the first event
 * with an ID, whatever its timestamp. Yields the results of each batch.
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

/** Resolves when the rate limit allows the next search. @throws AbortError */
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

/** Verifies at most MAX_BATCH lines. @throws OrbError of the search, AbortError */
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
  const far = missing.length === 0 ? near : await search(missing, WIDER_MS).catch(noneIfRejected);
  return lines.map((line) => verify(line, near.get(line.id), far.get(line.id)));
}

/** Orb documents no maximum timeframe. If it rejects ours, the events count as missing. */
function noneIfRejected(error: unknown): FoundById {
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

/** Event ID → events in Orb. A backfill that replaces events leaves two with one ID; it is enough if one of them matches. */
type FoundById = ReadonlyMap<string, readonly FoundEvent[]>;

async function find(
  sink: Pick<Sink, 'search'>,
  lines: readonly SentLine[],
  aroundMs: number,
  signal: AbortSignal,
): Promise<FoundById> {
  let [first, last] = [Infinity, -Infinity];
  for (const { ms } of lines) [first, last] = [Math.min(first, ms), Math.max(last, ms)];
  const { events } = await sink.search(
    {
      eventIds: lines.map(({ id }) => id),
      // The end is exclusive, and the timestamp may have digits below the millisecond.
      timeframeStart: new Date(first - aroundMs).toISOString(),
      timeframeEnd: new Date(last + aroundMs + 1).toISOString(),
    },
    { signal },
  );
  const byId = new Map<string, FoundEvent[]>();
  for (const found of events) {
    const same = byId.get(found.event.id);
    if (same === undefined) byId.set(found.event.id, [found]);
    else same.push(found);
  }
  return byId;
}

function verify(
  { line, id, text, ms }: SentLine,
  near: readonly FoundEvent[] | undefined,
  far: readonly FoundEvent[] | undefined,
): VerifiedLine {
  const found = near ?? far;
  const [first] = found ?? [];
  if (found === undefined || first === undefined) return { line, id, outcome: 'missing' };
  if (found.some(({ raw }) => isSameEvent(text, raw))) return { line, id, outcome: 'found' };
  const { timestamp } = first.event;
  const isOtherTime = parseTimestamp(timestamp)?.ms !== ms;
  return { line, id, outcome: 'different', ...(isOtherTime && { heldAt: timestamp }) };
}
