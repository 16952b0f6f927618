import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { readJson } from '../../../../src/core/jsonTree.ts';
import type { BackfillScope, RuleContext } from '../../../../src/core/rules/context.ts';
import { checkIngestEvent } from '../../../../src/core/rules/ingest.ts';
import { fastValidate } from '../../../../src/core/rules/fastValidate.ts';
import { ingestShape } from '../../../../src/core/shapes.ts';
import { context, ingestIssues, line } from './codes.ts';

suite('rules of ingest', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ['a good event', line(), []],
    ['empty properties', line({ properties: '{}' }), []],
    ['not an object', '[]', ['not-object']],
    ['a missing key', line({ idempotency_key: undefined }), ['idempotency_key: required']],
    ['missing properties', line({ properties: undefined }), ['properties: required']],
    ['an unknown field', line({ plan: '1' }), ['key of plan: unknown-field']],
    [
      '__proto__ as a field',
      line().replace('{', '{"__proto__":1,'),
      ['key of __proto__: unknown-field'],
    ],
    ['a doubled key', line().replace('{', '{"timestamp":1,'), ['key of timestamp: doubled-key']],
    [
      'a doubled property',
      line({ properties: '{"a":1,"a":2}' }),
      ['key of properties.a: doubled-key'],
    ],
    ['a name that is no text', line({ event_name: '5' }), ['event_name: not-text']],
    ['an empty name', line({ event_name: '""' }), ['event_name: empty']],
    ['an empty key', line({ idempotency_key: '""' }), ['idempotency_key: empty']],
    [
      'white space in the name',
      line({ event_name: '"api call"' }),
      ['event_name: event-name-space?'],
    ],
    [
      'both customers',
      line({ customer_id: '"c"' }),
      ['key of external_customer_id: customer-both'],
    ],
    ['one customer and a null', line({ customer_id: 'null' }), []],
    ['no customer', line({ external_customer_id: undefined }), ['customer-missing']],
    [
      'two nulls',
      line({ customer_id: 'null', external_customer_id: 'null' }),
      ['customer-missing'],
    ],
    [
      'a customer that is no text',
      line({ external_customer_id: '7' }),
      ['external_customer_id: not-text'],
    ],
    [
      'an empty customer',
      line({ external_customer_id: '""' }),
      ['external_customer_id: customer-empty?'],
    ],
    [
      'a name of white space alone',
      line({ event_name: '" \\n"' }),
      ['event_name: event-name-space?'],
    ],
    ['properties that are a list', line({ properties: '[]' }), ['properties: properties-type']],
    ['a null property', line({ properties: '{"a":null}' }), ['properties.a: property-null']],
    ['an object as property', line({ properties: '{"a":{}}' }), ['properties.a: property-object']],
    ['a list as property', line({ properties: '{"a":[1]}' }), ['properties.a: property-list']],
    ['the largest integer', line({ properties: '{"a":9223372036854775807}' }), []],
    [
      'an integer beyond',
      line({ properties: '{"a":9223372036854775808}' }),
      ['properties.a: number-range'],
    ],
    ['the smallest integer', line({ properties: '{"a":-9223372036854775808}' }), []],
    [
      'an integer below',
      line({ properties: '{"a":-9223372036854775809}' }),
      ['properties.a: number-range'],
    ],
    ['1e400', line({ properties: '{"a":1e400}' }), ['properties.a: number-range']],
    [
      'an integer of more digits',
      line({ properties: '{"a":100000000000000000000}' }),
      ['properties.a: number-range'],
    ],
    [
      'fractions beyond',
      line({ properties: '{"a":9.3e18,"b":-9.3e18,"c":9223372036854775808.0}' }),
      ['properties.a: number-range', 'properties.b: number-range', 'properties.c: number-range'],
    ],
    ['fractions within', line({ properties: '{"a":9.2e18,"b":-9.2e18}' }), []],
    [
      'the smallest fraction within',
      line({ properties: '{"a":-9223372036854775808.0}' }),
      ['properties.a: number-digits?'],
    ],
    [
      'any notation of a number that a float keeps',
      line({ properties: '{"a":-0.0,"b":0e5,"c":0.001e5,"d":10.10,"e":1e-7,"f":123456.7890E+2}' }),
      [],
    ],
    [
      'digits a float drops, in the sign of the exponent or before the point',
      line({ properties: '{"a":1.00000000000000000001,"b":90071992547409931e-1}' }),
      ['properties.a: number-digits?', 'properties.b: number-digits?'],
    ],
    ['1.0 and -0', line({ properties: '{"a":1.0,"b":-0,"c":0.10,"d":1E5}' }), []],
    [
      'digits a float drops',
      line({ properties: '{"a":0.1234567890123456789}' }),
      ['properties.a: number-digits?'],
    ],
    [
      'a number that becomes 0',
      line({ properties: '{"a":1e-400}' }),
      ['properties.a: number-digits?'],
    ],
    [
      'a number as text',
      line({ properties: '{"a":"12.5"}' }),
      ['properties.a: property-numeric-text?'],
    ],
    [
      'numbers as text in any notation',
      line({ properties: '{"a":"-0","b":"1e5","c":"1.5E-10","d":"123456789012345","e":"2E+1"}' }),
      ['a', 'b', 'c', 'd', 'e'].map((key) => `properties.${key}: property-numeric-text?`),
    ],
    [
      'a boolean as text, also as Python prints it',
      line({ properties: '{"a":"true","b":"False","c":"yes","d":" true","e":true}' }),
      ['a', 'b'].map((key) => `properties.${key}: property-boolean-text?`),
    ],
    [
      "text that isn't a number",
      line({ properties: '{"a":"1234567890123456","b":"1e","c":".5","d":"1.","e":"1 ","f":"e5"}' }),
      [],
    ],
    ['a long id of digits', line({ properties: '{"a":"12345678901234567890"}' }), []],
    ['a zip code', line({ properties: '{"a":"01234"}' }), []],
    ['no zone', line({ timestamp: '"2026-08-20T11:00:00"' }), ['timestamp: timestamp-no-zone?']],
    [
      'an offset',
      line({ timestamp: '"2026-08-20T13:00:00+02:00"' }),
      ['timestamp: timestamp-offset?'],
    ],
    ['Python’s way of UTC', line({ timestamp: '"2026-08-20T11:00:00+00:00"' }), []],
    ['UTC without a colon', line({ timestamp: '"2026-08-20T11:00:00-0000"' }), []],
    ['no timestamp', line({ timestamp: '"yesterday"' }), ['timestamp: timestamp-format']],
    ['an epoch', line({ timestamp: '1755680000' }), ['timestamp: not-text']],
    ['exactly at the grace period', line({ timestamp: '"2026-08-20T00:00:00Z"' }), []],
    [
      'just before it',
      line({ timestamp: '"2026-08-19T23:59:59.9999Z"' }),
      ['timestamp: timestamp-too-old'],
    ],
    ['exactly five minutes ahead', line({ timestamp: '"2026-08-20T12:05:00Z"' }), []],
    [
      'a hair more',
      line({ timestamp: '"2026-08-20T12:05:00.0000001Z"' }),
      ['timestamp: timestamp-ahead'],
    ],
  ];
  for (const [name, text, expected] of cases) {
    test(`${name}: ${expected.join(', ') || 'fine'}`, () =>
      assert.deepEqual(ingestIssues(text), expected));
  }

  test('customers: an ID must exist, an external ID may come later', () => {
    const customers = { hasId: () => false, hasExternalId: () => false };
    assert.deepEqual(ingestIssues(line(), { customers }), []);
    const own = line({ external_customer_id: undefined, customer_id: '"c"' });
    assert.deepEqual(ingestIssues(own, { customers }), ['customer_id: customer-unknown']);
  });

  test('the ID of a deprecated event is rejected', () => {
    const isDeprecated = (key: string) => key === 'k';
    assert.deepEqual(ingestIssues(line(), { isDeprecated }), ['idempotency_key: key-deprecated']);
  });

  test('the messages for too early and too late have the clock and the bounds', () => {
    const told = (timestamp: string, given: Partial<RuleContext> = {}) =>
      checkIngestEvent(readJson(line({ timestamp: `"${timestamp}"` })), { ...context, ...given })
        .map(({ message }) => message)
        .join();
    assert.equal(
      told('2026-08-20T13:00:00Z'),
      "Orb doesn't accept events more than 5 minutes ahead of its clock (2026-08-20T12:00:00Z).",
    );
    assert.equal(
      told('2026-08-19T13:00:00Z'),
      'Older than the grace period of 12 hours. A backfill can still add it.',
    );
    const backfill = {
      timeframeStart: '2026-08-01T02:00:00+02:00',
      timeframeEnd: '2026-08-02T00:00:00.5Z',
    };
    assert.equal(
      told('2026-08-03T00:00:00Z', { backfill }),
      'The backfill only accepts events from 2026-08-01T00:00:00Z to 2026-08-02T00:00:00.5Z.',
    );
    assert.equal(told('2026-08-03T00:00:00Z', { backfill: { ...backfill, timeframeEnd: '' } }), '');
  });

  test('a backfill replaces the grace period by its time frame, end exclusive, and its customer', () => {
    const backfill = {
      timeframeStart: '2026-08-01T00:00:00Z',
      timeframeEnd: '2026-08-02T00:00:00Z',
      externalCustomerId: 'acme',
    };
    const at = (timestamp: string, external = '"acme"') =>
      ingestIssues(line({ timestamp: `"${timestamp}"`, external_customer_id: external }), {
        backfill,
      });
    assert.deepEqual(at('2026-07-31T23:59:59.9999Z'), ['timestamp: timestamp-outside-backfill']);
    assert.deepEqual(at('2026-08-01T00:00:00Z'), []);
    assert.deepEqual(at('2026-08-01T23:59:59.999Z'), []);
    assert.deepEqual(at('2026-08-02T00:00:00Z'), ['timestamp: timestamp-outside-backfill']);
    assert.deepEqual(at('2026-08-20T13:00:00Z'), ['timestamp: timestamp-ahead']);
    assert.deepEqual(at('2026-08-01T00:00:00Z', '"globex"'), [
      'external_customer_id: customer-outside-backfill',
    ]);
  });
});

suite('the rules compared with zod, and fast validation compared with the rules', () => {
  const value = fc.oneof(
    fc.constantFrom('null', '[]', '{}', 'true', '""', '"x"', '"12"', '1', '-0', '1.50', '"a\\"b"'),
    fc.constantFrom('9223372036854775807', '9007199254740993', '1e400', '0.12345678901234567891'),
  );
  const timestamp = fc.constantFrom(
    '"2026-08-20T11:00:00Z"',
    '"2026-08-20T11:00:00.250Z"',
    '"2026-08-20T00:00:00Z"',
    '"2026-08-19T23:59:59Z"',
    '"2026-08-20T12:05:00.000Z"',
    '"2026-08-20T11:00:00"',
    '"2026-08-20T11:00:00+02:00"',
    '"x2026-08-20T11:00:00Z"',
    '"2026-08-20T11:00:00Z "',
    '"2026-02-30T11:00:00Z"',
    '"x"',
    '5',
  );
  const properties = fc
    .array(fc.tuple(fc.constantFrom('a', 'b', '1', '__proto__', 'é'), value), { maxLength: 3 })
    .map((all) => `{${all.map(([key, json]) => `"${key}":${json}`).join(',')}}`);
  const member = fc.oneof(
    fc.tuple(fc.constant('timestamp'), timestamp),
    fc.tuple(fc.constantFrom('idempotency_key', 'event_name'), value),
    fc.tuple(fc.constantFrom('customer_id', 'external_customer_id'), value),
    fc.tuple(fc.constant('properties'), fc.oneof(properties, value)),
    fc.tuple(fc.constantFrom('plan', '__proto__', 'Timestamp'), value),
  );
  /** A valid line in which some members were replaced, removed, added or duplicated. */
  const lines = fc
    .tuple(fc.array(member, { maxLength: 3 }), fc.array(fc.nat(4), { maxLength: 1 }), fc.boolean())
    .map(([changes, removed, doubled]) => {
      const good: readonly (readonly [string, string])[] = [
        ['idempotency_key', '"k"'],
        ['event_name', '"e"'],
        ['timestamp', '"2026-08-20T11:00:00Z"'],
        ['external_customer_id', '"acme"'],
        ['properties', '{"n":1}'],
      ];
      const kept = good.filter(
        ([key], index) =>
          !removed.includes(index) && (doubled || !changes.some(([changed]) => changed === key)),
      );
      return `{${[...kept, ...changes].map(([key, json]) => `"${key}":${json}`).join(',')}}`;
    });
  const STRUCTURE = new Set([
    'unknown-field',
    'required',
    'not-text',
    'empty',
    'timestamp-format',
    'properties-type',
    'property-null',
    'property-object',
    'property-list',
  ]);

  test('they agree on structure', () => {
    fc.assert(
      fc.property(lines, (text) => {
        const issues = checkIngestEvent(readJson(text), context);
        const codes = new Set(issues.map(({ code }) => code));
        // What a plain parse can't see, or zod doesn't: duplicate keys, numbers without end, a __proto__ among the properties.
        fc.pre(!codes.has('doubled-key') && !text.includes('1e400') && !text.includes('__proto__'));
        const hand = issues.every(({ code }) => !STRUCTURE.has(code));
        assert.equal(hand, ingestShape.safeParse(JSON.parse(text)).success, text);
      }),
      { numRuns: 3_000 },
    );
  });

  test('only missing properties can be added', () => {
    const missing = checkIngestEvent(readJson('{}'), context).filter(
      ({ code }) => code === 'required',
    );
    assert.deepEqual(
      missing.map(({ path, fixes }) => [path.join(), fixes.length]),
      [
        ['idempotency_key', 0],
        ['event_name', 0],
        ['timestamp', 0],
        ['properties', 1],
      ],
    );
  });

  test("fast validation leaves to the rules what it can't be sure of", () => {
    const sure = (text: string, given: Partial<RuleContext> = {}) =>
      fastValidate(JSON.parse(text), text, { ...context, ...given });
    const empty = [line({ event_name: '""' }), line({ idempotency_key: '""' })];
    for (const text of ['null', '7', '[]', '{}', line({ properties: 'null' }), ...empty]) {
      assert.equal(sure(text), false, text);
    }
    const customers = { hasId: () => true, hasExternalId: () => true };
    const own = line({ external_customer_id: undefined, customer_id: '"c"' });
    assert.equal(sure(own, { customers }), false);
    assert.equal(sure(line(), { isDeprecated: () => false }), false);
    const backfill = {
      timeframeStart: '2026-08-20T11:00:00Z',
      timeframeEnd: '2026-08-20T11:30:00Z',
    };
    const at = (timestamp: string, more: Partial<BackfillScope> = {}) =>
      sure(line({ timestamp: `"${timestamp}"` }), { backfill: { ...backfill, ...more } });
    assert.equal(at('2026-08-20T11:00:00Z'), false);
    assert.equal(at('2026-08-20T11:00:00.001Z'), true);
    assert.equal(at('2026-08-20T11:29:59.999Z'), true);
    assert.equal(at('2026-08-20T11:30:00Z'), false);
    assert.equal(at('2026-08-20T10:00:00Z'), false);
    assert.equal(at('2026-08-20T12:00:00Z'), false);
    assert.equal(at('2026-08-20T11:10:00Z', { timeframeStart: 'x' }), false);
    assert.equal(at('2026-08-20T11:10:00Z', { timeframeEnd: 'x' }), false);
    assert.equal(at('2026-08-20T11:10:00Z', { customerId: 'c' }), false);
    assert.equal(at('2026-08-20T11:10:00Z', { externalCustomerId: 'acme' }), false);
    assert.equal(at('2026-08-20T11:10:00Z', { customerId: null, externalCustomerId: null }), true);
  });

  test("fast validation accepts nothing that isn't a time, and nothing slightly too far ahead", () => {
    const wide = { ...context, gracePeriodHours: 100_000_000 };
    for (const timestamp of [
      'x 2026-08-20T11:00:00Z',
      '2026-08-20T11:00:00Z (noon)',
      '12026-08-20T11:00:00Z',
      '2026-08-20T24:00:00Z',
      '2026-08-20T11:60:00Z',
      '2026-08-20T11:00:60Z',
      '2026-02-30T11:00:00Z',
      '2026-13-01T11:00:00Z',
      '2026-00-01T11:00:00Z',
      '2026-08-00T11:00:00Z',
      '20 Aug 2026 11:00:00Z',
      '2026-08-20T12:05:00.0001Z',
    ]) {
      const text = line({ timestamp: JSON.stringify(timestamp) });
      assert.ok(!fastValidate(JSON.parse(text), text, wide), timestamp);
    }
    // The last days of months of any length need the full check, with the same result.
    for (const timestamp of [
      '2026-02-28T23:59:59Z',
      '2026-07-31T23:59:59.5Z',
      '2024-02-29T00:00Z',
    ]) {
      const text = line({ timestamp: JSON.stringify(timestamp) });
      assert.ok(fastValidate(JSON.parse(text), text, wide), timestamp);
    }
  });

  test('what fast validation accepts has no errors, and it accepts valid lines', () => {
    fc.assert(
      fc.property(lines, (text) => {
        if (!fastValidate(JSON.parse(text), text, context)) return;
        const errors = checkIngestEvent(readJson(text), context).filter(
          ({ severity }) => severity === 'error',
        );
        assert.deepEqual(errors, [], text);
      }),
      { numRuns: 5_000 },
    );
    assert.ok(fastValidate(JSON.parse(line()), line(), context));
    const backfill = {
      timeframeStart: '2026-08-20T00:00:00Z',
      timeframeEnd: '2026-08-21T00:00:00Z',
    };
    assert.ok(fastValidate(JSON.parse(line()), line(), { ...context, backfill }));
    const customers = { hasId: () => true, hasExternalId: () => false };
    assert.ok(fastValidate(JSON.parse(line()), line(), { ...context, customers }));
    for (const good of [
      line({ customer_id: 'null' }),
      line({ customer_id: '"c"', external_customer_id: undefined }),
      line({ properties: '{"a":"x","b":9007199254740991,"c":-0.5,"d":true}' }),
      line({ timestamp: '"2026-08-20T11:00:00.123456Z"' }),
      line({ timestamp: '"2026-08-20T12:04:59.999Z"' }),
      line({ timestamp: '"2026-08-20T00:00:00Z"' }),
    ]) {
      assert.ok(fastValidate(JSON.parse(good), good, context), good);
    }
  });
});
