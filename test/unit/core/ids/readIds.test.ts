import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { readIds, readKeyedIds } from '../../../../src/core/ids/readIds.ts';

const ids = (text: string, known: readonly string[] = []) => {
  const reading = readIds(text, (id) => known.includes(id));
  assert.ok(reading.kind === 'ids', `candidates for ${JSON.stringify(text)}`);
  return reading.ids;
};
const uuid = '0b1f8a52-4b0e-4c55-9d5e-6a1de9b0a001';
const uuid2 = '0b1f8a52-4b0e-4c55-9d5e-6a1de9b0a002';

suite('IDs out of any paste', () => {
  test('one per line, with bullets, with Windows line ends, each once', () => {
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
  test('what an input box makes of lines: words with spaces in between', () => {
    assert.deepEqual(ids('evt_1 evt_2 evt_3'), ['evt_1', 'evt_2', 'evt_3']);
  });
  test('JSON arrays of texts and numbers, and every request and response of the API', () => {
    assert.deepEqual(ids('["a b", "c,d"]'), ['a b', 'c,d']);
    assert.deepEqual(ids('[90071992547409931, "x"]'), ['90071992547409931', 'x']);
    assert.deepEqual(ids('{"event_ids":["a","b"]}'), ['a', 'b']);
    assert.deepEqual(ids('{"events":[{"idempotency_key":"k","event_name":"n"}]}'), ['k']);
    assert.deepEqual(ids('{"data":[{"id":"k","event_name":"n","customer_id":"c"}]}'), ['k']);
  });
  test('every name that a field of IDs has in JSON, and an ID only where it is an event', () => {
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
  test('NDJSON lines, also when some are broken or cut', () => {
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
  test('log text: values after the field names, however they are written', () => {
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
  test('log text: UUIDs and IDs that the editor knows', () => {
    assert.deepEqual(ids(`12:00 charged ${uuid} for acme\n12:01 charged ${uuid2} for acme`), [
      uuid,
      uuid2,
    ]);
    assert.deepEqual(ids('12:00 charged order-x for acme.', ['order-x']), ['order-x']);
    assert.deepEqual(ids(`charged order-x, trace ${uuid} span ${uuid2}`, ['order-x']), ['order-x']);
  });
  test('unsure: candidates, likely ones first, whole lines among them', () => {
    const reading = readIds(`2026-08-20T03:12:04Z charged order-77 in 20ms\nsecond line`);
    assert.ok(reading.kind === 'candidates');
    assert.deepEqual(reading.candidates[0], { id: 'order-77', likely: true });
    assert.deepEqual(
      reading.candidates.filter(({ likely }) => likely).map(({ id }) => id),
      ['order-77'],
    );
    assert.ok(reading.candidates.some(({ id }) => id === 'second line'));
    const uuids = readIds(`trace ${uuid} span ${uuid2}`);
    assert.ok(uuids.kind === 'candidates');
    assert.deepEqual(uuids.candidates.slice(0, 2), [
      { id: uuid, likely: true },
      { id: uuid2, likely: true },
    ]);
  });
  test('nothing in an empty text', () => {
    assert.deepEqual(readIds(' \ufeff\n'), { kind: 'candidates', candidates: [] });
  });
  test('every ID of the file, whatever else is in it', () => {
    assert.deepEqual(
      readKeyedIds('// demo\n{"idempotency_key":"a","event_name":"n"}\nkey = "x"\n'),
      ['a'],
    );
  });

  const anyId = fc.string({ minLength: 1, maxLength: 40, unit: 'binary' });
  const anyIds = fc.uniqueArray(anyId, { minLength: 1, maxLength: 20 });
  test('any ID survives a JSON array, quoted lines and NDJSON', () => {
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
  test('any ID without white space, quotes and separators survives a bare list', () => {
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
  test('any text at all is read without an error, and 10 MB in seconds, not minutes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => void readIds(text)),
    );
    const started = performance.now();
    readIds('2026-08-20 order 77 "open \\" quote event_id '.repeat(110_000));
    readIds(`${'x'.repeat(1_000)}\n`.repeat(5_000));
    assert.ok(performance.now() - started < 10_000, `${performance.now() - started} ms`);
  });
});
