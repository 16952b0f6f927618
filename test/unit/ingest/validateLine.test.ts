import assert from 'node:assert/strict';
import { fastScanLimits } from '../../../src/ingest/validateLine.ts';
import { context, NOW_MS } from '../../helpers/ingestWorld.ts';

suite('ingest: the limits of the fast scan', () => {
  const nowhere = { fromMs: 1, toMs: 0 };
  const latest = NOW_MS + 5 * 60_000 - 1;
  const backfill = {
    timeframeStart: '2026-08-01T00:00:00.0005Z',
    timeframeEnd: '2026-08-02T00:00:00Z',
  };

  test("are the grace period or the backfill's timeframe, and never far in the future", () => {
    assert.deepEqual(fastScanLimits(context), { fromMs: NOW_MS - 12 * 3_600_000, toMs: latest });
    const start = Date.parse('2026-08-01T00:00:00Z');
    assert.deepEqual(fastScanLimits({ ...context, backfill }), {
      fromMs: start + 1,
      toMs: start + 24 * 3_600_000 - 1,
      only: {},
    });
    const open = { ...backfill, timeframeEnd: '2027-01-01T00:00:00Z' };
    assert.equal(fastScanLimits({ ...context, backfill: open }).toMs, latest);
  });

  test("are the backfill's customer, by each known ID", () => {
    const only = (customerId: string | null, externalCustomerId?: string | null) =>
      fastScanLimits({
        ...context,
        backfill: {
          ...backfill,
          customerId,
          ...(externalCustomerId !== undefined && { externalCustomerId }),
        },
      }).only;
    assert.deepEqual(only('c', 'acme'), { customerId: 'c', externalCustomerId: 'acme' });
    assert.deepEqual(only('c'), { customerId: 'c' });
    assert.deepEqual(only(null, 'acme'), { externalCustomerId: 'acme' });
    assert.deepEqual(only(null, null), {});
  });

  test('are empty with customers or deprecated IDs to check, or an invalid timeframe', () => {
    const customers = { hasId: () => true, hasExternalId: () => true };
    assert.deepEqual(fastScanLimits({ ...context, customers }), nowhere);
    assert.deepEqual(fastScanLimits({ ...context, isDeprecated: () => false }), nowhere);
    for (const bad of [{ timeframeStart: 'x' }, { timeframeEnd: 'x' }]) {
      assert.deepEqual(fastScanLimits({ ...context, backfill: { ...backfill, ...bad } }), nowhere);
    }
  });
});
