import assert from 'node:assert/strict';
import { looksLikeId, wordsIn } from '../../../../src/core/ids/words.ts';

suite('IDs among other words', () => {
  test("a single word with a digit looks like an ID; times, sizes, and small numbers don't", () => {
    for (const word of ['evt_77310', 'a12', '123456', 'x2026-08-20', '20msx', '2026-08-20x']) {
      assert.ok(looksLikeId(word), word);
    }
    for (const word of [
      ...['a1', 'abc', '12345', '1-2', 'a 12', 'evt 1'],
      ...['2026-08-20', '2026-08-20T10:00:00Z', '2026-08-20T10:00:00.5+02:00', '2026-08-20t10:00z'],
      ...['03:12:04.123456Z', '3:12:04'],
      ...['123ms', '15s', '20m', '12h', '100kb', '20MB', '33gb', '4096b'],
    ]) {
      assert.ok(!looksLikeId(word), word);
    }
  });

  test('words without duplicates and punctuation', () => {
    assert.deepEqual(wordsIn('pay #order-x: (twice)!\r\r\n::pay \nx=y...'), [
      ...['pay', 'order-x', 'twice', 'x', 'y'],
    ]);
    const many = Array.from({ length: 30_000 }, (_, index) => `w${index}`).join('\n');
    assert.equal(wordsIn(many).length, 20_000);
  });
});
