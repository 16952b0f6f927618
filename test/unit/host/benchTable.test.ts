import assert from 'node:assert/strict';
import { bench } from '../../bench/bench.ts';
import { measuresOf } from '../../host/benchRounds.ts';
import { evaluate, median, table } from '../../host/benchTable.ts';

suite('bench table', () => {
  const rounds = new Map([
    ['ours', [30, 10, 20]],
    ['theirs', [10, 10, 10]],
    ['broken', [1, undefined, 1]],
  ]);
  const row = { name: 'ours', of: 'ours', to: 'theirs', unit: '×' };

  test('takes the median of the ratios within each round', () => {
    assert.equal(median([5, 1, 100]), 5);
    assert.equal(median([1, 2, 3, 10]), 2.5);
    const { value, rounds: ratios } = evaluate(row, rounds);
    assert.equal(value, 2);
    assert.deepEqual(ratios, [3, 1, 2]);
  });

  test('marks what reaches its limit, from either side, and what falls short', () => {
    assert.equal(evaluate({ ...row, atLeast: 2 }, rounds).met, true);
    assert.equal(evaluate({ ...row, atLeast: 2.1 }, rounds).met, false);
    assert.equal(evaluate({ ...row, atMost: 2 }, rounds).met, true);
    assert.equal(evaluate({ ...row, atMost: 1.9 }, rounds).met, false);
  });

  test('never uses a failed round as a value', () => {
    const alone = evaluate({ name: 'b', of: 'broken', unit: 'ms' }, rounds);
    assert.equal(alone.value, undefined);
    assert.equal(alone.met, false);
    assert.equal(evaluate({ ...row, to: 'broken' }, rounds).met, false);
    assert.equal(evaluate({ ...row, of: 'never taken' }, rounds).met, false);
  });

  test('prints value, limit, spread, and result of each row', () => {
    const results = [
      evaluate({ ...row, atLeast: 1.5, aim: 3 }, rounds),
      evaluate({ name: 'alone', of: 'ours', unit: 'KB', atMost: 12345 }, rounds),
      evaluate({ name: 'b', of: 'broken', unit: 'ms', atMost: 1 }, rounds),
    ];
    assert.equal(
      table(results),
      [
        'bench  value  bar              rounds',
        'ours   2 ×    ≥ 1.5 × (aim 3)  1 to 3    ok',
        'alone  20 KB  ≤ 12,345 KB      10 to 30  ok',
        'b      -      ≤ 1 ms           1 to 1    FAILED',
      ].join('\n'),
    );
  });

  test('rejects a limit in milliseconds, which only says how fast this computer is', () => {
    const measures = { ours: () => Promise.resolve(1) };
    const timed = { name: 'timed', of: 'ours', unit: 'ms' } as const;
    assert.throws(() => bench({ measures, rows: [{ ...timed, atMost: 9 }] }), /timed/);
    assert.equal(bench({ measures, rows: [{ ...timed, aim: 9 }] }).rows.length, 1);
  });

  test('takes only the measures that the selected rows need', () => {
    assert.deepEqual(measuresOf([row, { name: 'x', of: 'theirs', unit: '' }]), ['theirs', 'ours']);
  });
});
