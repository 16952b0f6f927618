import assert from 'node:assert/strict';
import {
  toResult,
  type ApplicablePrice,
  type ExplainedPeriod,
  type ExplainedPrice,
  type Explanation,
  type PriceModel,
  type Reason,
  type WouldCount,
} from '../../../../src/core/billing/explanation.ts';

const model: PriceModel = { type: 'unit', unitAmount: '0.000001', certainty: 'exact' };
const applicable: ApplicablePrice = {
  priceId: 'p1',
  name: 'Cached input tokens',
  currency: 'USD',
  metricId: 'm1',
  filter: null,
  model,
};
const reason: Reason = { code: 'type', property: 'cached', type: 'boolean' };
const wouldCount: WouldCount = {
  fix: { kind: 'replace', path: ['properties', 'cached'], json: 'true' },
  change: 'properties.cached: "true" → true',
  quantity: '12500',
  amount: '0.0125',
  total: [{ currency: 'USD', amount: '0.0125' }],
};
const price: ExplainedPrice = {
  ...applicable,
  metricName: 'Cached tokens',
  sql: 'SELECT SUM(input_tokens) FROM events WHERE cached = true',
  quantity: '0',
  amount: '0.00',
  counted: false,
  reason,
  wouldCount,
};
const period: ExplainedPeriod = {
  start: '2026-10-01T00:00:00Z',
  end: '2026-11-01T00:00:00Z',
  state: 'ended',
  correctableUntil: '2026-11-03T00:00:00Z',
};

const explanation: Explanation = {
  customer: { id: 'c1', externalId: 'acme-corp', name: 'Acme Corp' },
  subscription: { id: 's1', name: 'Scale', status: 'active' },
  period,
  prices: [price],
  unanswered: [],
  total: [{ currency: 'USD', amount: '0.00' }],
  totalIsAtMost: false,
  experiments: 1,
  answeredAtMs: 0,
};

suite('the result of orb.event.explain', () => {
  test('has the documented members and nothing that only the page needs', () => {
    assert.deepEqual(toResult(explanation), {
      customer: { id: 'c1', externalId: 'acme-corp', name: 'Acme Corp' },
      subscription: { id: 's1', name: 'Scale', status: 'active' },
      period: { start: '2026-10-01T00:00:00Z', end: '2026-11-01T00:00:00Z', state: 'ended' },
      prices: [
        {
          priceId: 'p1',
          name: 'Cached input tokens',
          metricName: 'Cached tokens',
          currency: 'USD',
          quantity: '0',
          amount: '0.00',
          counted: false,
          sql: 'SELECT SUM(input_tokens) FROM events WHERE cached = true',
          reason: 'type',
          wouldCount: {
            change: 'properties.cached: "true" → true',
            quantity: '12500',
            amount: '0.0125',
          },
        },
      ],
      total: [{ currency: 'USD', amount: '0.00' }],
    });
  });

  test('says why there are no prices', () => {
    const none = { ...explanation, prices: [], total: [] };
    assert.equal(toResult({ ...none, deprecated: true }).deprecated, true);
    assert.equal(toResult({ ...none, unavailable: 'forbidden' }).unavailable, 'forbidden');
  });
});
