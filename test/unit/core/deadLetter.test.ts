import assert from 'node:assert/strict';
import {
  explainDeadLetter,
  lateInstantOf,
  readDeadLetter,
  reasonOf,
} from '../../../src/core/deadLetter.ts';
import { readJson } from '../../../src/core/jsonTree.ts';
import { reasonCounts, rejectedEvents } from '../../../src/core/texts/deadLetters.ts';

const read = (text: string) => readDeadLetter(readJson(text));
const LATE =
  'Event timestamp 2026-05-20T00:00:00+00:00 must be later than 2026-05-20T17:00:33.358758+00:00 based on account grace period. To ingest an event older than the account grace period, create a backfill: https://docs.withorb.com/events-and-metrics/reporting-errors';

suite('lines of a dead-letter file', () => {
  test("aren't taken for events or anything else", () => {
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

  for (const [error, group, note] of [
    [LATE, 'late', 'Too late, needs a backfill'],
    ['timestamp is outside of the grace period', 'late', 'Too late, needs a backfill'],
    ["{'n': 1} is not of type 'string'", 'type', "A property can't be an object"],
    ["[1, 2] is not of type 'number', 'string', 'boolean'", 'type', "A property can't be a list"],
    ["None is not of type 'number', 'string', 'boolean'", 'type', "A value can't be null"],
    ["5 is not of type 'string'", 'type', 'A value has the wrong type'],
    ["'timestamp' is a required property", 'missing', 'The timestamp is missing'],
    ["'event_name' is a required property", 'missing', 'event_name is missing'],
    [
      "Additional properties are not allowed ('props' was unexpected)",
      'unknown',
      "props isn't a field",
    ],
    [
      "Additional properties are not allowed ('a', 'b' were unexpected)",
      'unknown',
      "a, b aren't fields",
    ],
    ['The event name must not be empty.', 'empty', 'The event name is empty'],
    ['No customer with external ID acme', 'customer', 'Problem with the customer'],
    ['Error 4012', 'other', 'No advice for this error'],
  ] as const) {
    test(`"${error.slice(0, 60)}" means: ${note}`, () => {
      const reason = reasonOf({ errors: [error] });
      assert.deepEqual([reason.group, reason.note], [group, note]);
      assert.equal(reason.advice === '', group === 'other');
    });
  }

  test('are explained by the first known reason, after what Orb said', () => {
    assert.equal(reasonOf({ errors: ['Error 4012', LATE] }).group, 'late');
    assert.equal(reasonOf({ errors: [] }).group, 'other');
    assert.equal(explainDeadLetter({ errors: [] }), 'Orb rejected this event: no reason given');
    assert.equal(
      explainDeadLetter({
        errors: ["1 is not of type 'string'", "1 is not of type 'string'", 'x'],
      }),
      "Orb rejected this event: 1 is not of type 'string' 1 is not of type 'string' x\n1 must be of type string. Correct it, then ingest the event again.",
    );
  });

  test('say when a late event happened, if Orb says it', () => {
    assert.equal(lateInstantOf({ errors: ['x', LATE] }), Date.parse('2026-05-20T00:00:00Z'));
    assert.equal(
      lateInstantOf({ errors: ['timestamp is outside of the grace period'] }),
      undefined,
    );
  });

  test('a reason of any length is read quickly', () => {
    const reason = reasonOf({ errors: [`'${'a'.repeat(10_000_000)} is not of type `] });
    assert.equal(reason.group, 'other');
  });

  test('are counted by reason, the rest as other', () => {
    assert.equal(rejectedEvents(1), 'Dead letters from Orb: 1 rejected event');
    assert.equal(rejectedEvents(1_042), 'Dead letters from Orb: 1,042 rejected events');
    const counts = (
      ...all: Parameters<typeof reasonCounts>[0] extends ReadonlyMap<infer K, number>
        ? (readonly [K, number])[]
        : never
    ) => reasonCounts(new Map(all));
    assert.equal(
      counts(['type', 9], ['late', 31], ['missing', 1], ['other', 1]),
      '31 too late, 9 wrong type, 2 other',
    );
    assert.equal(
      counts(['late', 1], ['type', 1], ['empty', 1]),
      '1 too late, 1 wrong type, 1 empty value',
    );
    assert.equal(counts(['other', 3]), '3 other');
    assert.equal(counts(['unknown', 1], ['customer', 2]), '2 customer, 1 unknown field');
  });
});
