import assert from 'node:assert/strict';
import { estimate, searchesPerSecond } from '../../../src/reconcile/rate.ts';

suite('reconcile: rate and estimate', () => {
  test("uses a tenth of a live account's limit for writes", () => {
    assert.equal(searchesPerSecond('live'), 5);
    assert.equal(searchesPerSecond('test'), 2);
    assert.equal(searchesPerSecond('sandbox'), Infinity);
  });

  const base = { done: 5_500, of: 14_211, missing: 0, requests: 11, elapsedMs: 0, perSecond: 5 };

  test('only the rate matters if Orb is faster', () => {
    assert.deepEqual(estimate({ ...base, elapsedMs: 500 }), { searches: 18, ms: 3_600 });
  });

  test('a slower Orb matters, and the rest is expected to have as many missing events', () => {
    const slow = { ...base, elapsedMs: 11_000, missing: 2_750 };
    assert.deepEqual(estimate(slow), { searches: 27, ms: 27_000 });
  });

  test('nothing is left at the end', () => {
    assert.deepEqual(estimate({ ...base, done: 14_211 }), { searches: 0, ms: 0 });
  });
});
