import assert from 'node:assert/strict';
import Orb from 'orb-billing';
import type { OrbClient } from '../../src/orb/orbApi.ts';
import { json, startServer, type Recorded } from '../helpers/httpServer.ts';
import { testKey, withClient } from '../helpers/orbClient.ts';

/**
 * What our client puts on the wire is what Orb's official SDK puts there: method, path, query and JSON body. The differences
 * that remain are listed here, and nowhere else, each with its reason:
 */
const differences = {
  'path of an id':
    "The SDK leaves the signs ! $ & ' ( ) * + , ; = : @ of an id as they are, we encode all but ! ' ( ) *. Both mean the same id.",
  'limit of lists':
    'The SDK leaves Orb its default of 20 a page, we always ask for 100, the most Orb allows: fewer requests for the same list.',
  'search in chunks':
    'The SDK sends any number of ids; we send at most 500 a request, the most that Orb takes.',
  'volume in windows':
    'The SDK asks for a range once and gets at most 100 hours; we ask for the rest too.',
  'Idempotency-Key':
    'The SDK sends one with everything but GET. We send none where Orb ignores it (PUT), and none with a search or an evaluation, which Orb would answer from its memory.',
} as const;

const event = {
  event_name: 'api_call',
  timestamp: '2026-08-20T10:00:00.120Z',
  external_customer_id: 'acme é',
  properties: { n: 1.5, text: 'ü"\\\u2028', yes: true, zero: 0 },
};
const timeframe = { start: '2026-08-01T00:00:00Z', end: '2026-08-02T00:00:00+00:00' };

interface Operation {
  readonly name: string;
  readonly ours: (client: OrbClient) => Promise<unknown>;
  readonly sdk: (orb: Orb) => Promise<unknown>;
}

const operations: readonly Operation[] = [
  {
    name: 'search',
    ours: (client) =>
      client.events.search({
        eventIds: ['b', 'a/b', 'é'],
        timeframeStart: timeframe.start,
        timeframeEnd: timeframe.end,
      }),
    sdk: (orb) =>
      orb.events.search({
        event_ids: ['b', 'a/b', 'é'],
        timeframe_start: timeframe.start,
        timeframe_end: timeframe.end,
      }),
  },
  {
    name: 'search without a time frame',
    ours: (client) => client.events.search({ eventIds: ['a'] }),
    sdk: (orb) => orb.events.search({ event_ids: ['a'] }),
  },
  {
    name: 'amend',
    ours: (client) => client.events.amend('a/b c?é%', event),
    sdk: (orb) => orb.events.update('a/b c?é%', event),
  },
  {
    name: 'deprecate',
    ours: (client) => client.events.deprecate('a/b c?é%'),
    sdk: (orb) => orb.events.deprecate('a/b c?é%'),
  },
  {
    name: 'ingest',
    ours: (client) => client.events.ingest({ events: [{ ...event, idempotency_key: 'k' }] }),
    sdk: (orb) => orb.events.ingest({ events: [{ ...event, idempotency_key: 'k' }] }),
  },
  {
    name: 'ingest of lines into a backfill',
    ours: (client) =>
      client.events.ingest(
        { lines: [Buffer.from(JSON.stringify({ ...event, idempotency_key: 'k' }))] },
        { backfillId: 'b/1 é' },
      ),
    sdk: (orb) =>
      orb.events.ingest({ events: [{ ...event, idempotency_key: 'k' }], backfill_id: 'b/1 é' }),
  },
  {
    name: 'create a backfill',
    ours: (client) =>
      client.backfills.create({
        timeframeStart: timeframe.start,
        timeframeEnd: timeframe.end,
        replaceExistingEvents: false,
        closeTime: '2026-08-21T00:00:00Z',
        customerId: 'c',
        deprecationFilter: "n > 100 AND text = 'x'",
      }),
    sdk: (orb) =>
      orb.events.backfills.create({
        timeframe_start: timeframe.start,
        timeframe_end: timeframe.end,
        replace_existing_events: false,
        close_time: '2026-08-21T00:00:00Z',
        customer_id: 'c',
        deprecation_filter: "n > 100 AND text = 'x'",
      }),
  },
  {
    name: 'create a backfill with no more than it needs',
    ours: (client) =>
      client.backfills.create({
        timeframeStart: timeframe.start,
        timeframeEnd: timeframe.end,
        replaceExistingEvents: true,
      }),
    sdk: (orb) =>
      orb.events.backfills.create({
        timeframe_start: timeframe.start,
        timeframe_end: timeframe.end,
        replace_existing_events: true,
      }),
  },
  {
    name: 'list backfills, all pages',
    ours: (client) => collect(client.backfills.list({ pageSize: 7 })),
    sdk: (orb) => collect(orb.events.backfills.list({ limit: 7 })),
  },
  {
    name: 'fetch a backfill',
    ours: (client) => client.backfills.fetch('b 1/é'),
    sdk: (orb) => orb.events.backfills.fetch('b 1/é'),
  },
  {
    name: 'close a backfill',
    ours: (client) => client.backfills.close('b'),
    sdk: (orb) => orb.events.backfills.close('b'),
  },
  {
    name: 'revert a backfill',
    ours: (client) => client.backfills.revert('b'),
    sdk: (orb) => orb.events.backfills.revert('b'),
  },
  {
    name: 'volume',
    ours: (client) =>
      client.volume.list({ timeframeStart: timeframe.start, timeframeEnd: timeframe.end }),
    sdk: (orb) =>
      orb.events.volume.list({
        timeframe_start: timeframe.start,
        timeframe_end: timeframe.end,
        limit: 100,
      }),
  },
  {
    name: 'fetch a customer by external ID',
    ours: (client) => client.customers.fetch({ externalCustomerId: 'acme é/1' }),
    sdk: (orb) => orb.customers.fetchByExternalID('acme é/1'),
  },
  {
    name: 'fetch a customer',
    ours: (client) => client.customers.fetch({ customerId: 'c' }),
    sdk: (orb) => orb.customers.fetch('c'),
  },
  {
    name: 'list the subscriptions of a customer, all pages',
    ours: (client) => client.subscriptions.list({ externalCustomerId: 'acme & é' }),
    sdk: (orb) =>
      collect(
        orb.subscriptions.list({
          external_customer_id: ['acme & é'],
          limit: 100,
          // Orb's document has several statuses, the SDK's type only one.
          status: ['active', 'ended', 'upcoming'] as unknown as 'active',
        }),
      ),
  },
  {
    name: 'fetch a subscription',
    ours: (client) => client.subscriptions.fetch('s'),
    sdk: (orb) => orb.subscriptions.fetch('s'),
  },
  {
    name: 'usage of a subscription',
    ours: (client) =>
      client.subscriptions.usage('s', {
        timeframeStart: timeframe.start,
        timeframeEnd: timeframe.end,
        granularity: 'day',
        metricId: 'm',
        groupBy: 'region',
      }),
    sdk: (orb) =>
      orb.subscriptions.fetchUsage('s', {
        timeframe_start: timeframe.start,
        timeframe_end: timeframe.end,
        granularity: 'day',
        billable_metric_id: 'm',
        group_by: 'region',
      }),
  },
  {
    name: 'usage of a subscription in its current period',
    ours: (client) => client.subscriptions.usage('s', {}),
    sdk: (orb) => orb.subscriptions.fetchUsage('s'),
  },
  {
    name: 'list metrics, all pages',
    ours: (client) => client.metrics.list(),
    sdk: (orb) => collect(orb.metrics.list({ limit: 100 })),
  },
  {
    name: 'fetch a metric',
    ours: (client) => client.metrics.fetch('m'),
    sdk: (orb) => orb.metrics.fetch('m'),
  },
  {
    name: 'fetch a price',
    ours: (client) => client.prices.fetch('p'),
    sdk: (orb) => orb.prices.fetch('p'),
  },
  {
    name: 'evaluate prices',
    ours: (client) =>
      client.prices.evaluate({
        externalCustomerId: 'acme é',
        timeframeStart: timeframe.start,
        timeframeEnd: timeframe.end,
        prices: [
          { priceId: 'p', filter: "region = 'ü'", groupingKeys: ['region'] },
          { priceId: 'q', parameterOverrides: { threshold: 1.5 } },
        ],
      }),
    sdk: (orb) =>
      orb.prices.evaluateMultiple({
        external_customer_id: 'acme é',
        timeframe_start: timeframe.start,
        timeframe_end: timeframe.end,
        price_evaluations: [
          { price_id: 'p', filter: "region = 'ü'", grouping_keys: ['region'] },
          { price_id: 'q', metric_parameter_overrides: { threshold: 1.5 } },
        ],
      }),
  },
  {
    name: 'evaluate prices for preview events',
    ours: (client) =>
      client.prices.evaluatePreviewEvents({
        customerId: 'c',
        timeframeStart: timeframe.start,
        timeframeEnd: timeframe.end,
        prices: [{ priceId: 'p' }],
        events: [JSON.stringify(event)],
      }),
    sdk: (orb) =>
      orb.prices.evaluatePreviewEvents({
        customer_id: 'c',
        timeframe_start: timeframe.start,
        timeframe_end: timeframe.end,
        price_evaluations: [{ price_id: 'p' }],
        events: [event],
      }),
  },
  { name: 'ping', ours: (client) => client.ping(), sdk: (orb) => orb.topLevel.ping() },
];

async function collect<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const backfill = {
  id: 'b',
  status: 'pending',
  created_at: timeframe.start,
  timeframe_start: timeframe.start,
  timeframe_end: timeframe.end,
  events_ingested: 0,
  close_time: null,
  reverted_at: null,
  customer_id: null,
  replace_existing_events: false,
  deprecation_filter: null,
};

const items: Readonly<Record<string, unknown>> = {
  '/v1/events/backfills': backfill,
  '/v1/subscriptions': { id: 's', status: 'active', customer: { id: 'c' }, start_date: 'x' },
  '/v1/metrics': { id: 'm', name: 'm' },
};

/** One response that fits every operation; lists have two pages. */
function answerTo({ path, method }: Recorded): unknown {
  const item = items[path.split('?', 1)[0] ?? ''];
  const lists = method === 'GET' && item !== undefined;
  const more = lists && !path.includes('cursor=');
  return {
    ...backfill,
    ...{ name: 'x', price_type: 'usage_price', model_type: 'unit', currency: 'USD' },
    ...{ customer: { id: 'c' }, start_date: 'x' },
    data: lists ? [item] : [],
    ...(lists && {
      pagination_metadata: { has_more: more, next_cursor: more ? 'c/2 +' : null },
    }),
    amended: 'a',
    deprecated: 'a',
    validation_failed: [],
    response: 'x',
  };
}

async function record(use: (url: string) => Promise<unknown>): Promise<readonly Recorded[]> {
  const server = await startServer((response, request) => json(response, 200, answerTo(request)));
  try {
    await use(server.url);
    return server.requests;
  } finally {
    await server.stop();
  }
}
const recordOurs = (use: Operation['ours']) => record((baseUrl) => withClient({ baseUrl }, use));
const recordSdk = (use: Operation['sdk']) =>
  record((baseURL) => use(new Orb({ apiKey: testKey, baseURL })));

/** Method, path, query in any order, and the body's values. */
function onTheWire({ method, path, body }: Recorded) {
  const url = new URL(path, 'http://x');
  return {
    method,
    path: url.pathname,
    query: [...url.searchParams].sort(([a], [b]) => (a < b ? -1 : 1)),
    body: body === '' ? undefined : (JSON.parse(body) as unknown),
  };
}

suite('client and official SDK on the wire', () => {
  for (const { name, ours, sdk } of operations) {
    test(`${name}: the same requests`, async () => {
      const [mine, theirs] = [await recordOurs(ours), await recordSdk(sdk)];
      assert.ok(mine.length > 0);
      assert.deepEqual(mine.map(onTheWire), theirs.map(onTheWire));
      for (const name of ['authorization', 'accept'] as const) {
        assert.deepEqual(
          mine.map(({ headers }) => headers[name]),
          theirs.map(({ headers }) => headers[name]),
        );
      }
      // The SDK names a content type only where there is content; so do we.
      assert.deepEqual(
        mine.map(({ headers }) => headers['content-type']),
        theirs.map(({ headers }) => headers['content-type']),
      );
    });
  }

  test(differences['path of an id'], async () => {
    const id = "!$&'()*+,;=:@-._~";
    const [mine] = await recordOurs((client) => client.events.deprecate(id));
    const [theirs] = await recordSdk((orb) => orb.events.deprecate(id));
    assert.notEqual(mine?.path, theirs?.path);
    for (const request of [mine, theirs]) {
      assert.equal(decodeURIComponent(request?.path ?? ''), `/v1/events/${id}/deprecate`);
    }
  });

  test(differences['limit of lists'], async () => {
    const [mine] = await recordOurs((client) => collect(client.backfills.list()));
    const [theirs] = await recordSdk((orb) => collect(orb.events.backfills.list()));
    assert.equal(mine?.path, '/v1/events/backfills?limit=100');
    assert.equal(theirs?.path, '/v1/events/backfills');
  });

  test(differences['search in chunks'], async () => {
    const ids = Array.from({ length: 501 }, (_, index) => `e${index}`);
    const count = ({ body }: Recorded) => (JSON.parse(body) as { event_ids: [] }).event_ids.length;
    const mine = await recordOurs((client) => client.events.search({ eventIds: ids }));
    const theirs = await recordSdk((orb) => orb.events.search({ event_ids: ids }));
    assert.deepEqual(mine.map(count), [500, 1]);
    assert.deepEqual(theirs.map(count), [501]);
  });

  test(differences['volume in windows'], async () => {
    const end = '2026-08-09T00:00:00Z';
    const mine = await recordOurs((client) =>
      client.volume.list({ timeframeStart: timeframe.start, timeframeEnd: end }),
    );
    const theirs = await recordSdk((orb) =>
      orb.events.volume.list({ timeframe_start: timeframe.start, timeframe_end: end }),
    );
    assert.equal(mine.length, 2);
    assert.equal(theirs.length, 1);
  });

  test(differences['Idempotency-Key'], async () => {
    const withKey = async (record: (operation: Operation) => Promise<readonly Recorded[]>) => {
      const names: string[] = [];
      for (const operation of operations) {
        const [request] = await record(operation);
        if (request?.headers['idempotency-key'] !== undefined) names.push(operation.name);
      }
      return names;
    };
    const mine = await withKey(({ ours }) => recordOurs(ours));
    const theirs = await withKey(({ sdk }) => recordSdk(sdk));
    assert.deepEqual(
      theirs.filter((name) => !mine.includes(name)),
      [
        'search',
        'search without a time frame',
        'amend',
        'deprecate',
        'evaluate prices',
        'evaluate prices for preview events',
      ],
    );
    assert.deepEqual(
      mine.filter((name) => !theirs.includes(name)),
      [],
    );
  });
});
