import assert from 'node:assert/strict';
import { Conflicts } from '../../../src/ingest/conflicts.ts';

suite('ingest: lines that share an event ID with different content', () => {
  const lines = (first: number, count: number) =>
    Array.from({ length: count }, (_, index) => first + index);

  test('list the other lines with their event ID, and only those', () => {
    const conflicts = new Conflicts();
    conflicts.add([1, 3, 7]);
    conflicts.add([2, 9]);
    assert.deepEqual(conflicts.othersOf(1), { first: [3, 7], total: 2 });
    assert.deepEqual(conflicts.othersOf(9), { first: [2], total: 1 });
    assert.deepEqual(conflicts.othersOf(4), { first: [], total: 0 });
  });

  test('list the first twenty and count the rest, however many there are', () => {
    const conflicts = new Conflicts();
    conflicts.add(lines(1, 600_000));
    conflicts.add(lines(600_001, 600_000));
    for (const [line, first] of [
      [1, lines(2, 20)],
      [5, [...lines(1, 4), ...lines(6, 16)]],
      [600_000, lines(1, 20)],
      [1_200_000, lines(600_001, 20)],
    ] as const) {
      assert.deepEqual(conflicts.othersOf(line), { first, total: 599_999 });
    }
  });
});
