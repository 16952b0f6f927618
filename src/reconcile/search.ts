/** Searches for the events of lines, in the time frame of the lines or in a wider one. */
import { isOrbError } from '../core/errors.ts';
import type { FoundEvent } from '../core/event.ts';
import { DAY_MS } from '../core/timeframe.ts';
import type { Sink } from '../ingest/ports.ts';
import type { SearchTurns } from '../ingest/verify.ts';
import type { FileLine } from './fileLine.ts';

/** How far around the lines the wider frame reaches: a wrong year is the largest mistake that is made in practice. */
const WIDER_MS = 366 * DAY_MS;

/** Event ID → the events that Orb has. */
export type FoundById = ReadonlyMap<string, readonly [FoundEvent, ...FoundEvent[]]>;

export interface Searching {
  readonly sink: Pick<Sink, 'search'>;
  readonly turn: SearchTurns;
  readonly signal: AbortSignal;
  /** Called before each request. */
  readonly onRequest: () => void;
}

/** @throws OrbError, AbortError */
export const searchNear = (searching: Searching, lines: readonly FileLine[]): Promise<FoundById> =>
  search(searching, lines, 0);

/** Orb documents no maximum time frame. If it rejects this one, nothing is found. @throws OrbError, AbortError */
export async function searchWide(
  searching: Searching,
  lines: readonly FileLine[],
): Promise<FoundById> {
  try {
    return await search(searching, lines, WIDER_MS);
  } catch (error) {
    if (isOrbError(error, 'rejected')) return new Map();
    throw error;
  }
}

async function search(
  searching: Searching,
  lines: readonly FileLine[],
  aroundMs: number,
): Promise<FoundById> {
  const { sink, turn, signal, onRequest } = searching;
  await turn(signal);
  onRequest();
  try {
    const { events } = await sink.search(
      { eventIds: lines.map(({ id }) => id), ...frameOf(lines, aroundMs) },
      { signal },
    );
    const byId = new Map<string, [FoundEvent, ...FoundEvent[]]>();
    for (const found of events) {
      const same = byId.get(found.event.id);
      if (same === undefined) byId.set(found.event.id, [found]);
      else same.push(found);
    }
    return byId;
  } catch (error) {
    if (!isOrbError(error, 'tooLarge') || lines.length === 1) throw error;
    const middle = Math.ceil(lines.length / 2);
    const first = await search(searching, lines.slice(0, middle), aroundMs);
    return new Map([...first, ...(await search(searching, lines.slice(middle), aroundMs))]);
  }
}

function frameOf(lines: readonly FileLine[], aroundMs: number) {
  let [first, last] = [Infinity, -Infinity];
  for (const { ms } of lines) [first, last] = [Math.min(first, ms), Math.max(last, ms)];
  return {
    // The end is exclusive, and a timestamp may have digits below the millisecond.
    timeframeStart: new Date(first - aroundMs).toISOString(),
    timeframeEnd: new Date(last + aroundMs + 1).toISOString(),
  };
}
