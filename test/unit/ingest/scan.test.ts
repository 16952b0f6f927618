import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { ingestShape } from '../../../src/core/shapes.ts';
import { fastScanLimits, validateLine } from '../../../src/ingest/validateLine.ts';
import { LineScanner } from '../../../src/ingest/scan.ts';
import { bytesOf, context, eventLine, NOW_MS } from '../../helpers/ingestWorld.ts';

const backfill = {
  timeframeStart: '2026-08-01T00:00:00Z',
  timeframeEnd: '2026-08-02T00:00:00Z',
  customerId: 'cust_1',
};

function isSure(line: string | Uint8Array, rules = context): boolean {
  return new LineScanner(fastScanLimits(rules)).scan(
    Buffer.concat([bytesOf(line), bytesOf('\n')]),
    0,
  );
}

/** Building blocks of lines, valid and almost valid ones. */
const times = [
  '2026-08-20T11:00:00Z',
  '2026-08-20T11:00:00.123456789Z',
  '2026-08-20T11:00:00+00:00',
  '2026-08-20T12:04:59.999Z',
  '2026-08-20T12:05:00.0001Z',
  '2026-08-20T00:00:00Z',
  '2026-08-19T23:59:59.999Z',
  '2026-02-30T11:00:00Z',
  '2026-08-20T24:00:00Z',
  '2026-08-20T11:00Z',
  '2026-08-20 11:00:00Z',
  '2026-08-20T13:00:00+02:00',
  '2026-08-20T11:00:00',
  '2026-13-20T11:00:00Z',
  '2026-08-20T11:00:00.Z',
];
const values = fc.oneof(
  fc.jsonValue({ maxDepth: 1 }).map((value) => JSON.stringify(value)),
  fc.constantFrom('1.0', '-0', '9007199254740993', '1e5', '1E400', '99999999999999999999', '01'),
  fc.constantFrom('.5', '5.', '-', '+1', 'NaN', 'nul', 'true', 'false', '"\\u00e9"', '"\\x"'),
  fc.constantFrom('"\\ud800"', '"é"', '"\\"', '"a\tb"', '123456789012345.6', '"12"', '[]', '{}'),
);
const keys = fc.oneof(fc.constantFrom('a', 'b', '__proto__', '\\u0061', ''), fc.string());
const properties = fc
  .array(fc.tuple(keys, values), { maxLength: 4 })
  .map((members) => `{${members.map(([key, value]) => `"${key}":${value}`).join(',')}}`);
const text = fc.oneof(fc.constantFrom('"x"', '""', '"a b"', 'null', '5', '"\\n"'), values);
const member = fc.oneof(
  fc.tuple(fc.constant('idempotency_key'), fc.oneof(fc.constant('"k"'), text)),
  fc.tuple(fc.constant('event_name'), fc.oneof(fc.constant('"n"'), text)),
  fc.tuple(
    fc.constant('timestamp'),
    fc.constantFrom(...times).map((time) => JSON.stringify(time)),
  ),
  fc.tuple(fc.constantFrom('customer_id', 'external_customer_id', 'plan'), text),
  fc.tuple(fc.constant('properties'), fc.oneof(properties, values)),
);
/** A valid event with some members replaced, duplicated or added, in any order and spacing. */
const nearEvents = fc
  .tuple(
    fc.array(member, { maxLength: 4 }),
    fc.array(fc.constantFrom('', ' ', '\t', '\r', '  '), { minLength: 3, maxLength: 3 }),
    fc.boolean(),
  )
  .map(([changes, [before = '', inside = '', after = ''], keepAll]) => {
    const replaced = new Set<string>(changes.map(([name]) => name));
    const base: [string, string][] = [
      ['idempotency_key', '"k"'],
      ['event_name', '"n"'],
      ['timestamp', '"2026-08-20T11:00:00Z"'],
      ['external_customer_id', '"acme"'],
      ['properties', '{"a":1}'],
    ];
    const members = [...base.filter(([name]) => keepAll || !replaced.has(name)), ...changes];
    const texts = members.map(([name, value]) => `"${name}"${inside}:${inside}${value}`);
    return `${before}{${inside}${texts.join(`${after},${inside}`)}${after}}${before}`;
  });

suite('ingest: the fast scan for valid lines', () => {
  const sure: readonly (readonly [string, string])[] = [
    ['a plain line', eventLine('k')],
    [
      'white space as Python writes it',
      eventLine('k').replaceAll(':', ': ').replaceAll(',', ', ').replace('11: 00: 00', '11:00:00'),
    ],
    ['a customer_id and a null', eventLine('k', { customer_id: 'null' })],
    ['escapes in a property', eventLine('k', { properties: '{"a":"x\\n\\u00e9\\"y"}' })],
    ['text beyond ASCII', eventLine('ключ', { properties: '{"ü":"日本"}' })],
    [
      'numbers of every simple kind',
      eventLine('k', { properties: '{"a":0,"b":-1.5,"c":123456789012345,"d":true,"e":false}' }),
    ],
    ['empty properties', eventLine('k', { properties: '{}' })],
    ['a carriage return at the end', `${eventLine('k')}\r`],
  ];
  for (const [name, line] of sure) {
    test(`recognizes ${name}`, () => assert.equal(isSure(line), true));
  }

  test('recognizes values that every JSON reader keeps, and leaves others to full validation', () => {
    const sureOf = (value: string) => isSure(eventLine('k', { properties: `{"n":${value}}` }));
    for (const value of [
      ...['0', '-0', '7', '-1.50', '0.5', '123456789012345', '12345678901234.5', 'true', 'false'],
      ...[String.raw`"\"\\\/\b\f\n\r\t"`, String.raw`"\u00e9\uABCDef"`, '"é"', '"\u007f"', '""'],
    ]) {
      assert.ok(sureOf(value), value);
    }
    for (const value of [
      ...['', '-', '.5', '1.', '-1.', '01', '00.5', '1e5', '+1', '1234567890123456', '1-'],
      ...['123456789012345.6', '0.1234567890123456', 'nul', 'null', 'tru', 'truex', 'falsy'],
      ...[String.raw`"\x"`, String.raw`"\u00g9"`, String.raw`"\u00e"`, String.raw`"\u"`, '"a'],
      ...['"a\tb"', '"a\u0000b"', '"a\u001fb"', '[]', '{}'],
    ]) {
      assert.ok(!sureOf(value), value);
    }
    // An invalid timestamp isn't skipped, whatever follows it.
    assert.ok(!isSure(`{"timestamp":","${eventLine('k').slice(2)}`));
  });

  test('recognizes flat properties whose keys are certainly all different', () => {
    const sureOf = (properties: string) => isSure(eventLine('k', { properties }));
    const many = (count: number) =>
      `{${Array.from({ length: count }, (_, index) => `"p${index}":1`).join()}}`;
    for (const good of ['{}', '{ "a" : 1 , "b" : 2 }', '{"":1}', many(32)]) {
      assert.ok(sureOf(good), good);
    }
    for (const other of [
      ...['', '5', '[]', '{', '{"a"', '{"a"}', '{"a":}', '{"a":1,}', '{"a":1,"b"}', '{a:1}'],
      ...['{"a":1,"a":2}', '{"a":1,"b":2,"a":3}', '{"a":1,"a"}', '{"a\\}', '{"\\u0061":1}'],
      ...[many(33), many(33).replace('"p32"', '"p31"'), many(34).replace('"p33"', '"p32"')],
    ]) {
      assert.ok(!sureOf(other), other);
    }
  });

  test('leaves event IDs that a URL would treat as folders to full validation', () => {
    for (const id of ['.', '..']) {
      assert.equal(isSure(eventLine(id)), false);
      assert.equal(validateLine(bytesOf(eventLine(id)), context).reasons.length, 1);
    }
    for (const id of ['...', '.a', 'a.', '.ab'])
      assert.equal(validateLine(bytesOf(eventLine(id)), context).reasons.length, 0);
  });

  test('never accepts a line that the rules reject', () => {
    fc.assert(
      fc.property(nearEvents, (line) => {
        if (!isSure(line)) return;
        assert.deepEqual(validateLine(bytesOf(line), context).reasons, []);
        const shaped = ingestShape.safeParse(JSON.parse(line));
        assert.ok(shaped.success, JSON.stringify(shaped.error?.issues));
      }),
      { numRuns: 20_000, seed: 1 },
    );
  });

  test('never accepts a valid line with a byte that makes it invalid', () => {
    const good = bytesOf(eventLine('kä', { properties: '{"a":"b","n":-1.50,"t":true}' }));
    for (let at = 0; at < good.length; at++) {
      for (const byte of [0, 9, 10, 0x20, 0x22, 0x2c, 0x2d, 0x30, 0x5c, 0x7d, 0x80, 0xc3, 0xff]) {
        const changed = good.slice();
        changed[at] = byte;
        if (isSure(changed))
          assert.deepEqual(validateLine(changed, context).reasons, [], `${at} ${byte}`);
      }
    }
  });

  test('never accepts a line that is cut off at any byte', () => {
    const good = bytesOf(eventLine('kä', { properties: '{"a":"\\u00e9","n":-1.5e3}' }));
    for (let end = 0; end < good.length; end++) assert.equal(isSure(good.subarray(0, end)), false);
  });

  test('respects the timeframe and customer of a backfill', () => {
    const rules = { ...context, backfill };
    const line = (timestamp: string, customer: string) =>
      eventLine('k', {
        timestamp: JSON.stringify(timestamp),
        external_customer_id: undefined,
        customer_id: JSON.stringify(customer),
      });
    assert.equal(isSure(line('2026-08-01T10:00:00Z', 'cust_1'), rules), true);
    assert.equal(isSure(line('2026-08-01T10:00:00Z', 'cust_2'), rules), false);
    assert.equal(isSure(line('2026-08-02T00:00:00Z', 'cust_1'), rules), false);
    assert.equal(isSure(line('2026-07-31T23:59:59Z', 'cust_1'), rules), false);
  });

  test('handles a customer with both IDs like one with a single ID', () => {
    const rules = { ...context, backfill: { ...backfill, externalCustomerId: 'acme' } };
    const line = (customer: object) =>
      eventLine('k', {
        timestamp: '"2026-08-01T10:00:00Z"',
        external_customer_id: undefined,
        ...customer,
      });
    assert.equal(isSure(line({ customer_id: '"cust_1"' }), rules), true);
    assert.equal(isSure(line({ external_customer_id: '"acme"' }), rules), true);
    for (const other of [
      { customer_id: '"acme"' },
      { external_customer_id: '"cust_1"' },
      { external_customer_id: '"acm"' },
      { external_customer_id: '"acmex"' },
      { customer_id: '"cust_10"' },
    ]) {
      assert.equal(isSure(line(other), rules), false);
      assert.notDeepEqual(validateLine(bytesOf(line(other)), rules).reasons, []);
    }
  });

  test('parses the same timestamps as the rules', () => {
    const scanner = new LineScanner({ fromMs: 0, toMs: NOW_MS * 2 });
    fc.assert(
      fc.property(
        fc.date({ min: new Date(0), max: new Date(NOW_MS * 1.5), noInvalidDate: true }),
        (date) => {
          const line = eventLine('k', { timestamp: JSON.stringify(date.toISOString()) });
          assert.equal(scanner.scan(bytesOf(`${line}\n`), 0), true);
          assert.equal(scanner.ms, date.getTime());
        },
      ),
      { seed: 2 },
    );
  });
});
