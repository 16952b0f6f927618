import assert from 'node:assert/strict';
import { keyConflict } from '../../../src/core/lineFaults.ts';

suite('words for an event ID on several lines', () => {
  const others = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
  for (const [count, words] of [
    [1, /^Line 1 uses this event ID with different content\. Neither/],
    [2, /^Lines 1, 2 use this/],
    [20, /^Lines 1, 2, .*19, 20 use this/],
    [21, /^Lines 1, 2, .*19, 20 and 1 more use this/],
    [1_000, /^Lines 1, 2, .*19, 20 and 980 more use this/],
  ] as const) {
    test(`${count} other lines`, () => assert.match(keyConflict(others(count)), words));
  }
  test('the first others and their number are enough', () =>
    assert.match(keyConflict(others(21), 19_999), /20 and 19979 more use this/));
  test('too many to remember', () => assert.match(keyConflict(undefined), /^Other lines use this/));
});
