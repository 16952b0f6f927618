import assert from 'node:assert/strict';
import type { PreviewQuery } from '../../../src/orb/billingApi.ts';
import { json } from '../../helpers/httpServer.ts';
import { failureOf, testKey, withServer } from '../../helpers/orbClient.ts';

const timeframe = { timeframeStart: '2026-08-01T00:00:00Z', timeframeEnd: '2026-09-01T00:00:00Z' };
const query: PreviewQuery = {
  externalCustomerId: 'acme',
  ...timeframe,
  prices: [{ priceId: 'p' }],
  events: ['{"event_name":"e","timestamp":"2026-08-20T10:00:00Z","properties":{}}'],
};
const evaluation = (priceId: string, groups = '') =>
  `{"price_id":"${priceId}","currency":"USD","price_groups":[${groups}]}`;
const group = (values: string, quantity: string, amount: string) =>
  `{"grouping_values":[${values}],"quantity":${quantity},"amount":"${amount}"}`;
const pricesOf = (body: string) =>
  (JSON.parse(body) as { price_evaluations: { price_id: string }[] }).price_evaluations;

suite('client: evaluations', () => {
  test('quantities and amounts keep all their digits', async () => {
    const groups = [
      group('', '9007199254740993', '0.000000000001'),
      group('', '1.0', '-5'),
      group('', '1e3', '1234567890123456789.10'),
    ];
    await withServer(
      (response) => json(response, 200, `{"data":[${evaluation('p', groups.join(','))}]}`),
      async (client) => {
        const { value } = await client.prices.evaluate(query);
        assert.deepEqual(value[0]?.groups, [
          { values: [], quantity: '9007199254740993', amount: '0.000000000001' },
          { values: [], quantity: '1.0', amount: '-5' },
          { values: [], quantity: '1e3', amount: '1234567890123456789.10' },
        ]);
      },
    );
  });

  test('groups may be numbers, booleans, empty or hostile text', async () => {
    const values = ['7', 'true', '""', '"<img onerror=x>"', 'null', '"__proto__"'];
    const groups = values.map((value) => group(value, '1', '1'));
    await withServer(
      (response) => json(response, 200, `{"data":[${evaluation('p', groups.join(','))}]}`),
      async (client) => {
        const { value } = await client.prices.evaluate(query);
        assert.deepEqual(
          value[0]?.groups.flatMap((each) => each.values),
          [7, true, '', '<img onerror=x>', null, '__proto__'],
        );
      },
    );
  });

  test('preview events are sent as they are written', async () => {
    const event =
      '{ "event_name": "e", "timestamp": "2026-08-20T10:00:00Z", "properties": {"b": 1.0, "2": 9007199254740993, "1": 1e400, "__proto__": "\\u00fc"} }';
    await withServer(
      (response) => json(response, 200, '{"data":[]}'),
      async (client, server) => {
        await client.prices.evaluatePreviewEvents({ ...query, events: [event, event] });
        assert.ok(server.requests[0]?.body.endsWith(`,"events":[${event},${event}]}`));
      },
    );
  });

  test('parameters of a metric are sent as Orb wrote them in the subscription', async () => {
    const overrides = '{"limit":9007199254740993,"rate":1.50}';
    const interval = `{"price":{"id":"p","name":"n","price_type":"usage_price","model_type":"unit","currency":"USD"},"start_date":"x","metric_parameter_overrides":${overrides}}`;
    await withServer(
      (response, { method }) =>
        json(
          response,
          200,
          method === 'POST'
            ? '{"data":[]}'
            : `{"id":"s","status":"active","customer":{"id":"c"},"start_date":"x","price_intervals":[${interval}]}`,
        ),
      async (client, server) => {
        const { value } = await client.subscriptions.fetch('s');
        const { parameterOverrides = null } = value.priceIntervals[0] ?? {};
        await client.prices.evaluate({ ...query, prices: [{ priceId: 'p', parameterOverrides }] });
        assert.ok(server.requests[1]?.body.includes(`"metric_parameter_overrides":${overrides}`));
      },
    );
  });

  test('more than 100 prices take several requests and return one result', async () => {
    const prices = Array.from({ length: 201 }, (_, index) => ({ priceId: `p${index}` }));
    await withServer(
      (response, { body }) => {
        const list = pricesOf(body).map(({ price_id: id }) => evaluation(id, group('', '1', '1')));
        json(response, 200, `{"data":[${list.reverse().join(',')}]}`);
      },
      async (client, server) => {
        const { value } = await client.prices.evaluate({ ...query, prices });
        assert.deepEqual(
          value.map((each) => each?.priceId),
          prices.map(({ priceId }) => priceId),
        );
        const sizes = server.requests.map(({ body }) => pricesOf(body).length);
        assert.deepEqual(sizes.sort(), [1, 100, 100]);
      },
    );
  });

  test('nothing is requested for an empty list of prices', async () => {
    await withServer(
      (response) => json(response, 500, '{}'),
      async (client, server) => {
        const { value } = await client.prices.evaluate({ ...query, prices: [] });
        assert.deepEqual(value, []);
        assert.equal(server.requests.length, 0);
      },
    );
  });

  test('a response that omits a price leaves its place empty', async () => {
    const some = [evaluation('b', group('', '1', '2')), evaluation('other')];
    await withServer(
      (response) => json(response, 200, `{"data":[${some.join(',')}]}`),
      async (client) => {
        const prices = [{ priceId: 'a' }, { priceId: 'b' }];
        const { value } = await client.prices.evaluate({ ...query, prices });
        assert.deepEqual(
          value.map((each) => each?.groups[0]?.amount),
          [undefined, '2'],
        );
      },
    );
  });

  test('one price asked with two filters is answered in order, or not at all', async () => {
    const twice = [{ priceId: 'p', filter: 'a' }, { priceId: 'p' }];
    const [first, second] = ['1', '2'].map((amount) => evaluation('p', group('', '1', amount)));
    const amountsOf = async (list: readonly (string | undefined)[]) => {
      let amounts: readonly (string | undefined)[] = [];
      await withServer(
        (response) => json(response, 200, `{"data":[${list.join(',')}]}`),
        async (client) => {
          const { value } = await client.prices.evaluate({ ...query, prices: twice });
          amounts = value.map((each) => each?.groups[0]?.amount);
        },
      );
      return amounts;
    };
    assert.deepEqual(await amountsOf([first, second]), ['1', '2']);
    assert.deepEqual(await amountsOf([second]), [undefined, undefined]);
  });

  test('no event, or more than 500, is rejected before anything is sent', async () => {
    await withServer(
      (response) => json(response, 200, '{"data":[]}'),
      async (client, server) => {
        const one = query.events[0] ?? '';
        for (const events of [[], Array.from({ length: 501 }, () => one)]) {
          await failureOf(client.prices.evaluatePreviewEvents({ ...query, events }), 'invalid');
        }
        assert.equal(server.requests.length, 0);
      },
    );
  });

  test('an amount must be a decimal number', async () => {
    for (const amount of ['"free"', '"1e999999999"', 'null', '{"rawJSON":"1"}']) {
      const text = `{"data":[{"price_id":"p","currency":"USD","price_groups":[{"quantity":1,"amount":${amount}}]}]}`;
      await withServer(
        (response) => json(response, 200, text),
        async (client) => {
          const error = await failureOf(client.prices.evaluate(query), 'contract');
          assert.match(error.message, /data\.0\.price_groups\.0\.amount/);
        },
      );
    }
  });

  test('are tried again after a 429, and errors never contain the key', async () => {
    await withServer(
      (response, _request, index) =>
        index === 0
          ? json(response, 429, '{}', { 'retry-after': '0' })
          : json(response, 403, `{"detail":"${testKey} can't read this"}`),
      async (client, server) => {
        const error = await failureOf(client.prices.evaluatePreviewEvents(query), 'forbidden');
        assert.equal(server.requests.length, 2);
        assert.ok(!JSON.stringify(error.answer).includes(testKey));
      },
    );
  });
});

suite('client: customers, subscriptions, and metrics', () => {
  test('a price of an unknown model keeps its name and configuration', async () => {
    const price = {
      id: 'p',
      external_price_id: null,
      name: 'Storage',
      price_type: 'usage_price',
      model_type: 'scalable_matrix_with_tiered_pricing',
      scalable_matrix_with_tiered_pricing_config: { anything: [1] },
      currency: 'credits',
      cadence: 'custom',
      billing_cycle_configuration: { duration: 10, duration_unit: 'day' },
      billable_metric: { id: 'm' },
    };
    await withServer(
      (response) => json(response, 200, price),
      async (client) => {
        const { value } = await client.prices.fetch('p');
        assert.deepEqual(value, {
          id: 'p',
          externalId: null,
          name: 'Storage',
          type: 'usage_price',
          modelType: 'scalable_matrix_with_tiered_pricing',
          config: { anything: [1] },
          currency: 'credits',
          cadence: 'custom',
          billingCycle: { duration: 10, unit: 'day' },
          metricId: 'm',
        });
      },
    );
  });

  test('a deleted customer has only an ID', async () => {
    await withServer(
      (response) => json(response, 200, '{"id":"c","deleted":true}'),
      async (client) => {
        const { value } = await client.customers.fetch({ customerId: 'c' });
        assert.ok(value.isDeleted);
        assert.equal(value.name, '');
      },
    );
  });

  test('all pages of subscriptions are read, with every status', async () => {
    const item = (id: string) =>
      `{"id":"${id}","status":"ended","customer":{"id":"c"},"start_date":"x","plan":{"name":"Scale"}}`;
    await withServer(
      (response, { path }) => {
        const isLast = path.includes('cursor=');
        const page = isLast ? 'null' : '{"has_more":true,"next_cursor":"n"}';
        json(response, 200, `{"data":[${item(isLast ? 'b' : 'a')}],"pagination_metadata":${page}}`);
      },
      async (client, server) => {
        const { value } = await client.subscriptions.list({ externalCustomerId: 'acme' });
        assert.deepEqual(
          value.map(({ id, name }) => [id, name]),
          [
            ['a', 'Scale'],
            ['b', 'Scale'],
          ],
        );
        const { searchParams } = new URL(server.requests[0]?.path ?? '', 'http://x');
        assert.deepEqual(searchParams.getAll('status[]'), ['active', 'ended', 'upcoming']);
      },
    );
  });

  test('usage by group keeps its quantities', async () => {
    const usage =
      '{"data":[{"billable_metric":{"id":"m","name":"Tokens"},"metric_group":{"property_key":"region","property_value":"eu"},"usage":[{"quantity":12345678901234567890.5,"timeframe_start":"a","timeframe_end":"b"}]}]}';
    await withServer(
      (response) => json(response, 200, usage),
      async (client) => {
        const { value } = await client.subscriptions.usage('s', {});
        assert.deepEqual(value, [
          {
            metric: { id: 'm', name: 'Tokens' },
            group: { key: 'region', value: 'eu' },
            usage: [{ timeframeStart: 'a', timeframeEnd: 'b', quantity: '12345678901234567890.5' }],
          },
        ]);
      },
    );
  });
});
