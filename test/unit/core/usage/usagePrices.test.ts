import assert from 'node:assert/strict';
import type { PriceInterval, Subscription } from '../../../../src/core/billing/resources.ts';
import { bothFilters, usagePrices } from '../../../../src/core/usage/usagePrices.ts';

const october = {
  startMs: Date.parse('2026-10-01T00:00:00Z'),
  endMs: Date.parse('2026-11-01T00:00:00Z'),
};

const interval = (
  id: string,
  price: Partial<PriceInterval['price']> = {},
  others: Partial<PriceInterval> = {},
): PriceInterval => ({
  price: {
    id,
    externalId: null,
    name: id,
    type: 'usage_price',
    modelType: 'unit',
    config: undefined,
    currency: 'USD',
    cadence: 'monthly',
    billingCycle: null,
    metricId: `metric_${id}`,
    ...price,
  },
  startDate: '2026-09-01T00:00:00+00:00',
  endDate: null,
  currentPeriodStart: '2026-10-01T00:00:00+00:00',
  currentPeriodEnd: '2026-11-01T00:00:00+00:00',
  billingCycleDay: null,
  filter: null,
  usageCustomerIds: null,
  ...others,
});

const subscription = (...priceIntervals: readonly PriceInterval[]): Subscription => ({
  id: 'sub',
  name: 'Plan',
  status: 'active',
  customerId: 'c1',
  startDate: '2026-09-01T00:00:00+00:00',
  endDate: null,
  currentPeriodStart: null,
  currentPeriodEnd: null,
  priceIntervals,
});

const names = (...intervals: readonly PriceInterval[]) =>
  usagePrices([subscription(...intervals)], 'c1', october).map(({ name }) => name);

suite('the usage prices of a customer', () => {
  test('are those that look at events in the range, by name, whatever their model', () => {
    assert.deepEqual(
      names(
        interval('tokens', { modelType: 'some_new_model' }),
        interval('calls'),
        interval('seat', { type: 'fixed_price' }),
        interval('minimum', { type: 'composite_price' }),
        interval('past', {}, { endDate: '2026-10-01T00:00:00+00:00' }),
        interval('future', {}, { startDate: '2026-11-01T00:00:00+00:00' }),
      ),
      ['calls', 'tokens'],
    );
  });

  test('are listed once, with the period that is current', () => {
    const ended = interval('a', {}, { currentPeriodStart: null, currentPeriodEnd: null });
    const prices = usagePrices([subscription(ended, interval('a'), ended)], 'c1', october);
    assert.equal(prices.length, 1);
    assert.deepEqual(prices[0]?.period, october);
  });

  test("aren't those that bill other customers only", () => {
    const paid = (...usageCustomerIds: string[]) => interval('paid', {}, { usageCustomerIds });
    assert.deepEqual(names(paid('c2')), []);
    assert.deepEqual(names(paid('c2', 'c1')), ['paid']);
  });

  test('keep their own filter next to one that is typed', () => {
    assert.equal(bothFilters(null, ' '), undefined);
    assert.equal(bothFilters("region = 'eu'", ''), "region = 'eu'");
    assert.equal(bothFilters("a = 'x' OR b", 'c'), "(a = 'x' OR b) AND (c)");
  });
});
