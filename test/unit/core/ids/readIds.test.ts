import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { readIds } from '../../../../src/core/ids/readIds.ts';

const ids = (text: string, known: readonly string[] = []) => {
  const { ids: found } = readIds(text, { isKnown: (id) => known.includes(id) });
  assert.ok(found.length > 0, `no ID in ${JSON.stringify(text)}`);
  return found;
};
const readKeyedIds = (text: string) => readIds(text, { isFile: true }).ids;
const leftOut = (text: string) =>
  readIds(text).leftOut.map(({ text: piece, why }) => `${piece}: ${why}`);
const uuid = '0b1f8a52-4b0e-4c55-9d5e-6a1de9b0a001';
const uuid2 = '0b1f8a52-4b0e-4c55-9d5e-6a1de9b0a002';

suite('IDs in any pasted text', () => {
  test('one per line, with bullets, with Windows line ends, without duplicates', () => {
    assert.deepEqual(ids('evt_1\r\nevt_2\n\n evt_1 \n- evt_3'), ['evt_1', 'evt_2', 'evt_3']);
  });
  test('a single ID of any shape', () => {
    for (const id of ['evt_1', 'a/b?c#d%20', '🦜', 'x', '12345', '{weird}x', 'A:B', 'order=7']) {
      assert.deepEqual(ids(id), [id]);
    }
  });
  test('comma-separated, tabs, semicolons, trailing commas', () => {
    assert.deepEqual(ids('evt_1, evt_2,evt_3;evt_4\tevt_5,'), [
      'evt_1',
      'evt_2',
      'evt_3',
      'evt_4',
      'evt_5',
    ]);
  });
  test('quoted IDs keep their spaces and commas, in any notation', () => {
    assert.deepEqual(ids(`"order 12, paid"\n'it''s'`.replace("''", "\\'")), [
      'order 12, paid',
      "it's",
    ]);
    assert.deepEqual(ids(`const ids = ['a b', 'c,d'];`), ['a b', 'c,d']);
    assert.deepEqual(ids(`("a", "b")`), ['a', 'b']);
    assert.deepEqual(ids('“evt 1”, “evt 2”'), ['evt 1', 'evt 2']);
    assert.deepEqual(ids('"say ""hi""","x"'), ['say "hi"', 'x']);
    assert.deepEqual(ids('evt_1, "evt, 2"'), ['evt_1', 'evt, 2']);
  });
  test('words with spaces in between, as an input box turns lines into', () => {
    assert.deepEqual(ids('evt_1 evt_2 evt_3'), ['evt_1', 'evt_2', 'evt_3']);
  });
  test('JSON arrays of texts and numbers, and every request and response of the API', () => {
    assert.deepEqual(ids('["a b", "c,d"]'), ['a b', 'c,d']);
    assert.deepEqual(ids('[90071992547409931, "x"]'), ['90071992547409931', 'x']);
    assert.deepEqual(ids('{"event_ids":["a","b"]}'), ['a', 'b']);
    assert.deepEqual(ids('{"events":[{"idempotency_key":"k","event_name":"n"}]}'), ['k']);
    assert.deepEqual(ids('{"data":[{"id":"k","event_name":"n","customer_id":"c"}]}'), ['k']);
  });
  test('every name of an ID field in JSON, and `id` only in an event', () => {
    for (const name of ['idempotency_key', 'idempotencyKey', 'event_id', 'eventId']) {
      assert.deepEqual(ids(JSON.stringify({ at: 'x y', [name]: 'a b' })), ['a b'], name);
    }
    for (const name of ['event_ids', 'eventIds']) {
      assert.deepEqual(ids(JSON.stringify({ at: 'x y', [name]: ['a b', 7, ''] })), ['a b', '7']);
    }
    assert.deepEqual(ids('{"id":"x","event":{"id":"k","event_name":"n"},"eventId":["a",["b"]]}'), [
      'k',
      'a',
      'b',
    ]);
    assert.deepEqual(ids('["x",{"event_id":"k"},null,true]'), ['k']);
  });
  test('NDJSON lines, even if some are invalid or cut off', () => {
    const text =
      '{"idempotency_key":"k 1","event_name":"n","properties":{"event_name":"x"}}\n' +
      '{"idempotency_key":"k2","event_name":"n"';
    assert.deepEqual(ids(text), ['k 1', 'k2']);
  });
  test('a table with a header', () => {
    assert.deepEqual(ids('customer,event_id\nacme,evt_1\n"glo,bex",evt_2\n,evt_3'), [
      'evt_1',
      'evt_2',
      'evt_3',
    ]);
    assert.deepEqual(ids('id\nevt_1\nevt_2'), ['evt_1', 'evt_2']);
  });
  test('log text: values after field names, in any notation', () => {
    for (const line of [
      `12:00:01 INFO sent idempotency_key=evt_1 status=200`,
      `12:00:01 INFO sent {"idempotency_key": "evt_1", "ms": 3}`,
      String.raw`{"msg":"sent","body":"{\"idempotency_key\":\"evt_1\"}"`,
      `sent idempotencyKey: 'evt_1', ok`,
      `sent event_id evt_1 in 20 ms`,
      `:event_id => "evt_1"`,
      `event_ids: ["evt_1"] asked, request ${uuid}`,
    ]) {
      assert.deepEqual(ids(line), ['evt_1'], line);
    }
  });
  test("log text: the header of a request isn't an event, and a type or call isn't an ID", () => {
    assert.deepEqual(readKeyedIds('Idempotency-Key: stainless-1'), []);
    assert.deepEqual(readKeyedIds('idempotency_key: string;\nidempotency_key: randomUUID(),'), []);
    assert.deepEqual(readKeyedIds('the event_id is missing'), []);
  });
  test('log text: UUIDs and IDs that the editor has seen', () => {
    assert.deepEqual(ids(`12:00 charged ${uuid} for acme\n12:01 charged ${uuid2} for acme`), [
      uuid,
      uuid2,
    ]);
    assert.deepEqual(ids('12:00 charged order-x for acme.', ['order-x']), ['order-x']);
    assert.deepEqual(ids(`charged order-x, trace ${uuid} span ${uuid2}`, ['order-x']), ['order-x']);
  });
  test('IDs with different names are combined, and what looks like a named ID is one', () => {
    const log = [
      '12:00 INFO billed id=evt_1 in 3 ms',
      '{"idempotency_key":"evt_2","event_name":"n"}',
      'WARN event=evt_3 late',
      'retry of evt_4 for u_77, request 8841',
    ].join('\n');
    const reading = readIds(log);
    assert.deepEqual(reading.ids, ['evt_1', 'evt_2', 'evt_3', 'evt_4']);
    assert.deepEqual(
      reading.fields.map(({ name, count }) => `${count} in ${name}`),
      ['1 in id=', '1 in idempotency_key', '1 in event='],
    );
    assert.deepEqual(leftOut(log), ['u_77: unnamed']);
  });
  test("a UUID looks like any other, so it counts only if it's the only one on its line", () => {
    const named = 'event_id=0b1f8a52-4b0e-4c55-9d5e-6a1de9b0a000';
    assert.equal(ids(`${named}\ncharged ${uuid}`).length, 2);
    assert.equal(ids(`${named} span ${uuid}`).length, 1);
    assert.equal(ids(`${named}\ntrace ${uuid} span ${uuid2}`).length, 1);
    assert.deepEqual(readIds(`trace ${uuid} span ${uuid2}`).ids, []);
    assert.deepEqual(leftOut(`trace ${uuid} span ${uuid2}`), [
      `${uuid}: unnamed`,
      `${uuid2}: unnamed`,
    ]);
  });
  test("a sentence isn't an ID, and each piece says why it's left out", () => {
    assert.deepEqual(readIds('retry after 2 s').ids, []);
    assert.deepEqual(leftOut('retry after 2 s'), ['retry after 2 s: sentence']);
    const list = 'evt_1, evt_2, retry after 2 s, evt_1, 42';
    assert.deepEqual(ids(list), ['evt_1', 'evt_2']);
    assert.deepEqual(leftOut(list), ['retry after 2 s: sentence', '42: digits', 'evt_1: repeated']);
    assert.deepEqual(leftOut('evt_1, 42'), ['42: digits']);
    assert.deepEqual(ids('42, 43'), ['42', '43']);
    assert.deepEqual(leftOut(`evt_1\n${'x1'.repeat(300)}`), [`${'x1'.repeat(300)}: long`]);
    const log = '2026-08-20T03:12:04Z charged order-77 in 20ms\nsecond line';
    assert.deepEqual(leftOut(log), ['order-77: unnamed', 'second line: sentence']);
  });
  test("what looks like an ID among IDs doesn't need a name", () => {
    assert.deepEqual(ids('order_17, order_18, sent order_19 again'), [
      'order_17',
      'order_18',
      'order_19',
    ]);
    assert.deepEqual(ids('id=9f2c41d7aa\nid=b81e07aa11\nretry 77ab0c1234 late'), [
      '9f2c41d7aa',
      'b81e07aa11',
      '77ab0c1234',
    ]);
  });
  test("a file of IDs is a list, and a file of code isn't one", () => {
    assert.deepEqual(readKeyedIds('export\nconst\n'), []);
    assert.deepEqual(readKeyedIds('evt_1\nevt_2\n'), ['evt_1', 'evt_2']);
    assert.deepEqual(readKeyedIds(`charged ${uuid}`), []);
  });
  test('no IDs in an empty text', () => {
    const nothing = { ids: [], fields: [], leftOut: [], leftOutCount: 0 };
    assert.deepEqual(readIds(' \ufeff\n'), nothing);
  });
  test('at most 50,000 IDs, and 500 pieces that are left out', () => {
    const reading = readIds(Array.from({ length: 50_600 }, (_, index) => `evt_${index}`).join(' '));
    assert.equal(reading.ids.length, 50_000);
    assert.equal(reading.leftOutCount, 600);
    assert.equal(reading.leftOut.length, 500);
    assert.deepEqual(reading.leftOut[0], { text: 'evt_50000', why: 'tooMany', times: 1 });
  });
  test('every ID in the file, whatever else is in it', () => {
    assert.deepEqual(
      readKeyedIds('// demo\n{"idempotency_key":"a","event_name":"n"}\nkey = "x"\n'),
      ['a'],
    );
  });

  const anyId = fc.string({ minLength: 1, maxLength: 40, unit: 'binary' });
  const anyIds = fc.uniqueArray(anyId, { minLength: 1, maxLength: 20 });
  test('any ID survives a JSON array, quoted lines, and NDJSON', () => {
    fc.assert(
      fc.property(anyIds, (list) => {
        assert.deepEqual(ids(JSON.stringify(list)), list);
        assert.deepEqual(ids(list.map((id) => JSON.stringify(id)).join('\n')), list);
        const lines = list.map((id) => JSON.stringify({ idempotency_key: id, event_name: 'n' }));
        assert.deepEqual(ids(lines.join('\n')), list);
        assert.deepEqual(readKeyedIds(lines.join('\n')), list);
      }),
    );
  });
  test('any ID without white space, quotes, and separators survives a bare list', () => {
    const bare = fc
      .string({ minLength: 1, maxLength: 40, unit: 'grapheme' })
      .filter((id) => /^[^\s"'`“”‘’,;()[\]{}=:]+$/.test(id))
      .filter((id) => !/event_?id|idempotency|^id$|^[-*•]$/i.test(id));
    fc.assert(
      fc.property(fc.uniqueArray(bare, { minLength: 1, maxLength: 20 }), (list) => {
        assert.deepEqual(ids(list.join('\n')), list);
        assert.deepEqual(ids(list.join(', ')), list);
      }),
    );
  });
  test('any text is read without an error, in linear time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => void readIds(text)),
    );
    for (const piece of [
      '2026-08-20 order 77 "open \\" quote event_id ',
      `${'x'.repeat(1_000)}\n`,
      ...['event_id=“', 'event_ids=[', '“,', 'id=a1 ', 'a-', '(', 'a   ', String.raw`event_id=\"`],
    ]) {
      const text = piece.repeat(Math.ceil(4_000 / piece.length));
      const time = (count: number) => {
        const long = text.repeat(count);
        const started = performance.now();
        readIds(long);
        return performance.now() - started;
      };
      time(2);
      const short = Math.min(time(5), time(5), time(5));
      const long = Math.min(time(50), time(50));
      assert.ok(long < 40 * short + 20, `${JSON.stringify(piece)}: ${short} ms, then ${long} ms`);
    }
  });
});
