import assert from 'node:assert/strict';
import {
  describeCostChange,
  describeCostChanges,
} from '../../../../src/core/billing/costChange.ts';
import type {
  ApplicablePrice,
  ExplainedPrice,
  Explanation,
} from '../../../../src/core/billing/explanation.ts';
import type { Money } from '../../../../src/core/billing/money.ts';

const usd = (amount: string): Money => ({ currency: 'USD', amount });
const applicable: ApplicablePrice = {
  priceId: 'p',
  name: 'Tokens',
  currency: 'USD',
  metricId: 'm',
  filter: null,
  model: { type: 'unit', certainty: 'exact' },
};

const costs = (total: readonly Money[], more: Partial<Explanation> = {}): Explanation => ({
  customer: { id: 'c1', externalId: 'acme-corp', name: 'Acme Corp' },
  subscription: { id: 's1', name: 'Scale', status: 'active' },
  period: {
    start: '2026-10-01T00:00:00Z',
    end: '2026-11-01T00:00:00Z',
    state: 'ended',
    correctableUntil: '2026-11-03T00:00:00Z',
  },
  prices: [],
  unanswered: [],
  total,
  totalIsAtMost: false,
  experiments: 0,
  answeredAtMs: 0,
  ...more,
});

suite('what an amendment changes in money', () => {
  test('is less, more, or the same', () => {
    const before = costs([usd('0.1378')]);
    assert.equal(
      describeCostChange(before, costs([usd('0.0253')])),
      'acme-corp pays $0.1125 less for 1 Oct – 31 Oct.',
    );
    assert.equal(
      describeCostChange(before, costs([usd('0.2')])),
      'acme-corp pays $0.0622 more for 1 Oct – 31 Oct.',
    );
    assert.equal(
      describeCostChange(before, costs([usd('0.137800')])),
      'acme-corp pays the same for 1 Oct – 31 Oct.',
    );
    assert.equal(
      describeCostChange(costs([]), costs([])),
      'acme-corp pays the same for 1 Oct – 31 Oct.',
    );
  });

  test('names the periods of all prices', () => {
    const november = {
      start: '2026-10-15T00:00:00Z',
      end: '2026-11-15T00:00:00Z',
      state: 'open',
      correctableUntil: '2026-11-17T00:00:00Z',
      prices: ['Calls'],
    } as const;
    const [before, after] = ['1', '2'].map((amount) =>
      costs([usd(amount)], { otherPeriods: [november] }),
    );
    assert.equal(
      describeCostChange(before!, after!),
      'acme-corp pays $1.00 more for 1 Oct – 31 Oct and 15 Oct – 14 Nov.',
    );
  });

  test('is an upper bound where tiers fall', () => {
    const after = costs([usd('0.0125')], { totalIsAtMost: true });
    assert.equal(
      describeCostChange(costs([]), after),
      'acme-corp pays at most $0.0125 more for 1 Oct – 31 Oct.',
    );
    assert.equal(
      describeCostChange(after, costs([])),
      'acme-corp pays at most $0.0125 less for 1 Oct – 31 Oct.',
    );
  });

  test('has a sentence for each currency', () => {
    const credits = { currency: 'credits', amount: '2' };
    assert.equal(
      describeCostChange(costs([usd('1')]), costs([credits])),
      'acme-corp pays USD\u00a01.00 less for 1 Oct – 31 Oct.\nacme-corp pays 2.00 credits more for 1 Oct – 31 Oct.',
    );
  });

  test('is not said where Orb gave no comparable figures', () => {
    const before = costs([usd('1')]);
    const price: ExplainedPrice = {
      ...applicable,
      metricName: null,
      quantity: '1',
      amount: '1',
      counted: true,
      model: { type: 'tiered', certainty: 'alone' },
    };
    for (const more of [
      { unavailable: 'forbidden' },
      { unavailable: 'unsupported' },
      { customer: null },
      { period: null },
      { customer: { id: 'c2', externalId: null, name: 'Other' } },
      { unanswered: [applicable] },
      { prices: [price] },
    ] as const) {
      assert.equal(describeCostChange(before, costs([], more)), undefined, JSON.stringify(more));
    }
  });

  test('of several events has a sentence for each customer and period', () => {
    const globex = { customer: { id: 'c2', externalId: 'globex', name: 'Globex' } };
    const november = {
      period: {
        start: '2026-11-01T00:00:00Z',
        end: '2026-12-01T00:00:00Z',
        state: 'open',
        correctableUntil: '2026-12-03T00:00:00Z',
      },
    } as const;
    const before = [
      costs([usd('1')]),
      costs([usd('0.5')]),
      costs([usd('2')], november),
      costs([usd('4')], globex),
    ];
    assert.equal(
      describeCostChanges(before, [costs([usd('3')], november)]),
      [
        'acme-corp pays $1.50 less for 1 Oct – 31 Oct.',
        'acme-corp pays $1.00 more for 1 Nov – 30 Nov.',
        'globex pays $4.00 less for 1 Oct – 31 Oct.',
      ].join('\n'),
    );
    assert.equal(describeCostChanges([], []), undefined);
    const unknown = costs([], { unavailable: 'forbidden', ...globex });
    assert.equal(describeCostChanges(before, [unknown]), undefined, 'all or nothing');
  });
});
