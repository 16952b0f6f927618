import assert from 'node:assert/strict';
import { HOUR_MS } from '../../../src/core/timeframe.ts';
import type { Row } from '../../../src/reconcile/journal.ts';
import { RowIndex } from '../../../src/reconcile/rowIndex.ts';

const grace = { nowMs: 100 * HOUR_MS, gracePeriodHours: 10 };
const missing = (line: number, hour: number): Row => ({
  line,
  id: `k${line}`,
  outcome: 'missing',
  ms: hour * HOUR_MS,
});
const different = (line: number, kind: string, orb = '"x"', hour = 95): Row => ({
  line,
  id: `k${line}`,
  outcome: 'different',
  kind,
  ms: hour * HOUR_MS,
  changes: [{ path: kind.replace(/:.*/, ''), orb, file: 'true' }],
});

function indexOf(...records: readonly (readonly Row[])[]): RowIndex {
  const index = new RowIndex();
  records.forEach((rows, record) => index.add(rows, record));
  return index;
}

suite('reconcile: the index of rows', () => {
  test('groups lines by kind, with their time span, and by the grace period at the time of asking', () => {
    const index = indexOf(
      [missing(2, 89), missing(3, 90)],
      [different(1, 'properties.cached:type'), missing(9, 99)],
      [{ line: 7, id: null, outcome: 'invalid', kind: 'json' }],
    );
    const hour = (from: number, to = from) => ({ firstMs: from * HOUR_MS, lastMs: to * HOUR_MS });
    assert.deepEqual(index.groups(grace), [
      { outcome: 'missing', kind: 'grace:inside', count: 2, span: hour(90, 99) },
      { outcome: 'missing', kind: 'grace:past', count: 1, span: hour(89) },
      {
        ...{ outcome: 'different', kind: 'properties.cached:type', count: 1 },
        ...{ span: hour(95), orbType: 'text' },
      },
      { outcome: 'invalid', kind: 'json', count: 1 },
    ]);
    const later = index.groups({ ...grace, nowMs: 101 * HOUR_MS });
    assert.deepEqual(
      later.slice(0, 2).map(({ kind, count }) => [kind, count]),
      [
        ['grace:inside', 1],
        ['grace:past', 2],
      ],
    );
  });

  test('says the type in Orb only if all lines of the kind have it', () => {
    const kind = 'properties.n:type';
    const [group] = indexOf([different(1, kind), different(2, kind, 'true')]).groups(grace);
    assert.equal(group?.orbType, undefined);
  });

  test('finds the rows of an outcome, a kind and a time frame, by line', () => {
    const index = indexOf(
      [missing(8, 95), missing(2, 80)],
      [different(1, 'properties.a:value'), missing(5, 96)],
    );
    const lines = (filter: Parameters<RowIndex['lines']>[0]) => index.lines(filter, grace);
    assert.deepEqual(lines({}), [1, 2, 5, 8]);
    assert.deepEqual(lines({ outcome: 'missing' }), [2, 5, 8]);
    assert.deepEqual(lines({ kind: 'grace:inside' }), [5, 8]);
    assert.deepEqual(lines({ kind: 'properties.a:value' }), [1]);
    const span = { startMs: 95 * HOUR_MS, endMs: 96 * HOUR_MS };
    assert.deepEqual(lines({ span }), [1, 8]);
    assert.deepEqual(index.places({ outcome: 'missing' }, grace, 1, 2), [
      { record: 1, at: 1 },
      { record: 0, at: 0 },
    ]);
    assert.equal(index.count({ outcome: 'missing' }, grace), 3);
  });

  test('finds rows that were added since', () => {
    const index = indexOf([missing(2, 95)]);
    assert.equal(index.count({ outcome: 'missing' }, grace), 1);
    index.add([missing(1, 95)], 1);
    assert.deepEqual(index.lines({ outcome: 'missing' }, grace), [1, 2]);
  });

  test('finds a page of a million rows in a few milliseconds', () => {
    const index = new RowIndex();
    for (let record = 0; record < 2_000; record++) {
      index.add(
        Array.from({ length: 500 }, (_, at) => missing(record * 500 + at + 1, 95)),
        record,
      );
    }
    assert.equal(index.count({ kind: 'grace:inside' }, grace), 1_000_000);
    const began = performance.now();
    for (let page = 0; page < 100; page++) {
      const [first] = index.places({ kind: 'grace:inside' }, grace, page * 9_973, 100);
      assert.deepEqual(first, {
        record: Math.floor((page * 9_973) / 500),
        at: (page * 9_973) % 500,
      });
    }
    const each = (performance.now() - began) / 100;
    assert.ok(each < 16, `${each} ms for a page`);
  });
});
