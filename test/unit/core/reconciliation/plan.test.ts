import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  backfillStretches,
  planTotals,
  repairStretches,
  withinCap,
  type PlanLine,
} from '../../../../src/core/reconciliation/plan.ts';
import { suits } from '../../../../src/core/reconciliation/repairs.ts';
import { DAY_MS } from '../../../../src/core/timeframe.ts';

let next = 0;
const at = (ms: number, id = 'acme'): PlanLine => ({
  line: ++next,
  ms,
  customer: { key: 'external_customer_id', id },
});

suite('plans of repairs', () => {
  test('each action takes only what it can repair', () => {
    assert.ok(suits('ingest', 'missing', 'grace:inside'));
    assert.ok(!suits('ingest', 'missing', 'grace:past'));
    assert.ok(suits('backfill', 'missing', 'grace:past'));
    assert.ok(suits('amend', 'different', 'properties.cached:type'));
    assert.ok(suits('amend', 'different', 'event_name:value'));
    for (const kind of ['timestamp:value', 'customer_id:value', 'external_customer_id:value']) {
      assert.ok(!suits('amend', 'different', kind), kind);
      assert.ok(!suits('replace', 'different', kind), kind);
      assert.ok(suits('rekey', 'different', kind), kind);
    }
    assert.ok(!suits('rekey', 'different', 'properties.timestamp:value'));
    assert.ok(!suits('amend', 'deprecated', null));
    assert.ok(suits('deprecate', 'same', null));
  });

  test('totals name customers with the most lines first, and the span', () => {
    assert.deepEqual(planTotals([at(5), at(3, 'beta'), at(4, 'beta')]), {
      lines: 3,
      customers: [
        { id: 'beta', lines: 2 },
        { id: 'acme', lines: 1 },
      ],
      span: { firstMs: 3, lastMs: 5 },
    });
    assert.deepEqual(planTotals([]), { lines: 0, customers: [] });
  });

  test('the cap counts what was changed before, for each customer on its own', () => {
    const lines = [at(1), at(2), at(3, 'beta')];
    const { within, over } = withinCap(lines, new Map([['acme', 99]]));
    assert.deepEqual([within, over], [[lines[0], lines[2]], [lines[1]]]);
  });
});

suite('backfills of a repair', () => {
  const frames = (lines: readonly PlanLine[], ...pending: readonly [number, number][]) =>
    backfillStretches(
      lines,
      pending.map(([startMs, endMs]) => ({ startMs, endMs })),
    ).stretches.map(({ startMs, endMs, lines: all }) => [startMs, endMs, all.length]);

  test('one for lines within 31 days, as tight as they are', () => {
    const last = 31 * DAY_MS - 1;
    assert.deepEqual(frames([at(last), at(0), at(7)]), [[0, 31 * DAY_MS, 3]]);
    assert.deepEqual(frames([at(0), at(last + 1)]), [
      [0, 1, 1],
      [31 * DAY_MS, 31 * DAY_MS + 1, 1],
    ]);
  });

  test('lines at the same instant stay together', () => {
    assert.deepEqual(frames([at(5), at(5)]), [[5, 6, 2]]);
  });

  test('goes around a pending one, and lines inside it wait', () => {
    const lines = [at(1), at(10), at(19), at(20)];
    assert.deepEqual(frames(lines, [10, 20]), [
      [1, 2, 1],
      [20, 21, 1],
    ]);
    assert.deepEqual(backfillStretches(lines, [{ startMs: 10, endMs: 20 }]).waiting, [
      lines[1],
      lines[2],
    ]);
  });

  test("is limited to the customer if there's only one", () => {
    const [one] = backfillStretches([at(1), at(2)], []).stretches;
    assert.equal(one?.customer?.id, 'acme');
    const [two] = backfillStretches([at(1), at(2, 'beta')], []).stretches;
    assert.equal(two?.customer, undefined);
  });

  test('none without lines', () => {
    assert.deepEqual(backfillStretches([], []), { stretches: [], waiting: [] });
  });

  test('every line is in one backfill or waits; none is too long or overlaps anything', () => {
    const ms = fc.integer({ min: 0, max: 200 * DAY_MS });
    fc.assert(
      fc.property(fc.array(ms), fc.array(fc.tuple(ms, ms)), (times, bounds) => {
        const lines = times.map((each) => at(each));
        const pending = bounds.map(([a, b]) => ({
          startMs: Math.min(a, b),
          endMs: Math.max(a, b),
        }));
        const { stretches, waiting } = backfillStretches(lines, pending);
        const planned = [...waiting, ...stretches.flatMap((stretch) => stretch.lines)];
        const order = (all: readonly PlanLine[]) =>
          all.map(({ line }) => line).toSorted((a, b) => a - b);
        assert.deepEqual(order(planned), order(lines));
        const all = [...pending.filter(({ startMs, endMs }) => startMs < endMs), ...stretches];
        for (const stretch of stretches) {
          assert.ok(stretch.endMs - stretch.startMs <= 31 * DAY_MS);
          for (const { ms: time } of stretch.lines) {
            assert.ok(stretch.startMs <= time && time < stretch.endMs);
          }
          const overlapping = all.filter(
            (other) =>
              other !== stretch && other.startMs < stretch.endMs && stretch.startMs < other.endMs,
          );
          assert.deepEqual(overlapping, []);
        }
      }),
    );
  });

  test('every line has one backfill, and those of lines that wait overlap only what they wait for', () => {
    const HOUR_MS = 3_600_000;
    const pending = [
      { startMs: 10 * HOUR_MS, endMs: 20 * HOUR_MS },
      { startMs: 30 * HOUR_MS, endMs: 40 * HOUR_MS },
    ];
    const lines = [5, 12, 19, 25, 35, 45, 50].map((hour) => at(hour * HOUR_MS));
    const stretches = repairStretches(lines, pending);
    assert.deepEqual(
      stretches.map(({ lines: its }) => its.map(({ ms }) => ms / HOUR_MS)),
      [[5], [25], [45, 50], [12, 19], [35]],
    );
  });
});
