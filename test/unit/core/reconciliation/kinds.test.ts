import assert from 'node:assert/strict';
import {
  kindOfDifferences,
  kindOfIssue,
  kindOfMissing,
} from '../../../../src/core/reconciliation/kinds.ts';
import { HOUR_MS } from '../../../../src/core/timeframe.ts';

const differs = (path: string, orb: string | null, file: string | null) => ({ path, orb, file });

suite('kinds of differences', () => {
  test('a line that differs in several fields has the kind with the highest priority', () => {
    const region = differs('properties.region', '"us"', '"eu"');
    const cached = differs('properties.cached', '"true"', 'true');
    const name = differs('event_name', '"a"', '"b"');
    const time = differs('timestamp', '"2026-08-20T11:00:00Z"', '"2026-08-20T12:00:00Z"');
    assert.equal(kindOfDifferences([region, cached]), 'properties.cached:type');
    assert.equal(kindOfDifferences([region, name]), 'event_name:value');
    assert.equal(kindOfDifferences([name, time]), 'timestamp:value');
  });

  test('true and false have one type, and so have all numbers', () => {
    assert.equal(
      kindOfDifferences([differs('properties.a', 'true', 'false')]),
      'properties.a:value',
    );
    assert.equal(kindOfDifferences([differs('properties.a', '-1', '2')]), 'properties.a:value');
    assert.equal(kindOfDifferences([differs('properties.a', '1', '"1"')]), 'properties.a:type');
  });

  test('a customer that Orb has under its other ID only differs in its value', () => {
    assert.equal(kindOfDifferences([differs('customer_id', 'null', '"c1"')]), 'customer_id:value');
  });

  test('the grace period includes its first instant', () => {
    const nowMs = 100 * HOUR_MS;
    assert.equal(kindOfMissing(88 * HOUR_MS, nowMs, 12), 'grace:inside');
    assert.equal(kindOfMissing(88 * HOUR_MS - 1, nowMs, 12), 'grace:past');
  });

  test('an invalid line has the field of its first problem, or the rule for the whole line', () => {
    const issue = { severity: 'error', message: '', fixes: [] } as const;
    const path = ['properties', 'tokens'];
    assert.equal(kindOfIssue({ ...issue, path, code: 'x' }), 'properties.tokens:invalid');
    assert.equal(kindOfIssue({ ...issue, path: [], code: 'customer-missing' }), 'customer-missing');
  });
});
