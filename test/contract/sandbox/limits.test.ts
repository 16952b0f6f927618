import assert from 'node:assert/strict';
import Orb from 'orb-billing';
import {
  anEvent,
  type Answer,
  assertProblem,
  at,
  eachWithSandbox,
  HOUR,
  MINUTE,
  type Box,
} from '../../helpers/sandboxBox.ts';

const SECOND = 1_000;
const LIMITED = '429-too-many-requests';
const stored = async (box: Box) => ((await box.control('state')).body as { events: number }).events;

suite('sandbox: limits and faults', () => {
  const box = eachWithSandbox();
  const times = async (count: number, call: () => Promise<Answer>) => {
    for (let each = 0; each < count; each += 1) assert.equal((await call()).status, 200);
  };
  const ping = () => box.call('GET', '/v1/ping');
  const search = () => box.call('POST', '/v1/events/search', { event_ids: ['k'] });

  test('in test mode, 5 writes, 10 ingests, and 50 reads per second are allowed', async () => {
    await box.settings({ rateLimit: 'test' });
    for (const [allowed, call] of [
      [5, search],
      [10, () => box.ingest([])],
      [50, ping],
    ] as const) {
      await times(allowed, call);
      assertProblem(await call(), LIMITED);
    }
    await box.clock(SECOND);
    assert.equal((await search()).status, 200);
  });

  test('in test mode, 2,000 events per minute are allowed', async () => {
    await box.settings({ rateLimit: 'test' });
    const batch = (from: number, count: number) =>
      box.ingest(Array.from({ length: count }, (_, index) => anEvent(`k${from + index}`)));
    for (const from of [0, 500, 1_000]) assert.equal((await batch(from, 500)).status, 200);
    assert.equal((await batch(1_500, 499)).status, 200);
    assertProblem(await batch(1_999, 2), LIMITED);
    assert.equal(await stored(box), 1_999);
    assert.equal((await batch(1_999, 1)).status, 200);
    await box.clock(MINUTE);
    assert.equal((await batch(2_000, 500)).status, 200);
  });

  test('each mode has its own limits, and `off` has none', async () => {
    await box.settings({ rateLimit: 'trial' });
    assert.equal((await search()).status, 200);
    assertProblem(await search(), LIMITED);
    await box.settings({ rateLimit: 'live' });
    await times(49, search);
    assertProblem(await search(), LIMITED);
    await box.settings({ rateLimit: 'off' });
    await times(60, search);
  });

  test('a 429 has Retry-After only if that is switched on', async () => {
    await box.settings({ rateLimit: 'trial' });
    await search();
    assert.equal((await search()).headers['retry-after'], undefined);
    await box.settings({ retryAfter: true });
    assert.equal((await search()).headers['retry-after'], '1');
  });

  const sdk = () => new Orb({ apiKey: box.apiKey, baseURL: box.sandbox.url });
  const sdkEvent = anEvent('k') as unknown as Orb.EventIngestParams.Event;

  test('an injected 500 is retried by the official SDK with the same key and works once', async () => {
    await box.control('faults', [{ path: '/v1/ingest', status: 500 }]);
    const answer = await sdk().events.ingest({ events: [sdkEvent] });
    assert.deepEqual(answer.validation_failed, []);
    const log = (await box.control('requests')).body as { status: number; responseBody: string }[];
    assert.deepEqual(
      log.map(({ status }) => status),
      [500, 200],
    );
    assert.equal(await stored(box), 1);
  });

  test('a response lost after the work is replayed for the retry, so that it works once', async () => {
    await box.control('faults', [{ path: '/v1/events/backfills', drop: 'after' }]);
    const backfill = await sdk().events.backfills.create({
      timeframe_start: at(-HOUR),
      timeframe_end: at(0),
    });
    const all = (await box.call('GET', '/v1/events/backfills')).body as { data: { id: string }[] };
    assert.deepEqual(
      all.data.map(({ id }) => id),
      [backfill.id],
    );
  });

  test('a connection cut before the work leaves nothing, and the retry does it', async () => {
    await box.control('faults', [{ method: 'POST', drop: 'before', times: 2 }]);
    await sdk().events.ingest({ events: [sdkEvent] });
    const log = (await box.control('requests')).body as { status: number }[];
    assert.deepEqual(
      log.map(({ status }) => status),
      [0, 0, 200],
    );
    assert.equal(await stored(box), 1);
  });

  test('the first matching fault with uses left is applied', async () => {
    await box.control('faults', [
      { path: '/v1/ingest', status: 503, headers: { 'x-a': 'b' } },
      {
        method: 'get',
        path: '/v1/ping',
        body: '<html>',
        headers: { 'content-type': 'text/html' },
        times: 2,
      },
      { bodyContains: 'needle', body: { n: 1 }, status: 418 },
      { path: '/v1/ping', delayMs: 1, headers: { 'x-late': '1' } },
    ]);
    assert.deepEqual(
      [(await ping()).text, (await ping()).headers['content-type']],
      ['<html>', 'text/html'],
    );
    const late = await ping();
    assert.deepEqual([late.status, late.headers['x-late']], [200, '1']);
    assert.equal((await ping()).headers['x-late'], undefined);
    const needle = await box.call('POST', '/v1/events/search', { event_ids: ['needle'] });
    assert.deepEqual([needle.status, needle.text], [418, '{"n":1}']);
    const ingest = await box.ingest([]);
    assert.deepEqual([ingest.status, ingest.headers['x-a']], [503, 'b']);
    assert.equal((ingest.body as { status: number }).status, 503);
    assert.equal((await box.ingest([])).status, 200);
    await box.control('faults', [{ status: 500, times: 9 }]);
    await box.control('faults', []);
    assert.equal((await ping()).status, 200);
  });

  test('a body above the configured size is a 413, and the connection stays open', async () => {
    await box.settings({ maxBodyBytes: 1_000 });
    assert.equal((await box.ingest([anEvent('k')])).status, 200);
    const large = anEvent('l', { properties: { text: 'x'.repeat(1_000) } });
    assertProblem(await box.ingest([large]), '413-request-too-large');
    assert.equal((await ping()).status, 200);
  });

  test('without a setting, 64 MiB are accepted', async () => {
    const padding = ' '.repeat(64 * 1024 * 1024 - 20);
    const fits = await box.call('POST', '/v1/ingest', `{"events":[]${padding}}`);
    assert.equal(fits.status, 200);
    assertProblem(
      await box.call('POST', '/v1/ingest', `{"events":[]${padding}        }`),
      '413-request-too-large',
    );
  });

  test('the official SDK does every operation through its typed methods', async () => {
    const orb = sdk();
    assert.match((await orb.topLevel.ping()).response, /./);
    await orb.events.ingest({ events: [sdkEvent] });
    const { data } = await orb.events.search({ event_ids: ['k'] });
    assert.deepEqual(
      data.map(({ id, external_customer_id }) => [id, external_customer_id]),
      [['k', 'acme']],
    );
    const amendment = {
      event_name: 'other',
      timestamp: at(-HOUR),
      external_customer_id: 'acme',
      properties: {},
    };
    assert.deepEqual(await orb.events.update('k', amendment), { amended: 'k' });
    assert.deepEqual(await orb.events.deprecate('k'), { deprecated: 'k' });
    const hours = await orb.events.volume.list({ timeframe_start: at(-HOUR) });
    assert.equal(hours.data[0]?.count, 1);

    const ids: string[] = [];
    for (let hour = 3; hour < 6; hour += 1) {
      const frame = { timeframe_start: at(-hour * HOUR), timeframe_end: at(-(hour - 1) * HOUR) };
      ids.unshift((await orb.events.backfills.create(frame)).id);
    }
    const listed: string[] = [];
    for await (const { id } of orb.events.backfills.list({ limit: 1 })) listed.push(id);
    assert.deepEqual(listed, ids);
    const [first = '', second = ''] = ids;
    assert.equal((await orb.events.backfills.close(first)).status, 'pending');
    assert.equal((await orb.events.backfills.revert(second)).status, 'reverted');
    assert.equal((await orb.events.backfills.fetch(second)).status, 'reverted');
    await assert.rejects(orb.events.backfills.fetch('unknown'), Orb.NotFoundError);
  });
});
