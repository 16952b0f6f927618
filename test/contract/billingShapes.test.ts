import assert from 'node:assert/strict';
import Ajv from 'ajv';
import { PLAN } from '../helpers/billingPlan.ts';
import * as shapes from '../helpers/orbBillingShapes.ts';
import { useSandbox } from '../helpers/sandbox.ts';

const FRAME = { timeframe_start: '2026-08-01T00:00:00Z', timeframe_end: '2026-09-01T00:00:00Z' };
const EVENT = {
  ...{ event_name: 'api_call', timestamp: '2026-08-20T11:00:00Z', external_customer_id: 'acme' },
  properties: { tokens: 12.5, cached: true, region: 'eu' },
};
const inline = {
  ...{ model_type: 'unit', unit_config: { unit_amount: '2' }, name: 'x', item_id: 'i' },
  ...{ cadence: 'monthly', currency: 'credits', billable_metric_id: 'calls' },
};
const prices = [
  ...['unit', 'tiered', 'package', 'bulk'].map((price_id) => ({ price_id })),
  { price_id: 'unit', grouping_keys: ['cached', 'region', 'tokens', 'absent'] },
  { price: inline },
];
const evaluation = { ...FRAME, customer_id: 'c1', price_evaluations: prices };
const newMetric = { name: 'm', description: null, item_id: 'i', sql: 'SELECT 1 FROM events' };

suite("the sandbox's responses about billing have the shape of Orb's", () => {
  const sandbox = useSandbox();
  const ajv = new Ajv({ allErrors: true });
  setup(async () => {
    await sandbox().control('/customers', { id: 'payer', name: 'Payer' });
    await sandbox().control('/billing', PLAN);
    const ingested = { events: [{ ...EVENT, idempotency_key: 'a' }] };
    assert.equal((await call('/ingest', ingested)).status, 200);
  });

  const call = (path: string, body?: object) =>
    fetch(sandbox().url + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${sandbox().apiKey}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });

  const routes: readonly (readonly [path: string, shape: object, body?: object])[] = [
    ['/customers/c1', shapes.customer],
    ['/customers/external_customer_id/acme', shapes.customer],
    ['/customers', shapes.customer, { name: 'New', email: 'a@example.com' }],
    ['/subscriptions', shapes.subscriptions],
    ['/subscriptions?limit=1&customer_id[]=c1', shapes.subscriptions],
    ...['now', 'past', 'later', 'parent'].map(
      (id) => [`/subscriptions/${id}`, shapes.subscription] as const,
    ),
    ['/metrics', shapes.metrics],
    ['/metrics/cached', shapes.metric],
    ['/metrics', shapes.metric, newMetric],
    ...PLAN.prices.map(({ id }) => [`/prices/${id}`, shapes.price] as const),
    ['/prices/evaluate', shapes.evaluations, evaluation],
    [
      '/prices/evaluate_preview_events',
      shapes.evaluations,
      { ...evaluation, events: [EVENT, { ...EVENT, properties: {} }] },
    ],
    ['/subscriptions/now/usage', shapes.ungroupedUsage],
    ['/subscriptions/now/usage?granularity=day&view_mode=cumulative', shapes.ungroupedUsage],
    ['/subscriptions/now/usage?billable_metric_id=tokens&group_by=region', shapes.groupedUsage],
  ];

  test('in every route', async () => {
    for (const [path, shape, body] of routes) {
      const response = await call(path, body);
      const isValid = ajv.validate(shape, await response.json());
      assert.ok(isValid, `${path} (${response.status}): ${ajv.errorsText()}`);
    }
  });
});
