import assert from 'node:assert/strict';
import { HOUR_MS } from '../../../../src/core/timeframe.ts';
import { sumsOf } from '../../../../src/core/usage/sums.ts';
import { usageCsv } from '../../../../src/core/usage/usageCsv.ts';
import { usageSeries, type UsageRow } from '../../../../src/core/usage/usageSeries.ts';

const startMs = Date.parse('2026-10-25T00:00:00Z');
const steps = { startMs, stepMs: HOUR_MS, length: 3, runningMs: startMs + 2 * HOUR_MS };
const row = (hour: number, quantity: string, group?: UsageRow['group']): UsageRow => ({
  startMs: startMs + hour * HOUR_MS,
  ...(group !== undefined && { group }),
  quantity,
  amount: `${quantity}.1`,
});

suite('usage over time', () => {
  test('is zero where an hour was read and Orb reported nothing, and unknown where it was not read', () => {
    const series = usageSeries(steps, [row(0, '5')], (ms) => ms < startMs + 2 * HOUR_MS);
    assert.deepEqual(series.quantities, ['5', '0', null]);
    assert.deepEqual(series.counts, [5, 0, null]);
    assert.deepEqual(series.amounts, ['5.1', null, null]);
    assert.deepEqual(series.groups, []);
  });

  test('adds its groups exactly, the largest first and the rest as one', () => {
    const rows = [1, 2, 3, 4, 5, 6, 7, 8].map((each) => row(1, String(each), `g${each}`));
    const large = row(2, '9007199254740993', 'g1');
    const series = usageSeries(steps, [...rows, large], () => true);
    assert.deepEqual(
      series.groups.map(({ value, size }) => [value, size]),
      [
        ['g1', 1],
        ['g8', 1],
        ['g7', 1],
        ['g6', 1],
        ['g5', 1],
        ['g4', 1],
        [undefined, 2],
      ],
    );
    assert.deepEqual(series.groups[0]?.quantities, ['0', '1', '9007199254740993']);
    assert.deepEqual(series.groups.at(-1)?.quantities, ['0', '5', '0']);
    assert.deepEqual(series.quantities, ['0', '36', '9007199254740993']);
    assert.equal(series.amounts[1], '36.8');
  });

  test('leaves out what Orb reports for other hours', () => {
    const series = usageSeries(steps, [row(-1, '5'), row(3, '5'), row(0.5, '5')], () => true);
    assert.deepEqual(series.quantities, ['0', '0', '0']);
  });

  test('has exact sums for any part of it, and none where Orb reported nothing', () => {
    const sum = sumsOf(['0.1', null, '0.2', '9007199254740993', null]);
    assert.equal(sum({ from: 0, to: 3 }), '0.3');
    assert.equal(sum({ from: 2, to: 5 }), '9007199254740993.2');
    assert.equal(sum({ from: 1, to: 2 }), null);
    assert.equal(sum({ from: 4, to: 5 }), null);
    assert.equal(sumsOf(['0', '0'])({ from: 0, to: 2 }), '0');
  });
});

suite('usage as CSV', () => {
  const bounds = { startMs, endMs: startMs + 2 * HOUR_MS };
  test('has a line for each row on screen, as Orb reported it', () => {
    const csv = usageCsv(
      [row(0, '5'), row(1, '6'), row(2, '7')],
      HOUR_MS,
      bounds,
      undefined,
      'USD',
    );
    assert.equal(
      csv,
      [
        'timeframe_start,timeframe_end,quantity,amount,currency',
        '2026-10-25T00:00:00Z,2026-10-25T01:00:00Z,5,5.1,USD',
        '2026-10-25T01:00:00Z,2026-10-25T02:00:00Z,6,6.1,USD',
        '',
      ].join('\r\n'),
    );
  });

  test('quotes groups, and keeps a spreadsheet from running them', () => {
    const groups = ['=HYPERLINK("x")', 'a,b', '', null, 7, false, ' x', '-1'];
    const rows = groups.map((group) => row(0, '1', group));
    const lines = usageCsv(rows, HOUR_MS, bounds, 'my "model"', 'credits').split('\r\n');
    assert.match(lines[0] ?? '', /^timeframe_start,timeframe_end,"my ""model""",quantity/);
    assert.deepEqual(
      lines.slice(1, -1).map((line) => line.slice(42, line.indexOf(',1,1.1,credits'))),
      ['"\'=HYPERLINK(""x"")"', '"a,b"', '', '', '7', 'false', '" x"', '"\'-1"'],
    );
  });
});
