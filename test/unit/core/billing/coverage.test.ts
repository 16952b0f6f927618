import assert from 'node:assert/strict';
import { coverageOf, nearestSubscription } from '../../../../src/core/billing/coverage.ts';
import type { PriceInterval, Subscription } from '../../../../src/core/billing/resources.ts';
import { parseTimestamp } from '../../../../src/core/timestamp.ts';
import { fakePrice, fakeSubscription } from '../../../helpers/fakeBilling.ts';

const at = (text: string) => {
  const instant = parseTimestamp(text);
  assert.ok(instant);
  return instant;
};
const plan = (interval: Partial<PriceInterval> = {}, subscription: Partial<Subscription> = {}) =>
  fakeSubscription([{ id: 'p', counts: () => 0, interval }], subscription);
const covered = (subscription: Subscription, timestamp = '2026-10-29T03:12:04.250Z') =>
  coverageOf([subscription], { id: 'c1' }, at(timestamp)).map(({ intervals }) => intervals.length);

suite('what covers an event', () => {
  test('starts inclusively and ends exclusively, to the digit', () => {
    const span = { startDate: '2026-10-01T00:00:00.0001Z', endDate: '2026-10-02T00:00:00Z' };
    for (const subscription of [plan({}, span), plan(span)]) {
      const isPrice = subscription.endDate === null;
      const none = isPrice ? [0] : [];
      assert.deepEqual(covered(subscription, '2026-10-01T00:00:00Z'), none);
      assert.deepEqual(covered(subscription, '2026-10-01T00:00:00.0001Z'), [1]);
      assert.deepEqual(covered(subscription, '2026-10-01T23:59:59.999999Z'), [1]);
      assert.deepEqual(covered(subscription, '2026-10-02T00:00:00+00:00'), none);
    }
  });

  test('bills the customers it names, or else its own', () => {
    assert.deepEqual(covered(plan({ usageCustomerIds: ['c2', 'c1'] })), [1]);
    assert.deepEqual(covered(plan({ usageCustomerIds: ['c2'] })), [0]);
    assert.deepEqual(covered(plan({ usageCustomerIds: [] })), [0]);
    const other = { customerId: 'parent' };
    assert.deepEqual(covered(plan({}, other)), []);
    assert.deepEqual(covered(plan({ usageCustomerIds: ['c1'] }, other)), [1]);
  });

  test('has only usage prices', () => {
    for (const type of ['fixed_price', 'composite_price', 'unheard_of']) {
      const price = fakePrice({ id: 'p', counts: () => 0, type });
      assert.deepEqual(covered(plan({ price })), [0]);
    }
  });
});

suite('the nearest subscription', () => {
  const dated = (startDate: string, endDate: string | null = null) =>
    plan({}, { startDate, endDate });

  test('is the next to start, else the last that ended', () => {
    const list = [
      dated('2027-02-01T00:00:00Z'),
      dated('2026-12-01T00:00:00Z'),
      dated('2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z'),
      dated('2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z'),
    ];
    assert.deepEqual(nearestSubscription(list, at('2026-06-01T00:00:00Z')), {
      startsAt: '2026-12-01T00:00:00Z',
    });
    assert.deepEqual(nearestSubscription(list.slice(2), at('2026-04-01T00:00:00Z')), {
      endedAt: '2026-04-01T00:00:00Z',
    });
    assert.equal(nearestSubscription([], at('2026-06-01T00:00:00Z')), undefined);
  });
});
