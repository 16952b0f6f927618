import assert from 'node:assert/strict';
import fc from 'fast-check';
import { minimalChange } from '../../../src/std/minimalChange.ts';

suite('the smallest replacement between two texts', () => {
  test('touches only what differs', () => {
    assert.deepEqual(minimalChange('"a": 1200,', '"a": 1500,'), { start: 6, end: 7, text: '5' });
    assert.deepEqual(minimalChange('aa', 'aaa'), { start: 2, end: 2, text: 'a' });
    assert.equal(minimalChange('same', 'same'), undefined);
  });

  test('never splits an emoji', () => {
    assert.deepEqual(minimalChange('x😀y', 'x😁y'), { start: 1, end: 3, text: '😁' });
    assert.deepEqual(minimalChange('\u{1F600}', '\u{1FA00}'), {
      start: 0,
      end: 2,
      text: '\u{1FA00}',
    });
  });

  test('results in the other text for any pair', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '😀', '\u{10FA00}'), maxLength: 12 });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const change = minimalChange(before, after);
        const { start, end, text: put } = change ?? { start: 0, end: 0, text: '' };
        assert.equal(before.slice(0, start) + put + before.slice(end), after);
      }),
    );
  });
});
