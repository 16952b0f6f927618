import assert from 'node:assert/strict';
import type { AmendBody, IngestEvent } from '../../src/core/event.ts';
import { parseJson, printJson } from '../../src/core/json.ts';
import type { OrbClient } from '../../src/orb/orbApi.ts';
import { createClient } from '../../src/orb/client.ts';
import { failureOf, recordsOf } from '../helpers/orbClient.ts';
import { NOW, useSandbox } from '../helpers/sandbox.ts';

const anEvent = (id: string, more: Partial<IngestEvent> = {}): IngestEvent => ({
  idempotency_key: id,
  event_name: 'api_call',
  timestamp: '2026-08-20T11:00:00Z',
  external_customer_id: 'acme',
  properties: { n: 1 },
  ...more,
});

const frame = {
  timeframeStart: '2026-08-01T00:00:00Z',
  timeframeEnd: '2026-08-05T00:00:00Z',
  replaceExistingEvents: false,
};

/** A suite's sandbox and a client on it. */
function useClient() {
  const sandbox = useSandbox();
  let client: OrbClient;
  setup(() => {
    client = createClient({
      baseUrl: sandbox().url,
      apiKey: sandbox().apiKey,
      firstPauseMs: 1,
    });
  });
  teardown(() => client.close());
  return { sandbox, orb: () => client };
}

suite('client on the sandbox: every operation', () => {
  const { sandbox, orb } = useClient();

  test("ping returns the time of the sandbox's clock", async () => {
    const { value } = await orb().ping();
    assert.equal(value.serverTimeMs, Date.parse(NOW));
  });

  test('numbers, order, and unusual keys are stored and returned as they were written', async () => {
    const properties =
      '{"z":1.0,"big":9007199254740993,"small":1e-7,"exp":1E2,"minus":-0,"__proto__":2.50,"10":true,"1":"ü"}';
    const line = (id: string) =>
      `{"idempotency_key":"${id}","event_name":"api_call","timestamp":"2026-08-20T11:00:00.120Z","external_customer_id":"acme","properties":${properties}}`;
    await orb().events.ingest({ lines: [Buffer.from(line('by line'))] });
    await orb().events.ingest({ events: [parseJson(line('by value')) as unknown as IngestEvent] });
    const { events } = await orb().events.search({ eventIds: ['by line', 'by value'] });
    const [byLine = '', byValue = ''] = events.map(({ raw }) => raw);
    assert.ok(byLine.includes(`"properties":${properties}`), byLine);
    assert.ok(byLine.includes('"timestamp":"2026-08-20T11:00:00.120Z"'));
    // A JavaScript object puts integer-like keys first; only lines and texts keep their place.
    const moved = printJson(parseJson(properties));
    assert.ok(byValue.includes(`"properties":${moved}`), byValue);
    assert.ok(moved.includes('"__proto__":2.50'));
  });

  test('amend with 1.0, 9007199254740993 and __proto__ as text and as values', async () => {
    await orb().events.ingest({ events: [anEvent('a')] });
    const text = `{
  "event_name": "api_call",
  "timestamp": "2026-08-20T11:00:00Z",
  "external_customer_id": "acme",
  "properties": {"b": 1.0, "a": 9007199254740993, "__proto__": -0}
}
`;
    const stored = '{"b":1.0,"a":9007199254740993,"__proto__":-0}';
    const seen = async () => (await orb().events.search({ eventIds: ['a'] })).events[0]?.raw ?? '';
    const answer = await orb().events.amend('a', text);
    assert.deepEqual(answer, { value: { amended: 'a' }, raw: '{"amended":"a"}' });
    assert.ok((await seen()).includes(`"properties":${stored}`), await seen());
    await orb().events.amend('a', parseJson(text) as unknown as AmendBody);
    assert.ok((await seen()).includes(`"properties":${stored}`), await seen());
  });

  for (const id of ['a/b', '?', 'é', '%', '%2F', '#', 'a b', 'search', 'backfills', '...', '😀']) {
    test(`ingest, find, amend and deprecate the ID ${id}`, async () => {
      await orb().events.ingest({ events: [anEvent(id)] });
      const { idempotency_key, ...body } = anEvent(id, { properties: { n: 2 } });
      const { value } = await orb().events.amend(idempotency_key, body);
      assert.equal(value.amended, id);
      assert.equal((await orb().events.deprecate(id)).value.deprecated, id);
      const { events } = await orb().events.search({ eventIds: [id] });
      assert.deepEqual(events[0]?.event.properties, { n: 2 });
      assert.equal(events[0].event.deprecated, true);
      assert.equal((await sandbox().state()).events, 1);
    });
  }

  test('search for 1,200 IDs, some of them unknown, keeps the order', async () => {
    const ids = Array.from({ length: 1_200 }, (_, index) => `e${index}`);
    for (const at of [0, 500, 1_000]) {
      await orb().events.ingest({
        events: ids.slice(at, at + 500).map((id) => anEvent(id)),
      });
    }
    const asked = [...ids, 'nobody'].reverse();
    const { events, missing } = await orb().events.search({ eventIds: asked });
    assert.deepEqual(
      events.map(({ event }) => event.id),
      ids.toReversed(),
    );
    assert.deepEqual(missing, ['nobody']);
  });

  test('ingest lists duplicates if the server still does', async () => {
    await orb().events.ingest({ events: [anEvent('a')] });
    const { value } = await orb().events.ingest(
      { events: [anEvent('a'), anEvent('b')] },
      { debug: true },
    );
    assert.deepEqual(value, {
      validationFailed: [],
      debug: { duplicate: ['a'], ingested: ['b'] },
    });
  });

  test('a rejected batch stores nothing and names each event', async () => {
    const events = [
      anEvent('good'),
      anEvent('late', { timestamp: '2026-08-01T00:00:00Z' }),
      anEvent('null', { properties: { n: null as unknown as number } }),
    ];
    const { answer } = await failureOf(orb().events.ingest({ events }), 'rejected');
    assert.deepEqual(
      answer?.validationFailed.map(({ idempotencyKey }) => idempotencyKey),
      ['late', 'null'],
    );
    assert.match(answer.validationFailed[0]?.messages[0] ?? '', /grace period/);
    assert.equal((await sandbox().state()).events, 0);
  });

  test('a backfill from creation to reflection, and back', async () => {
    const { value: made } = await orb().backfills.create({ ...frame, externalCustomerId: 'acme' });
    assert.equal(made.status, 'pending');
    assert.equal(made.customerId, 'c1');
    const old = anEvent('old', { timestamp: '2026-08-02T00:00:00Z' });
    await orb().events.ingest({ events: [old] }, { backfillId: made.id });
    assert.equal((await orb().backfills.fetch(made.id)).value.eventsIngested, 1);
    await orb().backfills.close(made.id);
    await sandbox().advance(5_000);
    assert.equal((await orb().backfills.fetch(made.id)).value.status, 'reflected');
    const { events } = await orb().events.search({ eventIds: ['old'], ...frame });
    assert.equal(events.length, 1);
    assert.equal((await orb().backfills.revert(made.id)).value.status, 'pending_revert');
  });

  test('the list of backfills is complete over all pages', async () => {
    const made: string[] = [];
    for (let day = 1; day <= 5; day++) {
      await sandbox().advance(1_000);
      const { value } = await orb().backfills.create({
        timeframeStart: `2026-07-0${day}T00:00:00Z`,
        timeframeEnd: `2026-07-0${day}T12:00:00Z`,
        replaceExistingEvents: true,
      });
      made.unshift(value.id);
    }
    const listed: string[] = [];
    for await (const { id } of orb().backfills.list({ pageSize: 2 })) listed.push(id);
    assert.deepEqual(listed, made);
  });

  test('volume over ten days gives every hour once', async () => {
    await orb().events.ingest({
      events: [anEvent('a'), anEvent('b', { timestamp: '2026-08-20T09:59:59Z' })],
    });
    const windows: number[] = [];
    const { value } = await orb().volume.list(
      { timeframeStart: '2026-08-10T12:30:00Z', timeframeEnd: '2026-08-20T12:00:00Z' },
      { onWindow: (done) => windows.push(done) },
    );
    assert.deepEqual(windows, [1, 2, 3]);
    assert.equal(value.length, 240);
    assert.deepEqual(
      value.filter(({ count }) => count > 0).map(({ timeframeStart }) => timeframeStart),
      value.slice(-3).flatMap(({ timeframeStart }, hour) => (hour === 1 ? [] : [timeframeStart])),
    );
  });

  test('every error of the sandbox has its kind', async () => {
    const { url, apiKey } = sandbox();
    const client = (options: { baseUrl?: string; apiKey?: string }) =>
      createClient({ baseUrl: url, apiKey, maxRetries: 0, ...options });
    const stranger = client({ apiKey: 'another-key' });
    await failureOf(stranger.ping(), 'unauthorized');
    const lost = client({ baseUrl: url.replace('/v1', '/elsewhere/v1') });
    const error = await failureOf(lost.ping(), 'notFound');
    assert.match(error.answer?.type ?? '', /#404-url-not-found$/);
    await failureOf(orb().events.deprecate('nobody'), 'notFound');
    await failureOf(orb().backfills.fetch('nothing'), 'notFound');
    await sandbox().settings({ maxBodyBytes: 100 });
    await failureOf(orb().events.ingest({ events: [anEvent('a')] }), 'tooLarge');
    await sandbox().settings({ maxBodyBytes: 67_108_864, rateLimit: 'trial' });
    await orb().events.search({ eventIds: ['a'] });
    const search = orb().events.search({ eventIds: ['a'] }, { maxRetries: 0 });
    await failureOf(search, 'rateLimited');
    await sandbox().settings({ rateLimit: 'off' });
    await stranger.close();
    await lost.close();
  });
});

suite('client on the sandbox: one effect, whatever happens on the way', () => {
  const { sandbox, orb } = useClient();

  for (const [what, faults, statuses] of [
    ['a lost answer', [{ drop: 'after' }], [0, 200]],
    ['three lost answers', [{ drop: 'after', times: 3 }], [0, 0, 0, 200]],
    ['a connection cut before the work', [{ drop: 'before' }], [0, 200]],
    [
      'a 429, a 500 and a 503',
      [{ status: 429 }, { status: 500 }, { status: 503 }],
      [429, 500, 503, 200],
    ],
  ] as const) {
    test(`ingest through ${what} stores each event once, with one key for all attempts`, async () => {
      await sandbox().faults(...faults);
      const records = recordsOf(orb());
      const { value } = await orb().events.ingest(
        { events: [anEvent('a'), anEvent('b')] },
        { debug: true },
      );
      const calls = await sandbox().calls('/v1/ingest');
      assert.deepEqual(
        calls.map(({ status }) => status),
        statuses,
      );
      assert.equal((await sandbox().state()).events, 2);
      // The first response is replayed: what was new stays new, and isn't reported as a duplicate of itself.
      assert.deepEqual(value.debug, { duplicate: [], ingested: ['a', 'b'] });
      const keys = records.map(({ requestHeaders }) => requestHeaders['idempotency-key']);
      assert.equal(new Set(keys).size, 1);
    });
  }

  test('the replay of a lost response is marked as one', async () => {
    await sandbox().faults({ drop: 'after' });
    const records = recordsOf(orb());
    await orb().events.ingest({ events: [anEvent('a')] });
    assert.deepEqual(
      records.map(({ headers }) => headers['idempotent-replayed']),
      [undefined, 'true'],
    );
  });

  test('a backfill is created once when the response was lost', async () => {
    await sandbox().faults({ drop: 'after' });
    const { value } = await orb().backfills.create(frame);
    assert.equal((await sandbox().state()).backfills, 1);
    await sandbox().faults({ drop: 'after' });
    await orb().backfills.close(value.id);
    await sandbox().advance(5_000);
    await sandbox().faults({ drop: 'after' });
    assert.equal((await orb().backfills.revert(value.id)).value.status, 'pending_revert');
  });

  test('amend and deprecate are repeated safely', async () => {
    await orb().events.ingest({ events: [anEvent('a')] });
    const { idempotency_key, ...body } = anEvent('a', { properties: { n: 9 } });
    await sandbox().faults({ drop: 'after' }, { status: 500 });
    await orb().events.amend(idempotency_key, body);
    await sandbox().faults({ drop: 'after' });
    await orb().events.deprecate('a');
    const { events } = await orb().events.search({ eventIds: ['a'] });
    assert.deepEqual(events[0]?.event.properties, { n: 9 });
    assert.equal(events[0].event.deprecated, true);
    assert.equal((await sandbox().state()).events, 1);
  });

  test('two searches for the same IDs are two searches: the second sees what is new', async () => {
    const find = async () => (await orb().events.search({ eventIds: ['a'] })).events.length;
    assert.equal(await find(), 0);
    await orb().events.ingest({ events: [anEvent('a')] });
    assert.equal(await find(), 1);
  });

  test('a search continues after lost responses', async () => {
    await orb().events.ingest({ events: [anEvent('a')] });
    await sandbox().faults({ drop: 'after' }, { status: 502, body: '<html>', times: 2 });
    const { events } = await orb().events.search({ eventIds: ['a'] });
    assert.equal(events.length, 1);
  });
});
