import assert from 'node:assert/strict';
import Orb from 'orb-billing';
import { PLAN } from '../helpers/billingPlan.ts';
import { useSandbox } from '../helpers/sandbox.ts';

/** In August: the sandbox's clock is at 2026-08-20T12:00:00Z. */
const MONTH = {
  timeframe_start: '2026-08-01T00:00:00Z',
  timeframe_end: '2026-09-01T00:00:00Z',
};

const at = (minute: number) => new Date(Date.UTC(2026, 7, 20, 11, minute)).toISOString();
const event = (
  id: string,
  properties: Orb.EventIngestParams.Event['properties'],
  timestamp = at(0),
): Orb.EventIngestParams.Event => ({
  ...{ idempotency_key: id, event_name: 'api_call', external_customer_id: 'acme' },
  ...{ timestamp, properties },
});

suite('official SDK on the sandbox: billing', () => {
  const sandbox = useSandbox();
  const orb = () => new Orb({ apiKey: sandbox().apiKey, baseURL: sandbox().url, maxRetries: 0 });
  setup(async () => {
    await sandbox().control('/customers', { id: 'payer', name: 'Payer' });
    await sandbox().control('/billing', PLAN);
  });
  const status = (expected: number) => (error: unknown) => {
    assert.ok(error instanceof Orb.APIError);
    assert.equal(error.status, expected);
    return true;
  };
  const evaluate = async (
    ...prices: readonly Orb.PriceEvaluateMultipleParams.PriceEvaluation[]
  ) => {
    const { data } = await orb().prices.evaluateMultiple({
      ...MONTH,
      customer_id: 'c1',
      price_evaluations: [...prices],
    });
    return data.map(({ price_groups }) =>
      price_groups.map(({ grouping_values: values, quantity, amount }) => [
        values,
        quantity,
        amount,
      ]),
    );
  };
  const ids = async <T extends { readonly id: string }>(list: AsyncIterable<T>) => {
    const found: string[] = [];
    for await (const { id } of list) found.push(id);
    return found;
  };

  test('customers are fetched by either ID, with the one that pays for them', async () => {
    const byId = await orb().customers.fetch('c1');
    assert.deepEqual(await orb().customers.fetchByExternalID('acme'), byId);
    assert.equal(byId.name, 'Acme');
    assert.equal(byId.hierarchy.parent?.id, 'payer');
    const payer = await orb().customers.fetch('payer');
    assert.deepEqual(payer.hierarchy.children, [{ id: 'c1', external_customer_id: 'acme' }]);
    await assert.rejects(orb().customers.fetch('none'), Orb.ResourceNotFound);
    await assert.rejects(orb().customers.fetchByExternalID('none'), Orb.ResourceNotFound);
  });

  test('a created customer gets the events that waited for it', async () => {
    await sandbox().control('/billing', { ...PLAN, subscriptions: [] });
    const late = { ...event('a', { tokens: 5 }), external_customer_id: 'late' };
    await orb().events.ingest({ events: [late] });
    const made = await orb().customers.create({
      ...{ name: 'Late', email: 'late@example.com', external_customer_id: 'late' },
      metadata: { team: 'a' },
    });
    assert.deepEqual(await orb().customers.fetch(made.id), made);
    assert.deepEqual([made.email, made.metadata], ['late@example.com', { team: 'a' }]);
    const { data } = await orb().prices.evaluateMultiple({
      ...MONTH,
      external_customer_id: 'late',
      price_evaluations: [{ price_id: 'unit' }],
    });
    assert.equal(data[0]?.price_groups[0]?.quantity, 5);
  });

  test('subscriptions are listed newest first, by customer and status, in pages', async () => {
    const { subscriptions } = orb();
    assert.deepEqual(await ids(subscriptions.list({ limit: 1 })), [
      'later',
      'now',
      'parent',
      'past',
    ]);
    const own = { external_customer_id: ['acme'] };
    assert.deepEqual(await ids(subscriptions.list(own)), ['later', 'now', 'past']);
    assert.deepEqual(await ids(subscriptions.list({ customer_id: ['payer'] })), ['parent']);
    assert.deepEqual(await ids(subscriptions.list({ ...own, status: 'ended' })), ['past']);
    assert.deepEqual(await ids(subscriptions.list({ ...own, status: 'upcoming' })), ['later']);
    const since = {
      'created_at[gte]': '2026-08-10T00:00:00Z',
      'created_at[lt]': '2027-01-01T00:00:00Z',
    };
    assert.deepEqual(await ids(subscriptions.list(since)), ['now']);
    assert.deepEqual(await ids(subscriptions.list({ plan_id: 'any' })), []);
  });

  test('a subscription has its dates, its period, and its price intervals', async () => {
    const now = await orb().subscriptions.fetch('now');
    assert.equal(now.status, 'active');
    assert.equal(now.current_billing_period_start_date, '2026-08-10T00:00:00.000Z');
    assert.equal(now.current_billing_period_end_date, '2026-09-01T00:00:00.000Z');
    assert.deepEqual(
      now.price_intervals.map(({ price, filter }) => [price.id, price.model_type, filter]),
      [
        ['unit', 'unit', null],
        ['tiered', 'tiered', null],
        ['bulk', 'bulk', "region = 'eu'"],
      ],
    );
    const parent = await orb().subscriptions.fetch('parent');
    assert.deepEqual(parent.price_intervals[0]?.usage_customer_ids, ['c1']);
    const past = await orb().subscriptions.fetch('past');
    assert.equal(past.current_billing_period_start_date, null);
    await assert.rejects(orb().subscriptions.fetch('none'), Orb.ResourceNotFound);
  });

  test('metrics are listed, fetched, and created', async () => {
    assert.deepEqual(await ids(orb().metrics.list({ limit: 2 })), ['tokens', 'calls', 'cached']);
    const sql = 'SELECT MAX(tokens) FROM events';
    const made = await orb().metrics.create({ name: 'Most', description: null, item_id: 'i', sql });
    assert.deepEqual(await orb().metrics.fetch(made.id), made);
    assert.equal((await orb().metrics.fetch('cached')).status, 'archived');
    await assert.rejects(orb().metrics.fetch('none'), Orb.ResourceNotFound);
    const wrong = { name: 'x', description: null, item_id: 'i', sql: 'DELETE FROM events' };
    await assert.rejects(orb().metrics.create(wrong), Orb.RequestValidationError);
  });

  test('a price has its metric and its configuration', async () => {
    const price = await orb().prices.fetch('tiered');
    assert.equal(price.billable_metric?.id, 'calls');
    assert.deepEqual(price.model_type === 'tiered' && price.tiered_config, PLAN.prices[1]?.config);
    await assert.rejects(orb().prices.fetch('none'), Orb.ResourceNotFound);
  });

  test('prices are evaluated over ingested events, as they are now', async () => {
    const events = [
      event('a', { tokens: 1000, cached: true, region: 'eu' }),
      event('b', { tokens: '1250', cached: 'true', region: 'eu' }, at(1)),
      event('c', { tokens: 1, cached: true, region: 'us' }, at(2)),
      event('d', { tokens: 500 }, at(3)),
    ];
    await orb().events.ingest({ events });
    await orb().events.deprecate('d');
    const all = ['unit', 'tiered', 'package', 'bulk'].map((price_id) => ({ price_id }));
    assert.deepEqual(await evaluate(...all), [
      [[[], 1001, '0.000000125125']],
      [[[], 3, '0.21']],
      [[[], 1001, '6']],
      [[[], 2, '2']],
    ]);
    await orb().events.update('b', {
      ...{ event_name: 'api_call', timestamp: at(1), external_customer_id: 'acme' },
      properties: { tokens: 1250, cached: true },
    });
    assert.deepEqual(await evaluate({ price_id: 'unit' }), [[[[], 2251, '0.000000281375']]]);
    assert.deepEqual(
      await evaluate({ price_id: 'bulk', filter: "region = 'eu'" }, { external_price_id: 'packs' }),
      [[[[], 1, '2']], [[[], 2251, '9']]],
    );
    await sandbox().settings({ packageRounding: 'exact' });
    assert.deepEqual(await evaluate({ price_id: 'package' }), [[[[], 2251, '6.753']]]);
    await sandbox().settings({ packageRounding: 'up' });
  });

  test('events of a backfill count while it is reflected, instead of those it replaces', async () => {
    const { backfills } = orb().events;
    await orb().events.ingest({ events: [event('old', { tokens: 5 }), event('b', {}, at(1))] });
    const tokens = async () => (await evaluate({ price_id: 'unit' }))[0]?.[0]?.[1];
    const { id } = await backfills.create({
      timeframe_start: '2026-08-20T11:00:00Z',
      timeframe_end: '2026-08-20T11:01:00Z',
      replace_existing_events: true,
    });
    const late = [event('new', { tokens: 70 }), event('late', { tokens: 2 }, at(0))];
    await orb().events.ingest({ events: late, backfill_id: id });
    assert.equal(await tokens(), 5, 'nothing counts before it is reflected');
    await backfills.close(id);
    await sandbox().advance(5_000);
    assert.equal(await tokens(), 72);
    await backfills.revert(id);
    await sandbox().advance(5_000);
    assert.equal(await tokens(), 5);
  });

  test('quantities beyond 2^53 and their amounts are exact', async () => {
    const large = JSON.stringify({
      events: [{ ...event('a', {}), properties: { tokens: 0 } }],
    }).replace('"tokens":0', '"tokens":9007199254740993');
    const headers = { authorization: `Bearer ${sandbox().apiKey}` };
    const post = async (path: string, body: string) =>
      (await fetch(sandbox().url + path, { method: 'POST', headers, body })).text();
    await post('/ingest', large);
    const asked = { ...MONTH, customer_id: 'c1', price_evaluations: [{ price_id: 'unit' }] };
    const answer = await post('/prices/evaluate', JSON.stringify(asked));
    assert.match(answer, /"quantity":9007199254740993,"amount":"1125899.906842624125"/);
  });

  test('groups have the types of their values', async () => {
    const events = [
      event('a', { tokens: 1, k: 'x' }),
      event('b', { tokens: 2, k: 7 }, at(1)),
      event('c', { tokens: 4, k: true }, at(2)),
      event('d', { tokens: 8 }, at(3)),
    ];
    await orb().events.ingest({ events });
    const hour = 'hour_floor_timestamp_millis(timestamp_millis)';
    const [groups] = await evaluate({ price_id: 'unit', grouping_keys: [hour, 'k'] });
    const found = new Map(groups?.map(([values, quantity]) => [JSON.stringify(values), quantity]));
    const ms = Date.parse(at(0));
    assert.deepEqual(
      ['"x"', '7', 'true', '""'].map((value) => found.get(`[${ms},${value}]`)),
      [1, 2, 4, 8],
    );
    assert.equal(found.size, 4);
  });

  test('a preview evaluates the given events instead, and stores nothing', async () => {
    await orb().events.ingest({ events: [event('a', { tokens: 99 })] });
    const preview = (timestamp: string, more: object = {}) => ({
      ...{ event_name: 'api_call', timestamp, properties: { tokens: 10 }, ...more },
    });
    const { data } = await orb().prices.evaluatePreviewEvents({
      ...MONTH,
      customer_id: 'c1',
      events: [
        preview('2026-08-01T00:00:00Z', { external_customer_id: 'acme' }),
        preview('2026-08-31T23:59:59.999Z', { customer_id: 'c1' }),
        preview('2026-09-01T00:00:00Z'),
        preview('2026-07-31T23:59:59.999Z'),
        preview(at(0), { customer_id: 'payer' }),
        preview(at(0), { properties: { tokens: '10' } }),
      ],
      price_evaluations: [
        { price_id: 'unit' },
        {
          price: {
            ...{ model_type: 'unit', unit_config: { unit_amount: '2' }, name: 'x', item_id: 'i' },
            ...{ cadence: 'monthly', currency: 'credits', billable_metric_id: 'calls' },
          },
        },
      ],
    });
    const zero = data.map(({ price_groups: [group] }) => [group?.quantity, group?.amount]);
    assert.deepEqual(zero, [
      [20, '0.0000000025'],
      [3, '6'],
    ]);
    assert.deepEqual(
      data.map(({ price_id, inline_price_index, currency }) => [
        price_id,
        inline_price_index,
        currency,
      ]),
      [
        ['unit', null, 'USD'],
        [null, 1, 'credits'],
      ],
    );
    assert.equal((await sandbox().state()).events, 1);
  });

  test('a parent pays for the events of its children', async () => {
    await orb().events.ingest({ events: [event('a', {}), event('b', {}, at(1))] });
    const ask = async (customer_id: string, price_id: string) => {
      const price_evaluations = [{ price_id }];
      const asked = { ...MONTH, customer_id, price_evaluations };
      return (await orb().prices.evaluateMultiple(asked)).data[0]?.price_groups[0]?.quantity;
    };
    assert.equal(await ask('payer', 'tiered'), 2);
    assert.equal(await ask('payer', 'unit'), 0);
    const usage = await orb().subscriptions.fetchUsage('parent');
    assert.equal('usage' in usage.data[0]! && usage.data[0].usage[0]?.quantity, 2);
  });

  test("a subscription's usage is for its period, by day, or by a property", async () => {
    const events = [event('a', { tokens: 3, k: 'x' }), event('b', { tokens: 4, k: 'y' }, at(1))];
    await orb().events.ingest({ events });
    const { subscriptions } = orb();
    const usageOf = async (asked: Orb.SubscriptionFetchUsageParams) =>
      (await subscriptions.fetchUsage('now', asked)).data.map((record) => ({
        id: record.billable_metric.id,
        group: 'metric_group' in record ? record.metric_group.property_value : null,
        usage: record.usage.map(({ quantity }) => quantity),
      }));
    assert.deepEqual(await usageOf({}), [
      { id: 'tokens', group: null, usage: [7] },
      { id: 'calls', group: null, usage: [2] },
      { id: 'cached', group: null, usage: [0] },
    ]);
    const days = {
      granularity: 'day',
      ...{ timeframe_start: '2026-08-19T00:00:00Z', timeframe_end: '2026-08-22T00:00:00Z' },
    } as const;
    assert.deepEqual((await usageOf(days))[0]?.usage, [0, 7, 0]);
    assert.deepEqual((await usageOf({ ...days, view_mode: 'cumulative' }))[0]?.usage, [0, 7, 7]);
    const grouped = await usageOf({ billable_metric_id: 'tokens', group_by: 'k' });
    assert.deepEqual(
      grouped
        .toSorted((a, b) => a.usage[0]! - b.usage[0]!)
        .map(({ group, usage }) => [group, usage]),
      [
        ['x', [3]],
        ['y', [4]],
      ],
    );
    await assert.rejects(usageOf({ group_by: 'k' }), Orb.RequestValidationError);
  });

  test('the whole of billing can be forbidden, and only evaluations absent', async () => {
    const asked = { ...MONTH, customer_id: 'c1', price_evaluations: [{ price_id: 'unit' }] };
    await sandbox().settings({ billing: 'forbidden' });
    await assert.rejects(orb().customers.fetch('c1'), status(403));
    await assert.rejects(orb().prices.evaluateMultiple(asked), status(403));
    assert.equal((await orb().topLevel.ping()).response, 'pong');
    await sandbox().settings({ billing: 'absent' });
    await assert.rejects(orb().prices.evaluateMultiple(asked), Orb.URLNotFound);
    assert.equal((await orb().customers.fetch('c1')).id, 'c1');
    await sandbox().settings({ billing: 'on' });
  });

  test('wrong evaluations are rejected with what is wrong', async () => {
    const right = { ...MONTH, customer_id: 'c1', price_evaluations: [{ price_id: 'unit' }] };
    for (const wrong of [
      { ...right, customer_id: null },
      { ...right, external_customer_id: 'acme' },
      { ...right, price_evaluations: [] },
      { ...right, price_evaluations: Array.from({ length: 101 }, () => ({ price_id: 'unit' })) },
      { ...right, price_evaluations: [{}] },
      { ...right, price_evaluations: [{ price_id: 'unit', filter: 'tokens >' }] },
      { ...right, price_evaluations: [{ price_id: 'unit', filter: 'sneaky(tokens)' }] },
      { ...right, price_evaluations: [{ price_id: 'unit', grouping_keys: ['1; DROP'] }] },
      { ...right, timeframe_start: '2026-01-01T00:00:00Z' },
      { ...right, timeframe_end: '2026-07-01T00:00:00Z' },
    ]) {
      const call = orb().prices.evaluateMultiple(wrong);
      await assert.rejects(call, Orb.RequestValidationError, JSON.stringify(wrong).slice(0, 200));
    }
    const unknown = { ...right, price_evaluations: [{ price_id: 'none' }] };
    await assert.rejects(orb().prices.evaluateMultiple(unknown), Orb.ResourceNotFound);
    const nobody = { ...right, customer_id: 'nobody' };
    await assert.rejects(orb().prices.evaluateMultiple(nobody), Orb.ResourceNotFound);
    const events = Array.from({ length: 501 }, () => ({
      ...{ event_name: 'a', timestamp: at(0), properties: {} },
    }));
    const many = { ...right, events };
    await assert.rejects(orb().prices.evaluatePreviewEvents(many), Orb.RequestValidationError);
  });

  test('the plan is replaced as a whole; a wrong one changes nothing', async () => {
    const before = await sandbox().control('/billing');
    const [metric] = PLAN.metrics;
    const price = { name: 'p', metricId: 'tokens', model: 'unit', config: { unit_amount: '1' } };
    for (const wrong of [
      { metrics: [{ name: 'x', sql: 'SELECT load_extension(1) FROM events' }] },
      { metrics: [metric, metric] },
      { prices: [price] },
      { metrics: [metric], prices: [{ ...price, model: 'matrix' }] },
      { metrics: [metric], prices: [{ ...price, config: { unit_amount: 1 } }] },
      { metrics: [metric], prices: [{ ...price, filter: 'SELECT' }] },
      { subscriptions: [{ customerId: 'nobody', priceIds: [], startDate: at(0) }] },
      { subscriptions: [{ customerId: 'c1', priceIds: ['x'], startDate: at(0) }] },
      { subscriptions: [{ customerId: 'c1', priceIds: [], startDate: at(1), endDate: at(0) }] },
      { plans: [] },
    ]) {
      await assert.rejects(sandbox().control('/billing', wrong), /400/, JSON.stringify(wrong));
    }
    assert.deepEqual(await sandbox().control('/billing'), before);
    await sandbox().control('/reset', {});
    assert.deepEqual(await sandbox().control('/billing'), {
      metrics: [],
      prices: [],
      subscriptions: [],
    });
  });
});
