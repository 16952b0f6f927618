import assert from 'node:assert/strict';
import fc from 'fast-check';
import { candidatesAt, candidatesIn } from '../../../../src/core/ids/candidates.ts';

/** The candidates around the mark `^`. */
const at = (marked: string) => {
  const offset = marked.indexOf('^');
  return candidatesAt(marked.replace('^', ''), offset).map(({ id }) => id);
};

suite('texts that may be an event ID', () => {
  test('are the word under the pointer, without what surrounds it', () => {
    assert.deepEqual(at('completion id=chatcmpl-^9f2c model=gpt'), ['chatcmpl-9f2c']);
    assert.deepEqual(at('see `evt^_1`, then (evt_2).'), ['evt_1']);
    assert.deepEqual(at('Look at evt_^7!'), ['evt_7']);
    assert.deepEqual(at('^evt_1'), ['evt_1']);
    assert.deepEqual(at('a ^ b'), []);
    assert.deepEqual(at('evt_1^'), []);
  });

  test('are also its parts, the longest first', () => {
    assert.deepEqual(at('event:evt_^1'), ['event:evt_1', 'evt_1']);
    assert.deepEqual(
      at('https://acme.test/events/evt^_1?at=2')[0],
      'https://acme.test/events/evt_1?at',
    );
    assert.ok(at('https://acme.test/events/evt^_1?at=2').includes('evt_1'));
    assert.ok(at('[orders/7:li^nes/2]').includes('orders/7:lines/2'));
  });

  test('are everything between quotes, which may have spaces and escapes', () => {
    assert.ok(at('{"idempotency_key":"order 7, pa^id","n":1}').includes('order 7, paid'));
    assert.ok(at(String.raw`{"idempotency_key":"caf\u00e9 ^1"}`).includes('café 1'));
    assert.ok(at(String.raw`"{\"event_id\":\"evt^_1\"}"`).includes('evt_1'));
  });

  test('have the offsets of their text in the line', () => {
    const line = '2026-10-29 info event:evt_1/a "x y"';
    for (const { id, start, end } of [...candidatesAt(line, 23), ...candidatesIn(line)]) {
      assert.equal(line.slice(start, end), id);
    }
    assert.ok(candidatesIn(line).some(({ id }) => id === 'evt_1'));
  });

  test('may be of any length, up to 12,000 characters', () => {
    const id = 'e'.repeat(10_000);
    assert.deepEqual(
      candidatesAt(`id=${id};`, 5_000).map((each) => each.id),
      [id],
    );
    assert.deepEqual(candidatesAt('e'.repeat(1_000_000), 500_000), []);
  });

  test('take no longer for a line of a megabyte', () => {
    const line = 'a:b/'.repeat(250_000);
    const started = performance.now();
    assert.ok(candidatesIn(line).length <= 400);
    assert.deepEqual(candidatesAt(line, 400_000), []);
    assert.ok(performance.now() - started < 1_000);
  });

  test('contain the offset, whatever the line has', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), fc.nat(80), (line, offset) => {
        for (const { start, end } of candidatesAt(line, offset)) {
          assert.ok(start <= offset && offset < end && end <= line.length);
        }
        for (const { id, start, end } of candidatesIn(line)) {
          assert.equal(line.slice(start, end), id);
          assert.notEqual(id, '');
        }
      }),
    );
  });
});
