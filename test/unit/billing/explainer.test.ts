import assert from 'node:assert/strict';
import { createExplainer, type ExplainOptions } from '../../../src/billing/explainer.ts';
import { applyEdits, editsFor } from '../../../src/core/edits.ts';
import { readJson } from '../../../src/core/jsonTree.ts';
import { fakeBilling, fakeSubscription, type FakePrice } from '../../helpers/fakeBilling.ts';
import { failureOf } from '../../helpers/orbClient.ts';

const nowMs = () => Date.parse('2026-11-02T09:14:00Z');
const text = (properties: object, more: object = {}) =>
  `${JSON.stringify(
    {
      event_name: 'chat_completion',
      timestamp: '2026-10-29T03:12:04.250Z',
      external_customer_id: 'acme-corp',
      properties,
      ...more,
    },
    null,
    2,
  )}\n`;
const numeric = (value: unknown) => (typeof value === 'number' ? value : 0);

const input: FakePrice = {
  id: 'input',
  name: 'Input tokens',
  sql: "SELECT SUM(tokens) FROM events WHERE event_name = 'chat_completion'",
  counts: ({ tokens }, name) => (name === 'chat_completion' ? numeric(tokens) : 0),
};
const cached: FakePrice = {
  id: 'cached',
  name: 'Cached input tokens',
  sql: "SELECT SUM(tokens) FROM events WHERE event_name = 'chat_completion' AND cached = true",
  counts: (properties) => (properties['cached'] === true ? numeric(properties['tokens']) : 0),
};
const storage: FakePrice = {
  id: 'storage',
  name: 'Storage GB-hours',
  sql: "SELECT SUM(gb) FROM events WHERE event_name = 'storage_snapshot'",
  counts: ({ gb }, name) => (name === 'storage_snapshot' ? numeric(gb) : 0),
};

function ask(options: Parameters<typeof fakeBilling>[0] = {}) {
  const fake = fakeBilling(options);
  const explainer = createExplainer({ client: fake.api, gracePeriodHours: 48, nowMs });
  return {
    ...fake,
    explainer,
    explain: (event: string, more?: ExplainOptions) => explainer.explain(event, more),
  };
}

suite('explaining how an event is billed', () => {
  test('says what counts it and what would make another price count it', async () => {
    const { explain, calls } = ask({ prices: [storage, cached, input] });
    const event = text({ tokens: 12500, cached: 'true' });
    const explanation = await explain(event);

    assert.deepEqual(explanation.customer, {
      id: 'c1',
      externalId: 'acme-corp',
      name: 'Acme Corp',
    });
    assert.deepEqual(explanation.subscription, { id: 's1', name: 'Scale', status: 'active' });
    assert.deepEqual(explanation.period, {
      start: '2026-10-01T00:00:00Z',
      end: '2026-11-01T00:00:00Z',
      state: 'ended',
      correctableUntil: '2026-11-03T00:00:00Z',
    });
    assert.deepEqual(
      explanation.prices.map(({ name, quantity, counted, reason }) => [
        name,
        quantity,
        counted,
        reason?.code,
      ]),
      [
        ['Input tokens', '12500', true, undefined],
        ['Cached input tokens', '0', false, 'type'],
        ['Storage GB-hours', '0', false, 'unknown'],
      ],
    );
    assert.deepEqual(explanation.total, [{ currency: 'USD', amount: '12500.00' }]);
    const { wouldCount, reason } = explanation.prices[1] ?? {};
    assert.deepEqual(reason, { code: 'type', property: 'cached', type: 'boolean' });
    assert.equal(wouldCount?.change, 'properties.cached: "true" → true');
    assert.equal(wouldCount.quantity, '12500');
    assert.deepEqual(wouldCount.total, [{ currency: 'USD', amount: '25000.00' }]);
    const fixed = applyEdits(event, editsFor(event, readJson(event), wouldCount.fix));
    assert.equal(fixed, text({ tokens: 12500, cached: true }));
    assert.deepEqual(calls, [
      'customer',
      'subscriptions',
      'preview',
      'metric metric-storage',
      'metric metric-cached',
      'preview',
    ]);
    assert.equal(explanation.experiments, 1);
  });

  test('asks one preview of all prices, with the event as it is written', async () => {
    const { explain, previews } = ask({ prices: [input, storage] });
    const event =
      '{ "event_name":"chat_completion", "timestamp":"2026-10-29T03:12:04.250Z",\n"customer_id":null, "external_customer_id":"acme-corp", "note":1, "properties":{ "tokens": 9007199254740993, "x": 1.0 } }';
    await explain(event);
    assert.deepEqual(previews[0], {
      customerId: 'c1',
      timeframeStart: '2026-10-01T00:00:00Z',
      timeframeEnd: '2026-11-01T00:00:00Z',
      prices: [{ priceId: 'input' }, { priceId: 'storage' }],
      events: [
        '{"event_name":"chat_completion","timestamp":"2026-10-29T03:12:04.250Z","external_customer_id":"acme-corp","properties":{ "tokens": 9007199254740993, "x": 1.0 }}',
      ],
    });
  });

  test('asks about the same text once, about an edited one again, and everything again after forget', async () => {
    const { explain, explainer, calls, previews } = ask({ prices: [input] });
    await explain(text({ tokens: 1 }));
    await explain(text({ tokens: 1 }));
    assert.deepEqual(calls, ['customer', 'subscriptions', 'preview']);
    await explain(text({ tokens: 2 }));
    assert.equal(calls.length, 4);
    explainer.forget();
    await explain(text({ tokens: 2 }));
    assert.equal(calls.length, 7);
    assert.equal(previews.length, 3);
  });

  test('two versions asked at the same time share what does not depend on the text', async () => {
    const { explain, calls } = ask({ prices: [input] });
    await Promise.all([explain(text({ tokens: 1 })), explain(text({ tokens: 2 }))]);
    assert.deepEqual(calls, ['customer', 'subscriptions', 'preview', 'preview']);
  });

  test('asks what several events cost together, once for each customer and period', async () => {
    const { explainer, previews } = ask({ prices: [input, cached] });
    const september = { timestamp: '2026-09-29T03:12:04.250Z' };
    const events = [1, 2, 4].map((tokens) => text({ tokens }));
    const together = await explainer.explainTogether([...events, text({ tokens: 8 }, september)]);
    assert.deepEqual(
      together?.map(({ customer, period, total }) => [customer?.id, period?.start, total]),
      [
        ['c1', '2026-10-01T00:00:00Z', [{ currency: 'USD', amount: '7.00' }]],
        ['c1', '2026-09-01T00:00:00Z', [{ currency: 'USD', amount: '8.00' }]],
      ],
    );
    assert.deepEqual(
      previews.map(({ events: { length } }) => length),
      [3, 1],
    );
  });

  test('says nothing about the cost of events that can not all be asked about', async () => {
    const { explainer, calls } = ask({ prices: [input] });
    const of = (count: number, more: (index: number) => object = () => ({})) =>
      Array.from({ length: count }, (_, index) => text({ tokens: 1 }, more(index)));
    for (const texts of [
      ['{', ...of(1)],
      of(501),
      of(6, (index) => ({ external_customer_id: `customer-${index}` })),
    ]) {
      assert.equal(await explainer.explainTogether(texts), undefined);
    }
    assert.deepEqual(calls, []);
    assert.deepEqual(await ask({ customer: null }).explainer.explainTogether(of(2)), []);
  });

  test('reads the metrics of all prices where asked, and the whole list of them for more than ten', async () => {
    const few = ask({ prices: [input] });
    const { prices } = await few.explain(text({ tokens: 1 }), { allMetrics: true });
    assert.equal(prices[0]?.metricName, 'Metric of input');
    assert.equal(prices[0].sql, input.sql);
    const many = Array.from({ length: 11 }, (_, index) => ({ ...storage, id: `s${index}` }));
    const list = ask({ prices: many });
    await list.explain(text({ tokens: 1 }));
    assert.deepEqual(list.calls, ['customer', 'subscriptions', 'preview', 'metrics']);
  });

  test('a price whose filter leaves the event out says so', async () => {
    const regional: FakePrice = {
      ...input,
      filter: "region = 'us-east-1'",
      passes: ({ region }) => region === 'us-east-1',
    };
    const { explain } = ask({ prices: [regional] });
    const { prices } = await explain(text({ tokens: 5, region: 'eu-west-1' }));
    assert.deepEqual(prices[0]?.reason, { code: 'filter', filter: "region = 'us-east-1'" });
    assert.equal(prices[0].wouldCount, undefined);
  });

  test('an unknown customer is asked about once, and nothing else', async () => {
    const { explain, calls } = ask({ customer: null, fails: { subscriptions: 'rejected' } });
    const explanation = await explain(text({}));
    assert.equal(explanation.customer, null);
    assert.equal(explanation.subscription, null);
    assert.deepEqual(calls, ['customer', 'subscriptions']);
  });

  test('a timestamp outside every subscription names the nearest one', async () => {
    const later = ask({ subscription: { startDate: '2026-11-01T00:00:00Z' } });
    const before = await later.explain(text({}));
    assert.equal(before.subscription, null);
    assert.deepEqual(before.nearest, { startsAt: '2026-11-01T00:00:00Z' });
    const ended = ask({ subscription: { endDate: '2026-10-01T00:00:00Z' } });
    assert.deepEqual((await ended.explain(text({}))).nearest, { endedAt: '2026-10-01T00:00:00Z' });
  });

  test('fixed prices and prices of another time are not asked about', async () => {
    const fixed = { ...input, id: 'fixed', type: 'fixed_price', metricId: null };
    const future = { ...input, id: 'future', interval: { startDate: '2026-10-30T00:00:00Z' } };
    const { explain, calls } = ask({ prices: [fixed, future] });
    const explanation = await explain(text({ tokens: 1 }));
    assert.equal(explanation.subscription?.id, 's1');
    assert.deepEqual(explanation.prices, []);
    assert.deepEqual(calls, ['customer', 'subscriptions']);
  });

  test('a parent that pays for the customer is asked for its subscriptions', async () => {
    const paid = { ...input, interval: { usageCustomerIds: ['c1', 'c2'] } };
    const { explain, calls } = ask({
      customer: { parentId: 'parent' },
      prices: [paid],
      subscription: { customerId: 'parent', id: 'of-parent' },
    });
    const explanation = await explain(text({ tokens: 3 }));
    assert.equal(explanation.subscription?.id, 'of-parent');
    assert.ok(calls.includes('subscriptions parent'));
  });

  test('prices of all subscriptions that cover the event are asked about', async () => {
    const { explain } = ask({
      prices: [input, cached],
      subscriptions: [fakeSubscription([input]), fakeSubscription([cached], { id: 's2' })],
    });
    const { prices } = await explain(text({ tokens: 1, cached: true }));
    assert.equal(prices.length, 2);
  });

  test('prices of other billing periods say which, and a price is evaluated once', async () => {
    const midMonth = {
      currentPeriodStart: '2026-10-15T00:00:00Z',
      currentPeriodEnd: '2026-11-15T00:00:00Z',
      billingCycleDay: 15,
    };
    const yearly = {
      ...{ currentPeriodStart: '2026-01-01T00:00:00Z', currentPeriodEnd: '2027-01-01T00:00:00Z' },
    };
    const { explain, previews } = ask({
      subscriptions: [
        fakeSubscription([input]),
        fakeSubscription(
          [
            { ...cached, interval: midMonth },
            { ...storage, cadence: 'annual', interval: yearly },
          ],
          { id: 's2' },
        ),
      ],
      prices: [input, cached, storage],
    });
    const { period, otherPeriods, total } = await explain(text({ tokens: 1, cached: true }));
    assert.equal(period?.start, '2026-10-01T00:00:00Z');
    assert.deepEqual(
      otherPeriods?.map(({ start, end, state, prices }) => [start, end, state, prices]),
      [
        ['2026-10-15T00:00:00Z', '2026-11-15T00:00:00Z', 'open', ['Cached input tokens']],
        ['2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z', 'open', ['Storage GB-hours']],
      ],
    );
    assert.deepEqual(total, [{ currency: 'USD', amount: '2.00' }]);
    assert.deepEqual(
      previews[0]?.prices.map(({ priceId }) => priceId),
      ['input', 'cached', 'storage'],
    );
  });

  test('a price that the response omits has no figures', async () => {
    const { explain } = ask({ prices: [input, cached], omits: ['cached'] });
    const explanation = await explain(text({ tokens: 1, cached: true }));
    assert.deepEqual(
      explanation.prices.map(({ priceId }) => priceId),
      ['input'],
    );
    assert.deepEqual(
      explanation.unanswered.map(({ priceId }) => priceId),
      ['cached'],
    );
    assert.deepEqual(explanation.total, [{ currency: 'USD', amount: '1.00' }]);
  });

  test('403 is unavailable, wherever it comes from', async () => {
    const all = ask({ fails: { customer: 'forbidden' } });
    assert.equal((await all.explain(text({}))).unavailable, 'forbidden');
    const some = ask({ prices: [input], fails: { preview: 'forbidden' } });
    const explanation = await some.explain(text({ tokens: 1 }));
    assert.equal(explanation.unavailable, 'forbidden');
    assert.equal(explanation.customer?.name, 'Acme Corp');
  });

  test('404 on the evaluation leaves the prices that apply', async () => {
    const { explain } = ask({ prices: [input, cached], fails: { preview: 'notFound' } });
    const explanation = await explain(text({ tokens: 1 }));
    assert.equal(explanation.unavailable, 'unsupported');
    assert.equal(explanation.unanswered.length, 2);
    assert.deepEqual(explanation.prices, []);
  });

  test('a URL that the API does not have is not read as a customer that does not exist', async () => {
    const { explain } = ask({ prices: [input], fails: { customer: 'notFound' } });
    const explanation = await explain(text({ tokens: 1 }));
    assert.equal(explanation.unavailable, 'unsupported');
    assert.deepEqual(explanation.unanswered, []);
  });

  test('a metric that can not be read leaves the reason unknown', async () => {
    const { explain } = ask({ prices: [cached], fails: { metric: 'serverFault' } });
    const { prices } = await explain(text({ tokens: 1, cached: 'true' }));
    assert.deepEqual(prices[0]?.reason, { code: 'unknown' });
  });

  test('a failure is not kept: asking again asks Orb', async () => {
    const fails: Record<string, 'serverFault'> = { preview: 'serverFault' };
    const { explain } = ask({ prices: [input], fails });
    await failureOf(explain(text({ tokens: 1 })), 'serverFault');
    delete fails['preview'];
    assert.equal((await explain(text({ tokens: 1 }))).prices.length, 1);
  });

  test('ends when it is canceled, also among experiments', async () => {
    const cancel = new AbortController();
    const { explain, calls } = ask({ prices: [cached] });
    const asked = explain(text({ tokens: 1, cached: 'true' }), { signal: cancel.signal });
    while (!calls.includes('metric metric-cached')) await Promise.resolve();
    cancel.abort();
    await failureOf(asked, 'cancelled');
  });

  test('a deprecated event is not asked about', async () => {
    const { explain, calls } = ask({ prices: [input] });
    const explanation = await explain(text({ tokens: 1 }, { id: 'e', deprecated: true }));
    assert.equal(explanation.deprecated, true);
    assert.deepEqual(calls, []);
  });

  test('a text that is not a whole event is rejected before anything is asked', async () => {
    const { explain, calls } = ask({ prices: [input] });
    const texts = [
      '{',
      '[]',
      text({}, { timestamp: 'today' }),
      text({}, { external_customer_id: null }),
    ];
    for (const each of texts) await failureOf(explain(each), 'invalid');
    assert.deepEqual(calls, []);
  });

  test('a total is an upper bound where tiers fall, and not where they may rise', async () => {
    const tiers = (...rates: string[]) => ({
      tiers: rates.map((unit_amount, index) => ({ first_unit: index, unit_amount })),
    });
    const falling = { ...input, modelType: 'tiered', config: tiers('2', '1') };
    const rising = { ...input, id: 'r', modelType: 'tiered', config: tiers('1', '2') };
    const one = await ask({ prices: [falling] }).explain(text({ tokens: 1 }));
    assert.equal(one.prices[0]?.model.certainty, 'atMost');
    assert.ok(one.totalIsAtMost);
    const both = await ask({ prices: [falling, rising] }).explain(text({ tokens: 1 }));
    assert.equal(both.prices[1]?.model.certainty, 'alone');
    assert.ok(!both.totalIsAtMost);
  });
});
