import assert from 'node:assert/strict';
import { periodAt } from '../../../../src/core/billing/period.ts';
import type { PriceInterval, Subscription } from '../../../../src/core/billing/resources.ts';
import { fakeInterval, fakePrice, fakeSubscription } from '../../../helpers/fakeBilling.ts';

const price = { id: 'p', counts: () => 0 };

function periodOf(
  timestamp: string,
  more: {
    readonly price?: Partial<PriceInterval['price']>;
    readonly interval?: Partial<PriceInterval>;
    readonly subscription?: Partial<Subscription>;
    readonly timeZone?: string;
    readonly now?: string;
  } = {},
) {
  const interval = {
    ...fakeInterval(price),
    price: fakePrice({ ...price, ...more.price }),
    ...more.interval,
  };
  const period = periodAt(
    { subscription: fakeSubscription([], more.subscription), intervals: [interval] },
    Date.parse(timestamp),
    {
      nowMs: Date.parse(more.now ?? '2026-11-20T00:00:00Z'),
      gracePeriodHours: 48,
      timeZone: more.timeZone ?? 'UTC',
    },
  );
  return period && `${period.start} ${period.end} ${period.state}`;
}

suite('the billing period of a timestamp', () => {
  test('is half-open', () => {
    const [october, november] = [
      '2026-10-01T00:00:00Z 2026-11-01T00:00:00Z closed',
      '2026-11-01T00:00:00Z 2026-12-01T00:00:00Z open',
    ];
    assert.equal(periodOf('2026-10-31T23:59:59.999Z'), october);
    assert.equal(periodOf('2026-11-01T00:00:00Z'), november);
    assert.equal(periodOf('2026-11-30T23:59:59.999Z'), november);
    assert.equal(
      periodOf('2026-12-01T00:00:00Z'),
      '2026-12-01T00:00:00Z 2027-01-01T00:00:00Z open',
    );
  });

  test('has ended, but can be corrected, until the grace period is over', () => {
    const state = (now: string) => periodOf('2026-10-10T00:00:00Z', { now })?.split(' ')[2];
    assert.equal(state('2026-10-31T23:59:59Z'), 'open');
    assert.equal(state('2026-11-01T00:00:00Z'), 'ended');
    assert.equal(state('2026-11-02T23:59:59Z'), 'ended');
    assert.equal(state('2026-11-03T00:00:00Z'), 'closed');
  });

  test('follows the cadence of the price', () => {
    const quarterly = { cadence: 'quarterly' };
    const current = {
      currentPeriodStart: '2026-10-15T00:00:00Z',
      currentPeriodEnd: '2027-01-15T00:00:00Z',
      startDate: '2025-01-15T00:00:00Z',
      billingCycleDay: 15,
    };
    assert.equal(
      periodOf('2026-07-14T00:00:00Z', { price: quarterly, interval: current }),
      '2026-04-15T00:00:00Z 2026-07-15T00:00:00Z closed',
    );
    const tenDays = { cadence: 'custom', billingCycle: { duration: 10, unit: 'day' } } as const;
    assert.equal(
      periodOf('2026-10-14T00:00:00Z', { price: tenDays, interval: current }),
      '2026-10-05T00:00:00Z 2026-10-15T00:00:00Z closed',
    );
  });

  test('starts at midnight in the time zone of the customer, also across a change of the clock', () => {
    const interval = {
      startDate: '2026-01-01T08:00:00Z',
      currentPeriodStart: '2026-11-01T07:00:00Z',
      currentPeriodEnd: '2026-12-01T08:00:00Z',
    };
    const zoned = (timestamp: string) =>
      periodOf(timestamp, { interval, timeZone: 'America/Los_Angeles' });
    assert.equal(zoned('2026-11-01T06:59:59Z'), '2026-10-01T07:00:00Z 2026-11-01T07:00:00Z closed');
    assert.equal(zoned('2026-12-01T08:00:00Z'), '2026-12-01T08:00:00Z 2027-01-01T08:00:00Z open');
    assert.equal(zoned('2026-03-31T12:00:00Z'), '2026-03-01T08:00:00Z 2026-04-01T07:00:00Z closed');
  });

  test('starts on the last day of a month that is too short for its day', () => {
    const interval = {
      billingCycleDay: 31,
      currentPeriodStart: '2026-11-30T00:00:00Z',
      currentPeriodEnd: '2026-12-31T00:00:00Z',
    };
    assert.equal(
      periodOf('2026-10-31T00:00:00Z', { interval }),
      '2026-10-31T00:00:00Z 2026-11-30T00:00:00Z open',
    );
    assert.equal(
      periodOf('2026-02-28T00:00:00Z', { interval }),
      '2026-02-28T00:00:00Z 2026-03-31T00:00:00Z closed',
    );
  });

  test('of an ended subscription is found from its start, and ends with it', () => {
    const interval = {
      startDate: '2026-03-10T00:00:00Z',
      endDate: '2026-06-01T00:00:00Z',
      currentPeriodStart: null,
      currentPeriodEnd: null,
      billingCycleDay: null,
    };
    const subscription = { currentPeriodStart: null, currentPeriodEnd: null };
    assert.equal(
      periodOf('2026-05-20T00:00:00Z', { interval, subscription }),
      '2026-05-10T00:00:00Z 2026-06-01T00:00:00Z closed',
    );
  });

  test('is the current one as Orb reports it, however long it is', () => {
    const interval = {
      currentPeriodStart: '2026-11-03T10:00:00Z',
      currentPeriodEnd: '2026-11-28T11:30:00Z',
    };
    assert.equal(
      periodOf('2026-11-10T00:00:00Z', { interval }),
      '2026-11-03T10:00:00Z 2026-11-28T11:30:00Z open',
    );
  });

  test("is unknown for a price that is billed once, and for times that aren't times", () => {
    assert.equal(periodOf('2026-05-20T00:00:00Z', { price: { cadence: 'one_time' } }), undefined);
    const interval = { startDate: 'x', currentPeriodStart: 'y', currentPeriodEnd: 'z' };
    const subscription = { currentPeriodStart: null, currentPeriodEnd: null, startDate: '' };
    assert.equal(periodOf('2026-05-20T00:00:00Z', { interval, subscription }), undefined);
  });

  test('counts in UTC for a time zone that is not known here', () => {
    assert.equal(
      periodOf('2026-10-10T00:00:00Z', { timeZone: 'Mars/Olympus' }),
      '2026-10-01T00:00:00Z 2026-11-01T00:00:00Z closed',
    );
  });
});
