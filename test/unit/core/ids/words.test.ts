import assert from 'node:assert/strict';
import { candidatesIn, looksLikeId, standAloneIds } from '../../../../src/core/ids/words.ts';

const uuid = '0b1f8a52-4b0e-4c55-9d5e-6a1de9b0a001';
const uuid2 = '0b1f8a52-4b0e-4c55-9d5e-6a1de9b0a002';

suite('IDs among other words', () => {
  test("one word with a digit looks like an ID; times, sizes and small numbers don't", () => {
    for (const word of ['evt_77310', 'a12', '123456', 'x2026-08-20', '20msx', '2026-08-20x']) {
      assert.ok(looksLikeId(word), word);
    }
    for (const word of [
      ...['a1', 'abc', '12345', '1-2', 'a 12', 'evt 1'],
      ...['2026-08-20', '2026-08-20T10:00:00Z', '2026-08-20T10:00:00.5+02:00', '2026-08-20t10:00z'],
      ...['123ms', '15s', '20m', '12h', '100kb', '20MB', '33gb', '4096b'],
    ]) {
      assert.ok(!looksLikeId(word), word);
    }
  });

  test('UUIDs stand out, unless a line has several and nothing shows which one is the event', () => {
    const none = () => false;
    assert.deepEqual(standAloneIds(`a ${uuid}\rb ${uuid2}`, none), [uuid, uuid2]);
    assert.deepEqual(standAloneIds(`${uuid} again ${uuid}`, none), [uuid, uuid]);
    assert.deepEqual(standAloneIds(uuid.toUpperCase(), none), [uuid.toUpperCase()]);
    assert.equal(standAloneIds(`${uuid} ${uuid2}`, none), undefined);
    assert.equal(standAloneIds(`x${uuid} ${uuid}9`, none), undefined);
    assert.equal(standAloneIds('nothing', none), undefined);
    const known = (id: string) => id === 'order-x';
    assert.deepEqual(standAloneIds(`#order-x: ${uuid} ${uuid2}`, known), ['order-x']);
    assert.deepEqual(standAloneIds(`(order-x).\n${uuid}`, known), ['order-x', uuid]);
  });

  test('the rest is offered: likely ones first, each once, lines as a whole, nothing huge', () => {
    assert.deepEqual(candidatesIn(` pay ${uuid}, order-77!\r\r\n::pay \nx=y`), [
      { id: uuid, likely: true },
      { id: 'order-77', likely: true },
      { id: `pay ${uuid}, order-77!`, likely: false },
      { id: '::pay', likely: false },
      { id: 'x=y', likely: false },
      { id: 'pay', likely: false },
      { id: 'x', likely: false },
      { id: 'y', likely: false },
    ]);
    assert.deepEqual(
      candidatesIn(`${'a'.repeat(200)}\n${'b'.repeat(201)}`).map(({ id }) => id.length),
      [200],
    );
    const many = Array.from({ length: 600 }, (_, index) => `evt_${index}`).join('\n');
    assert.equal(candidatesIn(many).length, 500);
    assert.deepEqual(candidatesIn('...\n'), [{ id: '...', likely: false }]);
  });
});
