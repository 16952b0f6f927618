import assert from 'node:assert/strict';
import { Conflicts } from '../../../src/ingest/conflicts.ts';

suite('ingest: lines that share a key with another body', () => {
  const lines = (first: number, count: number) =>
    Array.from({ length: count }, (_, index) => first + index);

  test('know the others of their key, and only these', () => {
    const conflicts = new Conflicts();
    conflicts.add([3, 1, 7]);
    conflicts.add([2, 9]);
    assert.deepEqual(conflicts.othersOf(1), [3, 7]);
    assert.deepEqual(conflicts.othersOf(9), [2]);
    assert.equal(conflicts.othersOf(4), undefined);
  });

  test('are remembered up to a million lines', () => {
    const conflicts = new Conflicts();
    conflicts.add(lines(1, 600_000));
    conflicts.add(lines(600_001, 400_001));
    assert.equal(conflicts.othersOf(600_001), undefined, 'one too many');
    conflicts.add(lines(600_001, 400_000));
    assert.equal(conflicts.othersOf(600_001)?.length, 399_999);
    conflicts.add([2_000_001, 2_000_002]);
    assert.equal(conflicts.othersOf(2_000_001), undefined);
    assert.equal(conflicts.othersOf(1)?.length, 599_999);
  });
});
