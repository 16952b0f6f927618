import assert from 'node:assert/strict';
import { keyConflict } from '../../../src/core/lineFaults.ts';

suite('words for a key that stands twice', () => {
  const others = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
  for (const [count, words] of [
    [1, /on line 1; none/],
    [2, /on lines 1, 2; none/],
    [20, /on lines 1, 2, .*19, 20; none/],
    [21, /on lines 1, 2, .*19, 20 and 1 more; none/],
    [1_000, /on lines 1, 2, .*19, 20 and 980 more; none/],
  ] as const) {
    test(`${count} other lines`, () => assert.match(keyConflict(others(count)), words));
  }
  test('too many to remember', () => assert.match(keyConflict(undefined), /^Other lines have/));
});
