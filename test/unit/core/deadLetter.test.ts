import assert from 'node:assert/strict';
import { explainDeadLetter, readDeadLetter } from '../../../src/core/deadLetter.ts';
import { readJson } from '../../../src/core/jsonTree.ts';

const read = (text: string) => readDeadLetter(readJson(text));
const END = 'The key is free: the mended event can be ingested with it.';

suite('lines of a dead-letter file', () => {
  test('are told from events and from anything else', () => {
    assert.deepEqual(read('{"idempotency_key":"a","errors":["x",{"y":1},"z"]}'), {
      key: 'a',
      errors: ['x', 'object', 'z'],
    });
    for (const other of [
      '{"idempotency_key":"a"}',
      '{"errors":[]}',
      '{"idempotency_key":1,"errors":[]}',
      '{"idempotency_key":"a","errors":"x"}',
      '{"idempotency_key":"a","errors":[],"event_name":"call"}',
      '[]',
      'null',
    ]) {
      assert.equal(read(other), undefined, other);
    }
  });

  test('are explained: the reason, what to do about each kind once, and that the key is free', () => {
    const lines = (...errors: string[]) => explainDeadLetter({ key: 'a', errors }).split('\n');
    assert.deepEqual(lines(), ['Orb rejected the event "a": no reason given', END]);
    assert.deepEqual(lines('Something else.', 'And more.'), [
      'Orb rejected the event "a": Something else. And more.',
      END,
    ]);
    const late = 'It came too late: bring it in with a backfill.';
    const type = 'A value has a type Orb refuses: properties are numbers, strings and booleans.';
    const field = 'It has a field Orb does not know.';
    const missing = 'A required field is missing.';
    for (const [error, advice] of [
      ['Timestamp is outside of the Grace Period.', late],
      ["{} is not of type 'number'", type],
      ["Additional properties are not allowed ('plan' was unexpected)", field],
      ["'timestamp' is a required property", missing],
    ] as const) {
      assert.deepEqual(lines(error).slice(1), [advice, END], error);
    }
    assert.deepEqual(
      lines("1 is not of type 'string'", 'grace period', "2 is not of type 'string'").slice(1),
      [type, late, END],
    );
  });
});
