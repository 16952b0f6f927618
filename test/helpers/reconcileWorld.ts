/** Comparisons in memory: an Orb with given events, and comparisons of given files with it. */
import { readEvent } from '../../src/core/eventJson.ts';
import { OrbError } from '../../src/core/errors.ts';
import type { Sink } from '../../src/ingest/ports.ts';
import { compareFile, type Compared } from '../../src/reconcile/compareFile.ts';
import type { CompareOptions } from '../../src/reconcile/comparison.ts';
import type { ComparePorts } from '../../src/reconcile/ports.ts';
import { readRecord, replay, type JournalRecord, type Row } from '../../src/reconcile/journal.ts';
import { LineOutcomes } from '../../src/reconcile/lineOutcomes.ts';
import { anyTime } from '../../src/reconcile/rejectedRows.ts';
import { finish, memoryJournal, memorySource, quickClock, validated } from './ingestWorld.ts';

type Query = Parameters<Sink['search']>[0];

/** The JSON of an event as search returns it, from the text of a line. Given members replace others; values are JSON texts. */
export function heldEvent(line: string, more: Readonly<Record<string, string>> = {}): string {
  const { idempotency_key: id, ...event } = JSON.parse(line) as Record<string, unknown>;
  const given = Object.fromEntries(
    Object.entries(more).map(([key, json]) => [key, JSON.parse(json)]),
  );
  return JSON.stringify({ id, customer_id: 'c1', deprecated: false, ...event, ...given });
}

export interface SearchableOrb extends Pick<Sink, 'search'> {
  readonly queries: Query[];
}

/** @param before called with each query; throws to fail it */
export function searchableOrb(
  held: Iterable<string>,
  before: (query: Query, index: number) => void = () => undefined,
): SearchableOrb {
  const queries: Query[] = [];
  const events = [...held].map((raw) => {
    const { id, timestamp } = JSON.parse(raw) as { id: string; timestamp: string };
    return { id, raw, ms: Date.parse(timestamp) };
  });
  return {
    queries,
    async search(query, { signal }) {
      if (signal.aborted) throw new OrbError('cancelled', 'Cancelled.');
      before(query, queries.push(query) - 1);
      const [from, to] = [Date.parse(query.timeframeStart), Date.parse(query.timeframeEnd)];
      const wanted = new Set(query.eventIds);
      const found = events.filter(({ id, ms }) => wanted.has(id) && ms >= from && ms < to);
      return Promise.resolve({
        events: found.map(({ raw }) => ({ raw, event: readEvent(raw) })),
      });
    },
  };
}

export interface Part extends Partial<CompareOptions>, Pick<ComparePorts, 'ownHistory'> {
  readonly signal?: AbortSignal;
  /** The file when it's read for the second time. */
  readonly later?: string | Uint8Array;
}

/** A comparison in one or several parts, each of which continues from the journal. */
export function comparisonOf(content: string | Uint8Array, orb: SearchableOrb) {
  const journal = memoryJournal();
  const rows = (): readonly Row[] =>
    journal.lines
      .map(readRecord)
      .flatMap((record) =>
        record?.kind === 'compared' || record?.kind === 'read' ? record.rows : [],
      )
      .toSorted((a, b) => a.line - b.line);
  return {
    journal,
    rows,
    async compare({ signal, later, ownHistory, ...options }: Part = {}): Promise<Compared> {
      const file = await validated(content, anyTime);
      const outcomes = new LineOutcomes(file.states);
      const { readUpTo } = await replay(records(journal.lines), outcomes);
      const source = memorySource(later ?? content);
      const ports = {
        ...{ source, sink: orb, journal, clock: quickClock() },
        ...(ownHistory !== undefined && { ownHistory }),
      };
      const all = { perSecond: Infinity, concurrency: 2, ...options };
      return finish(
        compareFile(
          ports,
          { validated: file, outcomes, readUpTo },
          all,
          signal ?? new AbortController().signal,
        ),
      );
    },
  };
}

async function* records(lines: readonly string[]): AsyncGenerator<JournalRecord, void> {
  for (const line of lines) {
    const record = await Promise.resolve(readRecord(line));
    if (record !== undefined) yield record;
  }
}
