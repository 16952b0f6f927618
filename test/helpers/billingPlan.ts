/** For `POST /sandbox/billing`: prices of all models, and subscriptions in every status, of the customers `c1` and `payer`. */
export const PLAN = {
  metrics: [
    { id: 'tokens', name: 'Tokens', sql: 'SELECT SUM(tokens) FROM events' },
    {
      id: 'calls',
      name: 'Calls',
      sql: "SELECT COUNT(*) FROM events WHERE event_name = 'api_call'",
    },
    {
      id: 'cached',
      name: 'Cached calls',
      sql: 'SELECT COUNT(*) FROM events WHERE cached = true',
      status: 'archived',
    },
  ],
  prices: [
    {
      id: 'unit',
      name: 'Tokens',
      metricId: 'tokens',
      model: 'unit',
      config: { unit_amount: '0.000000000125' },
    },
    {
      ...{ id: 'tiered', name: 'Calls', metricId: 'calls', model: 'tiered' },
      config: {
        tiers: [
          { first_unit: 0, last_unit: 2, unit_amount: '0.10' },
          { first_unit: 2, last_unit: null, unit_amount: '0.01' },
        ],
      },
    },
    {
      ...{ id: 'package', name: 'Tokens', metricId: 'tokens', model: 'package', currency: 'EUR' },
      config: { package_amount: '3', package_size: 1000 },
      externalPriceId: 'packs',
    },
    {
      ...{ id: 'bulk', name: 'Cached', metricId: 'cached', model: 'bulk', filter: "region = 'eu'" },
      config: {
        tiers: [
          { maximum_units: 1, unit_amount: '2' },
          { maximum_units: null, unit_amount: '1' },
        ],
      },
    },
  ],
  subscriptions: [
    {
      id: 'now',
      customerId: 'c1',
      priceIds: ['unit', 'tiered', 'bulk'],
      startDate: '2026-08-10T00:00:00Z',
    },
    {
      ...{ id: 'past', customerId: 'c1', priceIds: ['package'] },
      ...{ startDate: '2026-01-01T00:00:00Z', endDate: '2026-08-10T00:00:00Z' },
    },
    { id: 'later', customerId: 'c1', priceIds: [], startDate: '2027-01-01T00:00:00Z' },
    {
      ...{ id: 'parent', customerId: 'payer', priceIds: ['tiered'] },
      ...{ startDate: '2026-08-01T00:00:00Z', usageCustomerIds: ['c1'] },
    },
  ],
};
