import assert from 'node:assert/strict';
import {
  Batcher,
  bytesOf,
  halves,
  type BatchLimits,
  type BatchLine,
} from '../../../src/ingest/batch.ts';

const lineOf = (line: number, length: number): BatchLine => ({
  line,
  offset: 0,
  bytes: new Uint8Array(length),
});
/** The line numbers of each batch, for lines of these lengths. */
function batches(lengths: readonly number[], limits: BatchLimits): readonly (readonly number[])[] {
  const batcher = new Batcher();
  const full = lengths.flatMap((length, index) => {
    const batch = batcher.add(lineOf(index, length), limits);
    return batch === undefined ? [] : [batch];
  });
  return [...full, batcher.rest()].map((batch) => batch.map(({ line }) => line));
}

suite('ingest: batches', () => {
  const wide = { maxEvents: 100, maxBytes: 1_000 };

  test('have at most the allowed number of lines', () => {
    assert.deepEqual(batches([1, 1, 1, 1, 1], { ...wide, maxEvents: 2 }), [[0, 1], [2, 3], [4]]);
    assert.deepEqual(batches([1, 1], { ...wide, maxEvents: 2 }), [[0, 1]]);
    assert.deepEqual(batches([], wide), [[]]);
  });

  test('have at most the allowed number of bytes, with a comma for each line', () => {
    assert.deepEqual(batches([9, 9, 9], { ...wide, maxBytes: 20 }), [[0, 1], [2]]);
    assert.deepEqual(batches([9, 10, 9], { ...wide, maxBytes: 20 }), [[0], [1], [2]]);
    assert.equal(bytesOf([lineOf(0, 9), lineOf(1, 10)]), 21);
  });

  test('have a line above the limit alone, and lose none around it', () => {
    assert.deepEqual(batches([50, 5, 50], { ...wide, maxBytes: 20 }), [[0], [1], [2]]);
  });

  test('are halved without losing or repeating a line', () => {
    const batch = [1, 2, 3].map((line) => lineOf(line, 1));
    const [first, second] = halves(batch);
    assert.deepEqual([first, second], [batch.slice(0, 2), batch.slice(2)]);
  });
});
