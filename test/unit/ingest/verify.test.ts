import assert from 'node:assert/strict';
import type { Journal } from '../../../src/ingest/journal.ts';
import type { Sink } from '../../../src/ingest/ports.ts';
import { settleBySearch } from '../../../src/ingest/resume.ts';
import { verifyLines, type VerifiedLine } from '../../../src/ingest/verify.ts';
import { failure, fakeOrb } from '../../helpers/fakeOrb.ts';
import {
  eventLine,
  validated,
  goodLines,
  memoryJournal,
  memorySource,
  quickClock,
} from '../../helpers/ingestWorld.ts';

type Query = Parameters<Sink['search']>[0];

/** Verifies lines; Orb has the events in `held`. */
async function verified(lines: readonly string[], held: Readonly<Record<string, string>>) {
  const orb = fakeOrb();
  for (const [key, line] of Object.entries(held)) orb.taken.set(key, line);
  const queries: Query[] = [];
  const sink: Pick<Sink, 'search'> = {
    search: (query, options) => {
      queries.push(query);
      return orb.search(query, options);
    },
  };
  const content = lines.join('\n');
  const found = await validated(content);
  const results: VerifiedLine[] = [];
  const ports = { source: memorySource(content), sink, clock: quickClock() };
  const { signal } = new AbortController();
  for await (const batch of verifyLines(ports, found, ['good'], 50, signal)) results.push(...batch);
  return { results, queries };
}

const other = (key: string, timestamp: string) =>
  eventLine(key, { timestamp: JSON.stringify(timestamp), properties: '{"n":2}' });

suite('ingest: verifying sent events', () => {
  test('searches once, in the timeframe of the lines, when all are found', async () => {
    const lines = goodLines(3);
    const { results, queries } = await verified(lines, {
      k0: lines[0]!,
      k1: lines[1]!,
      k2: lines[2]!,
    });
    assert.deepEqual(
      results.map(({ outcome }) => outcome),
      ['found', 'found', 'found'],
    );
    assert.deepEqual(queries, [
      {
        eventIds: ['k0', 'k1', 'k2'],
        timeframeStart: '2026-08-20T11:00:00.000Z',
        timeframeEnd: '2026-08-20T11:00:00.001Z',
      },
    ]);
  });

  test('finds an event with an earlier or later timestamp in Orb, and returns that timestamp', async () => {
    const { results, queries } = await verified(goodLines(4), {
      k0: goodLines(1)[0]!,
      k1: other('k1', '2026-01-12T00:00:00Z'),
      k2: other('k2', '2026-11-12T00:00:00Z'),
    });
    assert.deepEqual(
      results.map(({ id, outcome, heldAt }) => [id, outcome, heldAt]),
      [
        ['k0', 'found', undefined],
        ['k1', 'different', '2026-01-12T00:00:00Z'],
        ['k2', 'different', '2026-11-12T00:00:00Z'],
        ['k3', 'missing', undefined],
      ],
    );
    assert.deepEqual(
      queries.map(({ eventIds }) => eventIds),
      [
        ['k0', 'k1', 'k2', 'k3'],
        ['k1', 'k2', 'k3'],
      ],
    );
  });

  test('returns no timestamp for a different event with the same one', async () => {
    const { results } = await verified(goodLines(1), {
      k0: other('k0', '2026-08-20T11:00:00.000Z'),
    });
    assert.deepEqual(results, [{ line: 1, id: 'k0', outcome: 'different' }]);
  });

  test('counts events as missing when Orb rejects the wider timeframe', async () => {
    const found = await validated(goodLines(2).join('\n'));
    const search: Sink['search'] = ({ timeframeStart }) => {
      if (timeframeStart < '2026-08-20') throw failure('rejected', 400);
      return Promise.resolve({ events: [] });
    };
    const ports = {
      source: memorySource(goodLines(2).join('\n')),
      sink: { search },
      clock: quickClock(),
    };
    for await (const batch of verifyLines(
      ports,
      found,
      ['good'],
      50,
      new AbortController().signal,
    )) {
      assert.deepEqual(
        batch.map(({ outcome }) => outcome),
        ['missing', 'missing'],
      );
    }
  });

  test('never sends an event again on resume that Orb has with another timestamp', async () => {
    const content = goodLines(2).join('\n');
    const found = await validated(content);
    for (const line of [1, 2]) found.states.set(line, 'unanswered');
    const orb = fakeOrb();
    orb.taken.set('k1', other('k1', '2026-08-12T00:00:00Z'));
    const journal = memoryJournal();
    const rejectionReasons = new Map<number, readonly string[]>();
    const ports = { source: memorySource(content), sink: orb, clock: quickClock(), journal };
    await settleBySearch(ports, found, rejectionReasons, 50, new AbortController().signal);
    assert.equal(found.states.get(1), 'good');
    assert.equal(found.states.get(2), 'refused');
    assert.match(
      rejectionReasons.get(2)?.join() ?? '',
      /this event ID with different content, dated 12 Aug 2026/,
    );
    const [record] = journal.lines.map(
      (line) => JSON.parse(line) as Parameters<Journal['write']>[0],
    );
    assert.equal(record?.kind, 'refused');
  });
});
