import assert from 'node:assert/strict';
import { compareLine } from '../../../../src/core/reconciliation/compareLine.ts';

const line = (more: Readonly<Record<string, string | undefined>> = {}) =>
  text('idempotency_key', more);
const held = (more: Readonly<Record<string, string | undefined>> = {}) =>
  text('id', { customer_id: '"c1"', deprecated: 'false', ...more });

function text(id: string, more: Readonly<Record<string, string | undefined>>): string {
  const members: Readonly<Record<string, string | undefined>> = {
    [id]: '"e1"',
    event_name: '"api_call"',
    timestamp: '"2026-08-20T11:00:00Z"',
    external_customer_id: '"acme"',
    properties: '{"tokens":12500,"cached":true}',
    ...more,
  };
  const parts = Object.entries(members).flatMap(([key, json]) =>
    json === undefined ? [] : [`"${key}":${json}`],
  );
  return `{${parts.join(',')}}`;
}

suite('comparing a line with the event in Orb', () => {
  test('ignores the order of members, white space, and escapes', () => {
    const properties = '{ "cached": true,\t"tok\\u0065ns": 12500 }';
    assert.deepEqual(compareLine(line(), [held({ properties })]), { outcome: 'same' });
  });

  test('compares timestamps as instants, to the last digit', () => {
    const orb = held({ timestamp: '"2026-08-20T13:00:00.000+02:00"' });
    assert.equal(compareLine(line(), [orb]).outcome, 'same');
    const later = held({ timestamp: '"2026-08-20T11:00:00.0000001Z"' });
    assert.deepEqual(compareLine(line(), [later]), {
      outcome: 'different',
      kind: 'timestamp:value',
      changes: [
        {
          path: 'timestamp',
          orb: '"2026-08-20T11:00:00.0000001Z"',
          file: '"2026-08-20T11:00:00Z"',
        },
      ],
    });
  });

  test('compares numbers as they are written', () => {
    const orb = held({ properties: '{"tokens":12500.0,"cached":true}' });
    assert.deepEqual(compareLine(line(), [orb]), {
      outcome: 'different',
      kind: 'properties.tokens:value',
      changes: [{ path: 'properties.tokens', orb: '12500.0', file: '12500' }],
    });
  });

  test('compares the customer by the ID that the line uses', () => {
    const byId = line({ external_customer_id: undefined, customer_id: '"c1"' });
    assert.equal(compareLine(byId, [held()]).outcome, 'same');
    assert.equal(compareLine(line({ customer_id: 'null' }), [held()]).outcome, 'same');
    const other = line({ external_customer_id: 'null', customer_id: '"c2"' });
    assert.deepEqual(compareLine(other, [held()]), {
      outcome: 'different',
      kind: 'customer_id:value',
      changes: [{ path: 'customer_id', orb: '"c1"', file: '"c2"' }],
    });
  });

  test('ignores what Orb adds to an event', () => {
    assert.equal(compareLine(line(), [held({ ingested_at: '"2026"' })]).outcome, 'same');
  });

  test('names what only one of them has, and another type', () => {
    const orb = held({ properties: '{"tokens":12500,"cached":"true","tier":"gold"}' });
    const file = line({ properties: '{"tokens":12500,"cached":true,"region":"eu"}' });
    assert.deepEqual(compareLine(file, [orb]), {
      outcome: 'different',
      kind: 'properties.cached:type',
      changes: [
        { path: 'properties.cached', orb: '"true"', file: 'true' },
        { path: 'properties.region', orb: null, file: '"eu"' },
        { path: 'properties.tier', orb: '"gold"', file: null },
      ],
    });
  });

  test('reports a deprecated event, unless another one with this ID has replaced it', () => {
    const deprecated = held({ deprecated: 'true' });
    assert.deepEqual(compareLine(line(), [deprecated]), { outcome: 'deprecated' });
    assert.deepEqual(compareLine(line(), [deprecated, held()]), { outcome: 'same' });
    const replaced = held({ properties: '{"tokens":1,"cached":true}' });
    assert.equal(compareLine(line(), [deprecated, replaced]).outcome, 'different');
  });
});
