import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { readEvent } from '../../../../src/core/eventJson.ts';
import { compareLine } from '../../../../src/core/reconciliation/compareLine.ts';
import { isSurelySame, type ParsedLine } from '../../../../src/core/reconciliation/quickCompare.ts';

type Members = readonly (readonly [string, string])[];

const toJson = (members: Members) =>
  `{${members.map(([key, json]) => `${JSON.stringify(key)}:${json}`).join(',')}}`;
const value = fc.constantFrom(
  '1',
  '1.0',
  '10',
  '1e1',
  '"1"',
  'true',
  'false',
  '"a\\"b"',
  '0',
  '-0',
);
const properties = fc
  .array(fc.tuple(fc.constantFrom('a', 'b', '__proto__', '1'), value), { maxLength: 3 })
  .map(toJson);
const customers = fc.constantFrom<Members>(
  [['external_customer_id', '"acme"']],
  [
    ['customer_id', '"c1"'],
    ['external_customer_id', 'null'],
  ],
  [
    ['customer_id', '"c1"'],
    ['external_customer_id', '"acme"'],
  ],
  [['customer_id', '"c2"']],
);
const time = fc.constantFrom(
  '"2026-08-20T11:00:00Z"',
  '"2026-08-20T11:00:00.000+00:00"',
  '"2026-08-20T11:00:00.0001Z"',
);
const event = fc
  .tuple(fc.constantFrom('"x"', '"y"'), time, customers, properties)
  .map(([name, timestamp, ids, values]): Members => [
    ['event_name', name],
    ['timestamp', timestamp],
    ...ids,
    ['properties', values],
  ]);

const quick = (line: string, raw: string) =>
  isSurelySame(line, JSON.parse(line) as ParsedLine, readEvent(raw));

suite('the quick comparison of a line', () => {
  test('finds the usual line that is as in Orb', () => {
    const properties = '{"tokens":12500,"cached":true,"model":"large"}';
    const line = `{"idempotency_key":"e","event_name":"x","timestamp":"2026-08-20T11:00:00Z","external_customer_id":"acme","properties":${properties}}`;
    const raw = `{"id":"e","event_name":"x","timestamp":"2026-08-20T11:00:00+00:00","customer_id":"c","external_customer_id":"acme","properties":${properties},"deprecated":false}`;
    assert.ok(quick(line, raw));
    assert.ok(!quick(line, raw.replace('false}', 'true}')), 'a deprecated event');
  });

  test('never finds a line the same that the full comparison finds different', () => {
    fc.assert(
      fc.property(event, event, fc.boolean(), (inFile, inOrb, isEqual) => {
        const line = toJson([['idempotency_key', '"e"'], ...inFile]);
        const held = isEqual ? inFile.toReversed() : inOrb;
        const raw = toJson([['id', '"e"'], ['deprecated', 'false'], ...held]);
        if (quick(line, raw)) assert.equal(compareLine(line, [raw]).outcome, 'same');
      }),
      { numRuns: 2_000 },
    );
  });
});
