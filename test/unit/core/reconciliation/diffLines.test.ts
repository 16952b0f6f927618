import assert from 'node:assert/strict';
import { diffLines } from '../../../../src/core/reconciliation/diffLines.ts';

const line =
  '{"idempotency_key":"a","event_name":"call","timestamp":"2026-10-28T22:00:10Z",' +
  '"customer_id":null,"external_customer_id":"acme","properties":{"in":1.0,"cached":true,"ms":702.25}}';
const texts = (changes: Parameters<typeof diffLines>[1], of = line) =>
  diffLines(of, changes).map(({ mark, text }) => `${mark} ${text}`);

suite('reconcile: the diff of a line', () => {
  test('shows a difference between the fields around it, as they were written', () => {
    assert.deepEqual(texts([{ path: 'properties.cached', orb: '"true"', file: 'true' }]), [
      '  "in": 1.0',
      '- "cached": "true"',
      '+ "cached": true',
      '  "ms": 702.25',
    ]);
  });

  test('shows fields that only the file or only Orb has', () => {
    assert.deepEqual(
      texts([
        { path: 'properties.in', orb: null, file: '1.0' },
        { path: 'properties.tier', orb: '"gold"', file: null },
      ]),
      [
        '  "external_customer_id": "acme"',
        '+ "in": 1.0',
        '  "cached": true',
        '  "ms": 702.25',
        '- "tier": "gold"',
      ],
    );
  });

  test('shows the whole event when nothing differs, without an empty customer', () => {
    assert.deepEqual(texts([]), [
      '  "event_name": "call"',
      '  "timestamp": "2026-10-28T22:00:10Z"',
      '  "external_customer_id": "acme"',
      '  "in": 1.0',
      '  "cached": true',
      '  "ms": 702.25',
    ]);
  });

  test('shows only the differences of a line that is unknown', () => {
    const changes = [{ path: 'timestamp', orb: '"2026-01-01"', file: '"2026-01-02"' }];
    assert.deepEqual(texts(changes, '{}'), [
      '- "timestamp": "2026-01-01"',
      '+ "timestamp": "2026-01-02"',
    ]);
  });
});
