import assert from 'node:assert/strict';
import { eventText } from '../../../src/core/eventText.ts';
import { readRecord } from '../../../src/reconcile/journal.ts';
import { failure } from '../../helpers/fakeOrb.ts';
import { eventLine, goodLines } from '../../helpers/ingestWorld.ts';
import { comparisonOf, heldEvent, searchableOrb } from '../../helpers/reconcileWorld.ts';

const at = (timestamp: string) => ({ timestamp: JSON.stringify(timestamp) });

suite('reconcile: comparing a file', () => {
  test('gives every line one outcome, and blank lines none', async () => {
    const [same, missing, other, gone] = goodLines(4) as [string, string, string, string];
    const twice = eventLine('twice');
    const content = [
      same,
      '',
      missing,
      other,
      gone,
      twice,
      twice,
      eventLine('both'),
      eventLine('both', { properties: '{"n":2}' }),
      '{"half":',
      '  ',
      eventLine('null', { properties: '{"n":null}' }),
    ].join('\n');
    const orb = searchableOrb([
      heldEvent(same),
      heldEvent(other, { properties: '{"n":"1"}' }),
      heldEvent(gone, { deprecated: 'true' }),
      heldEvent(twice),
    ]);
    const comparison = comparisonOf(content, orb);
    const { requests, durationMs, ...counts } = await comparison.compare();
    assert.equal(requests, 2);
    assert.equal(durationMs, 0);
    assert.deepEqual(counts, {
      same: 2,
      missing: 1,
      different: 1,
      deprecated: 1,
      invalid: 4,
      duplicates: 1,
      notCompared: 0,
    });
    assert.deepEqual(
      comparison.rows().map(({ line, id, outcome, kind }) => [line, id, outcome, kind]),
      [
        [3, 'k1', 'missing', undefined],
        [4, 'k2', 'different', 'properties.n:type'],
        [5, 'k3', 'deprecated', undefined],
        [7, 'twice', 'duplicates', undefined],
        [8, 'both', 'invalid', 'conflict'],
        [9, 'both', 'invalid', 'conflict'],
        [10, null, 'invalid', 'json'],
        [12, 'null', 'invalid', 'properties.n:invalid'],
      ],
    );
  });

  test('compares events of any time, including old and future ones', async () => {
    const lines = [
      eventLine('old', at('2020-01-01T00:00:00Z')),
      eventLine('new', at('2099-01-01T00:00:00Z')),
    ];
    const orb = searchableOrb(lines.map((line) => heldEvent(line)));
    assert.equal((await comparisonOf(lines.join('\n'), orb).compare()).same, 2);
  });

  test("searches in the lines' time frame first, and in a wider one only for what that misses", async () => {
    const lines = [
      eventLine('a', at('2026-08-20T11:00:00Z')),
      eventLine('b', at('2026-08-20T11:30:00.5Z')),
    ];
    const shifted = heldEvent(lines[1]!, at('2026-02-20T11:30:00.5Z'));
    const orb = searchableOrb([heldEvent(lines[0]!), shifted]);
    const comparison = comparisonOf(lines.join('\n'), orb);
    const { same, different } = await comparison.compare();
    assert.deepEqual([same, different], [1, 1]);
    assert.deepEqual(orb.queries, [
      {
        eventIds: ['a', 'b'],
        timeframeStart: '2026-08-20T11:00:00.000Z',
        timeframeEnd: '2026-08-20T11:30:00.501Z',
      },
      {
        eventIds: ['b'],
        timeframeStart: '2025-08-19T11:30:00.500Z',
        timeframeEnd: '2027-08-21T11:30:00.501Z',
      },
    ]);
    const [row] = comparison.rows();
    assert.equal(row?.kind, 'timestamp:value');
    assert.deepEqual(row.changes, [
      { path: 'timestamp', orb: '"2026-02-20T11:30:00.5Z"', file: '"2026-08-20T11:30:00.5Z"' },
    ]);
  });

  test('collects what is missing, so that the wider search takes few requests', async () => {
    const lines = goodLines(5_000);
    const orb = searchableOrb(
      lines.filter((_, index) => index % 100 !== 0).map((line) => heldEvent(line)),
    );
    const { requests, missing } = await comparisonOf(lines.join('\n'), orb).compare();
    assert.deepEqual([requests, missing], [11, 50]);
  });

  test('IDs that differ in case are different IDs', async () => {
    const lines = [eventLine('abc'), eventLine('ABC')];
    const orb = searchableOrb([heldEvent(lines[0]!)]);
    const { same, missing } = await comparisonOf(lines.join('\n'), orb).compare();
    assert.deepEqual([same, missing], [1, 1]);
  });

  test('one line, and a file without lines', async () => {
    const [line] = goodLines(1) as [string];
    const orb = searchableOrb([heldEvent(line)]);
    assert.equal((await comparisonOf(line, orb).compare()).same, 1);
    const { requests, notCompared } = await comparisonOf('\n \n', orb).compare();
    assert.deepEqual([requests, notCompared], [0, 0]);
  });

  test("what was just sent and isn't shown yet isn't missing, and is asked for again", async () => {
    const comparison = comparisonOf(goodLines(2).join('\n'), searchableOrb([]));
    const asked: string[] = [];
    const ownHistory = async (ids: readonly string[]) => {
      asked.push(...ids);
      return Promise.resolve({ recent: new Set(['k1']), writes: new Map() });
    };
    const first = await comparison.compare({ ownHistory });
    assert.deepEqual([first.missing, first.notCompared, asked], [1, 1, ['k0', 'k1']]);
    const later = await comparison.compare();
    assert.deepEqual([later.missing, later.notCompared, later.requests], [2, 0, 1]);
  });

  test('what was amended here counts until search shows it, even if search hides it', async () => {
    const lines = goodLines(3) as [string, string, string];
    const older = (line: string) => heldEvent(line, { properties: '{"n":9}' });
    const orb = searchableOrb([older(lines[0]), older(lines[2])]);
    const amend = (line: string, confirmed: boolean) => [
      {
        ...({ kind: 'amend', shown: false, confirmed } as const),
        before: eventText(older(line)),
        after: eventText(heldEvent(line)),
      },
    ];
    const writes = new Map([
      ['k0', amend(lines[0], true)],
      ['k1', amend(lines[1], true)],
      ['k2', amend(lines[2], false)],
    ]);
    const ownHistory = async () => Promise.resolve({ recent: new Set<string>(), writes });
    const { same, different } = await comparisonOf(lines.join('\n'), orb).compare({ ownHistory });
    assert.deepEqual([same, different], [2, 1]);
  });

  test('respects the rate', async () => {
    const lines = goodLines(3_000);
    const orb = searchableOrb(lines.map((line) => heldEvent(line)));
    const { durationMs, requests } = await comparisonOf(lines.join('\n'), orb).compare({
      perSecond: 5,
    });
    assert.equal(requests, 6);
    assert.equal(durationMs, 1_000);
  });
});

suite('reconcile: a comparison that stops', () => {
  const lines = goodLines(2_000);
  const held = lines.slice(0, 1_500).map((line) => heldEvent(line));

  for (const kind of ['unauthorized', 'forbidden', 'cancelled'] as const) {
    test(`${kind}: keeps what was found, and asks for the rest only once resumed`, async () => {
      const orb = searchableOrb(held, (_, index) => {
        if (index === 2) throw failure(kind, 401);
      });
      const comparison = comparisonOf(lines.join('\n'), orb);
      const first = await comparison.compare({ concurrency: 1 });
      assert.equal(first.stopped?.kind, kind);
      assert.deepEqual([first.same, first.notCompared], [1_000, 1_000]);
      const rest = await comparison.compare({ concurrency: 1 });
      assert.equal(rest.stopped, undefined);
      assert.deepEqual([rest.same, rest.missing], [1_500, 500]);
      const asked = orb.queries
        .filter((_, index) => index !== 2)
        .map(({ eventIds }) => eventIds[0]);
      assert.deepEqual(
        asked,
        ['k0', 'k500', 'k1000', 'k1500', 'k1500'],
        'each ID once in each time frame',
      );
    });
  }

  test("a kill between the two searches doesn't repeat requests", async () => {
    const orb = searchableOrb(held, (_, index) => {
      if (index === 4) throw failure('unreachable');
    });
    const comparison = comparisonOf(lines.join('\n'), orb);
    assert.equal((await comparison.compare({ concurrency: 1 })).stopped?.kind, 'failed');
    const rest = await comparison.compare();
    assert.deepEqual([rest.requests, rest.missing], [1, 500]);
  });

  test('asks again for a line of the journal that was cut off', async () => {
    const orb = searchableOrb(held);
    const comparison = comparisonOf(lines.join('\n'), orb);
    await comparison.compare();
    comparison.journal.lines[0] = comparison.journal.lines[0]!.slice(0, -5);
    assert.equal(readRecord(comparison.journal.lines[0]), undefined);
    const again = await comparison.compare();
    assert.deepEqual([again.requests, again.same, again.missing], [1, 1_500, 500]);
  });

  test('the rows of invalid lines are continued where the journal ends', async () => {
    const content = ['{', lines[0], '[', '5', lines[1], lines[1]].join('\n');
    const comparison = comparisonOf(content, searchableOrb(held));
    await comparison.compare();
    const [read] = comparison.journal.lines;
    const record = readRecord(read!);
    assert.ok(record?.kind === 'read');
    const all = comparison.rows();
    comparison.journal.lines[0] = JSON.stringify({ kind: 'read', rows: record.rows.slice(0, 2) });
    const { requests, invalid, duplicates } = await comparison.compare();
    assert.deepEqual([requests, invalid, duplicates], [0, 3, 1]);
    assert.deepEqual(comparison.rows(), all);
  });

  test('at the first mebibyte of the file that has changed', async () => {
    const orb = searchableOrb(held);
    const comparison = comparisonOf(lines.join('\n'), orb);
    const { stopped, notCompared } = await comparison.compare({
      later: lines.toReversed().join('\n'),
    });
    assert.deepEqual([stopped?.kind, notCompared], ['changed', 2_000]);
  });

  test("when the journal can't be written", async () => {
    const comparison = comparisonOf(lines.join('\n'), searchableOrb(held));
    comparison.journal.append = () => {
      throw new Error('ENOSPC: no space left on device, write');
    };
    const { stopped, notCompared } = await comparison.compare();
    assert.deepEqual([stopped?.kind, notCompared], ['journal', 2_000]);
  });

  test('splits a search whose response is too large', async () => {
    const orb = searchableOrb(held, ({ eventIds }) => {
      if (eventIds.length > 100) throw failure('tooLarge', 413);
    });
    const { same, missing } = await comparisonOf(lines.join('\n'), orb).compare();
    assert.deepEqual([same, missing], [1_500, 500]);
  });

  test("a wider time frame that Orb rejects finds nothing, and isn't a failure", async () => {
    const orb = searchableOrb(held, ({ timeframeStart }) => {
      if (timeframeStart < '2026') throw failure('rejected', 400);
    });
    const { missing, stopped } = await comparisonOf(lines.join('\n'), orb).compare();
    assert.deepEqual([missing, stopped], [500, undefined]);
  });
});
