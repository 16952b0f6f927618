// What Orb says about an event in tests: the figures of one month of Acme Corp.
import type { ExplainedPrice, Explanation } from '../../src/core/billing/explanation.ts';

export const cachedSql = `SELECT SUM(input_tokens)
FROM events
WHERE event_name = 'chat_completion'
  AND cached = true`;

export function price(name: string, overrides: Partial<ExplainedPrice> = {}): ExplainedPrice {
  const id = name.toLowerCase().replaceAll(' ', '_');
  return {
    priceId: `price_${id}`,
    name,
    currency: 'USD',
    metricId: `metric_${id}`,
    metricName: null,
    filter: null,
    model: { type: 'unit', unitAmount: '0.000001', certainty: 'exact' },
    quantity: '0',
    amount: '0.00',
    counted: false,
    ...overrides,
  };
}
export const countedPrice = (name: string, quantity: string, amount: string): ExplainedPrice =>
  price(name, { counted: true, quantity, amount });
export const uncounted = (name: string): ExplainedPrice =>
  price(name, {
    reason: { code: 'unknown' },
    sql: `SELECT COUNT(*)\nFROM events\nWHERE event_name = '${name}'`,
  });

const cached = price('Cached input tokens', {
  sql: cachedSql,
  metricName: 'Cached input tokens',
  reason: { code: 'type', property: 'cached', type: 'boolean' },
  wouldCount: {
    fix: { kind: 'replace', path: ['properties', 'cached'], json: 'true' },
    change: 'properties.cached: "true" → true',
    quantity: '12500',
    amount: '0.0125',
    total: [{ currency: 'USD', amount: '0.0253' }],
  },
});

export function explanation(overrides: Partial<Explanation> = {}): Explanation {
  return {
    customer: { id: 'Hd6nPq2xWc4LrT8s', externalId: 'acme-corp', name: 'Acme Corp' },
    subscription: { id: 'sub_1', name: 'Plan', status: 'active' },
    period: {
      start: '2026-10-01T00:00:00Z',
      end: '2026-11-01T00:00:00Z',
      state: 'ended',
      correctableUntil: '2026-11-03T00:00:00Z',
    },
    prices: [
      countedPrice('Input tokens', '12500', '0.125000'),
      countedPrice('Output tokens', '412', '0.01236'),
      countedPrice('API calls', '1', '0.0004'),
      cached,
      uncounted('Storage'),
      uncounted('Seats'),
    ],
    unanswered: [],
    total: [{ currency: 'USD', amount: '0.13776' }],
    totalIsAtMost: false,
    experiments: 1,
    answeredAtMs: Date.parse('2026-11-02T09:14:22Z'),
    ...overrides,
  };
}

/** With the flag as a boolean. */
export const fixed = explanation({
  prices: [
    countedPrice('Output tokens', '412', '0.01236'),
    countedPrice('API calls', '1', '0.0004'),
    countedPrice('Cached input tokens', '12500', '0.0125'),
    uncounted('Input tokens'),
    uncounted('Storage'),
    uncounted('Seats'),
  ],
  total: [{ currency: 'USD', amount: '0.02526' }],
});

/** No price counts the event, but one would under another name. */
export const renamed = explanation({
  total: [],
  prices: [
    price('API calls', {
      sql: "SELECT COUNT(*) FROM events WHERE event_name = 'api_call'",
      reason: { code: 'eventName', name: 'api_call' },
      wouldCount: {
        fix: { kind: 'replace', path: ['event_name'], json: '"api_call"' },
        change: 'event_name: "chat_completion" → "api_call"',
        quantity: '1',
        amount: '0.0004',
        total: [{ currency: 'USD', amount: '0.0004' }],
      },
    }),
    uncounted('Storage'),
    uncounted('Seats'),
  ],
});
