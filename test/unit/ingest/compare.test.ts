import assert from 'node:assert/strict';
import { isSameEvent } from '../../../src/ingest/compare.ts';
import { eventLine } from '../../helpers/ingestWorld.ts';

/** An event as Orb's search returns it, with members replaced by JSON texts or removed. */
const held = (other: Readonly<Record<string, string | undefined>> = {}) =>
  eventLine('k', {
    idempotency_key: undefined,
    id: '"k"',
    customer_id: '"cus_1"',
    deprecated: 'false',
    ...other,
  });

suite('ingest: comparing a line with the event in Orb', () => {
  test('matches with more fields and another notation of the timestamp', () => {
    assert.equal(isSameEvent(eventLine('k'), held()), true);
    assert.equal(
      isSameEvent(eventLine('k'), held({ timestamp: '"2026-08-20T11:00:00.0+00:00"' })),
      true,
    );
    assert.equal(isSameEvent(eventLine('k', { customer_id: 'null' }), held()), true);
    const own = { external_customer_id: undefined, customer_id: '"cus_1"' };
    assert.equal(isSameEvent(eventLine('k', own), held()), true);
  });

  for (const [name, other] of [
    ['another name', { event_name: '"other"' }],
    ['another time', { timestamp: '"2026-08-20T11:00:00.001Z"' }],
    ['no time', { timestamp: undefined }],
    ['another customer', { external_customer_id: '"globex"' }],
    ['no customer', { external_customer_id: 'null' }],
    ['no properties', { properties: undefined }],
    ['properties of another kind', { properties: '[]' }],
    ['fewer properties', { properties: '{}' }],
    ['more properties', { properties: '{"n":1,"m":1}' }],
    ['other properties', { properties: '{"m":1}' }],
  ] as const) {
    test(`doesn't match with ${name}`, () => {
      assert.equal(isSameEvent(eventLine('k'), held(other)), false);
    });
  }

  test('tells different customer IDs apart', () => {
    const own = { external_customer_id: undefined, customer_id: '"acme"' };
    assert.equal(isSameEvent(eventLine('k', own), held()), false);
  });

  test('never matches a line without properties', () => {
    assert.equal(isSameEvent(eventLine('k', { properties: undefined }), held()), false);
  });

  test('compares numbers by value, integers to the last digit, and other values by type', () => {
    const same = (sent: string, found: string) =>
      isSameEvent(
        eventLine('k', { properties: `{"a":${sent},"b":1}` }),
        held({ properties: `{"b":1.0,"a":${found}}` }),
      );
    for (const [sent, found] of [
      ['1', '1.0'],
      ['1E2', '100'],
      ['-0', '0'],
      ['0.10', '0.1'],
      ['9007199254740993', '9007199254740993'],
      ['"caf\\u00e9"', '"café"'],
      ['true', 'true'],
    ] as const) {
      assert.equal(same(sent, found), true, `${sent} is ${found}`);
    }
    for (const [sent, found] of [
      ['9007199254740993', '9007199254740992'],
      ['-1', '1'],
      ['1.5', '1.25'],
      ['1.5', '1'],
      ['1', '"1"'],
      ['"1"', '1'],
      ['"a"', '"A"'],
      ['true', 'false'],
      ['true', '"true"'],
      ['null', 'null'],
    ] as const) {
      assert.equal(same(sent, found), false, `${sent} is not ${found}`);
    }
  });
});
