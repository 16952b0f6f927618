import assert from 'node:assert/strict';
import Orb from 'orb-billing';
import { NOW, useRecordedSandbox, useSandbox, type TestSandbox } from '../helpers/sandbox.ts';

type Ingested = Orb.EventIngestParams['events'][number];

const anEvent = (id: string, more: Partial<Ingested> = {}): Ingested => ({
  idempotency_key: id,
  event_name: 'api_call',
  timestamp: '2026-08-20T11:00:00Z',
  external_customer_id: 'acme',
  properties: { n: 1, region: 'eu', ok: true },
  ...more,
});

/** Of any event that anEvent() made. */
const anAmendment = (properties: Orb.EventUpdateParams['properties']): Orb.EventUpdateParams => ({
  event_name: 'api_call',
  timestamp: '2026-08-20T11:00:00Z',
  external_customer_id: 'acme',
  properties,
});

/** The error of a typed class that a call ends with. */
async function failure<E extends Error>(
  call: PromiseLike<unknown>,
  type: abstract new (...args: never[]) => E,
): Promise<E> {
  try {
    await call;
  } catch (error) {
    assert.ok(error instanceof type, `${String(error)} is no ${type.name}`);
    return error;
  }
  throw new Error('The call succeeded.');
}

/** The same on the sandbox, and through a recorder that forwards to it. */
function eachWay(
  what: string,
  tests: (sandbox: () => TestSandbox, isRecorded: boolean) => void,
): void {
  suite(`official SDK on the sandbox: ${what}`, () => tests(useSandbox(), false));
  suite(`official SDK through the recorder: ${what}`, () => tests(useRecordedSandbox(), true));
}

eachWay('every operation', (sandbox) => {
  const orb = () => new Orb({ apiKey: sandbox().apiKey, baseURL: sandbox().url, maxRetries: 0 });

  test('ping', async () => {
    const { response } = await orb().topLevel.ping();
    assert.ok(response.length > 0);
  });

  test('the two environment variables are all that an integration needs', async () => {
    const before = { ...process.env };
    Object.assign(process.env, { ORB_API_KEY: sandbox().apiKey, ORB_BASE_URL: sandbox().url });
    try {
      const { response } = await new Orb().topLevel.ping();
      assert.ok(response.length > 0);
    } finally {
      for (const name of ['ORB_API_KEY', 'ORB_BASE_URL']) {
        if (before[name] === undefined) Reflect.deleteProperty(process.env, name);
        else process.env[name] = before[name];
      }
    }
  });

  test('ingest and search', async () => {
    const events = [anEvent('a'), anEvent('b', { properties: { text: 'ü', float: 1.5 } })];
    assert.deepEqual(await orb().events.ingest({ events }), { validation_failed: [] });
    const { data } = await orb().events.search({ event_ids: ['b', 'a', 'nobody'] });
    assert.deepEqual(data.map(({ id }) => id).sort(), ['a', 'b']);
    assert.deepEqual(
      data.find(({ id }) => id === 'b'),
      {
        id: 'b',
        customer_id: 'c1',
        external_customer_id: 'acme',
        event_name: 'api_call',
        timestamp: '2026-08-20T11:00:00Z',
        properties: { text: 'ü', float: 1.5 },
        deprecated: false,
      },
    );
  });

  test('search in a time frame', async () => {
    await orb().events.ingest({ events: [anEvent('a')] });
    const ask = async (timeframe_start: string | null, timeframe_end: string | null) =>
      (await orb().events.search({ event_ids: ['a'], timeframe_start, timeframe_end })).data.length;
    assert.equal(await ask(null, null), 1);
    assert.equal(await ask('2026-08-20T11:00:00Z', null), 1);
    assert.equal(await ask(null, '2026-08-20T11:00:00Z'), 0);
  });

  test('amend', async () => {
    const id = 'a b?é%:';
    await orb().events.ingest({ events: [anEvent(id)] });
    assert.deepEqual(await orb().events.update(id, anAmendment({ n: 2 })), { amended: id });
    const { data } = await orb().events.search({ event_ids: [id] });
    assert.deepEqual(data[0]?.properties, { n: 2 });
    assert.equal(data[0].deprecated, false);
  });

  test('deprecate', async () => {
    await orb().events.ingest({ events: [anEvent('a/b')] });
    assert.deepEqual(await orb().events.deprecate('a/b'), { deprecated: 'a/b' });
    const { data } = await orb().events.search({ event_ids: ['a/b'] });
    assert.equal(data[0]?.deprecated, true);
  });

  test('a backfill from creation to reflection, and back', async () => {
    const { backfills } = orb().events;
    const made = await backfills.create({
      timeframe_start: '2026-08-01T00:00:00Z',
      timeframe_end: '2026-08-05T00:00:00Z',
      replace_existing_events: false,
      external_customer_id: 'acme',
    });
    assert.equal(made.status, 'pending');
    assert.equal(made.customer_id, 'c1');
    assert.equal(made.replace_existing_events, false);
    const old = anEvent('old', { timestamp: '2026-08-02T00:00:00Z' });
    await orb().events.ingest({ events: [old], backfill_id: made.id });
    assert.equal((await backfills.fetch(made.id)).events_ingested, 1);
    const frame = { timeframe_start: made.timeframe_start, timeframe_end: made.timeframe_end };
    const found = async () =>
      (await orb().events.search({ event_ids: ['old'], ...frame })).data.length;
    assert.equal(await found(), 0);
    const closed = await backfills.close(made.id);
    assert.equal(Date.parse(closed.close_time ?? ''), Date.parse(NOW));
    await sandbox().advance(5_000);
    assert.equal((await backfills.fetch(made.id)).status, 'reflected');
    assert.equal(await found(), 1);
    assert.equal((await backfills.revert(made.id)).status, 'pending_revert');
    await sandbox().advance(5_000);
    const reverted = await backfills.fetch(made.id);
    assert.equal(reverted.status, 'reverted');
    assert.notEqual(reverted.reverted_at, null);
    assert.equal(await found(), 0);
  });

  test('the list of backfills pages automatically, newest first', async () => {
    const made: string[] = [];
    for (let day = 1; day <= 7; day++) {
      await sandbox().advance(1_000);
      const { id } = await orb().events.backfills.create({
        timeframe_start: `2026-07-0${day}T00:00:00Z`,
        timeframe_end: `2026-07-0${day}T12:00:00Z`,
      });
      made.unshift(id);
    }
    const listed: string[] = [];
    for await (const { id } of orb().events.backfills.list({ limit: 3 })) listed.push(id);
    assert.deepEqual(listed, made);
    const calls = (await sandbox().calls('/v1/events/backfills')).filter(
      ({ method }) => method === 'GET',
    );
    assert.equal(calls.length, 3);
    const page = await orb().events.backfills.list({ limit: 4 });
    assert.equal(page.data.length, 4);
    assert.equal(page.hasNextPage(), true);
    assert.equal((await page.getNextPage()).hasNextPage(), false);
  });

  test('volume', async () => {
    await orb().events.ingest({
      events: [anEvent('a'), anEvent('b', { timestamp: '2026-08-20T09:59:59Z' })],
    });
    const { data } = await orb().events.volume.list({
      timeframe_start: '2026-08-20T09:30:00Z',
      timeframe_end: '2026-08-20T11:30:00Z',
    });
    assert.deepEqual(
      data.map(({ timeframe_start, count }) => [Date.parse(timeframe_start), count]),
      [9, 10, 11].map((hour) => [Date.UTC(2026, 7, 20, hour), hour === 10 ? 0 : 1]),
    );
  });
});

eachWay('every typed error', (sandbox, isRecorded) => {
  const orb = (apiKey = sandbox().apiKey, baseURL = sandbox().url) =>
    new Orb({ apiKey, baseURL, maxRetries: 0 });

  test('OrbAuthenticationError for another key', async () => {
    const error = await failure(orb('another-key').topLevel.ping(), Orb.OrbAuthenticationError);
    assert.equal(error.status, 401);
  });

  test('RequestValidationError for a rejected batch', async () => {
    const events = [anEvent('good'), anEvent('old', { timestamp: '2026-08-01T00:00:00Z' })];
    const error = await failure(orb().events.ingest({ events }), Orb.RequestValidationError);
    assert.equal(error.validation_errors.length, 1);
    assert.match(String(error.validation_errors[0]), /account grace period/);
    const body = error.error as unknown as Orb.EventIngestResponse;
    assert.deepEqual(
      body.validation_failed.map(({ idempotency_key: key }) => key),
      ['old'],
    );
    assert.equal((await sandbox().state()).events, 0);
  });

  test('ResourceNotFound for an unknown event and an unknown backfill', async () => {
    const error = await failure(orb().events.deprecate('nobody'), Orb.ResourceNotFound);
    assert.match(error.detail ?? '', /identifier: nobody/);
    await failure(orb().events.backfills.fetch('nothing'), Orb.ResourceNotFound);
  });

  test('URLNotFound for a base URL that leads elsewhere', async () => {
    const elsewhere = orb(undefined, `${sandbox().url}/v2`);
    await failure(elsewhere.topLevel.ping(), Orb.URLNotFound);
  });

  test('ConstraintViolation for overlapping backfills', async () => {
    const frame = {
      timeframe_start: '2026-08-01T00:00:00Z',
      timeframe_end: '2026-08-02T00:00:00Z',
    };
    await orb().events.backfills.create(frame);
    await failure(orb().events.backfills.create(frame), Orb.ConstraintViolation);
  });

  test('ResourceConflict for one Idempotency-Key with two bodies', async () => {
    const options = { idempotencyKey: 'same' };
    await orb().events.ingest({ events: [anEvent('a')] }, options);
    await failure(orb().events.ingest({ events: [anEvent('b')] }, options), Orb.ResourceConflict);
    assert.equal((await sandbox().state()).events, 1);
  });

  test('RequestTooLarge for a body above the limit', async () => {
    await sandbox().settings({ maxBodyBytes: 1_000 });
    const events = [anEvent('a', { properties: { text: 'x'.repeat(2_000) } })];
    await failure(orb().events.ingest({ events }), Orb.RequestTooLarge);
    await sandbox().settings({ maxBodyBytes: 67_108_864 });
  });

  test('TooManyRequests above the rate limit', async () => {
    await sandbox().settings({ rateLimit: 'trial' });
    const search = () => orb().events.search({ event_ids: ['a'] });
    await search();
    await failure(search(), Orb.TooManyRequests);
    await sandbox().settings({ rateLimit: 'off' });
  });

  test('OrbInternalServerError for a fault of the server', async () => {
    await sandbox().faults({ status: 500 });
    const error = await failure(orb().topLevel.ping(), Orb.OrbInternalServerError);
    assert.equal(error.headers.get('transient-error'), 'true');
  });

  test('APIConnectionError for a cut connection, APIConnectionTimeoutError for a slow one', async () => {
    await sandbox().faults({ drop: 'before' });
    // The recorder responds where its upstream doesn't.
    if (isRecorded) await failure(orb().topLevel.ping(), Orb.InternalServerError);
    else await failure(orb().topLevel.ping(), Orb.APIConnectionError);
    await sandbox().faults({ delayMs: 2_000 });
    await failure(orb().topLevel.ping({ timeout: 50 }), Orb.APIConnectionTimeoutError);
  });
});

eachWay('its own retries have one effect', (sandbox) => {
  /** With the SDK's own two retries. */
  const orb = () => new Orb({ apiKey: sandbox().apiKey, baseURL: sandbox().url });
  const soon = { 'retry-after-ms': '1' };

  for (const [what, faults, statuses] of [
    ['a 429', [{ status: 429, headers: soon }], [429, 200]],
    ['two 500s', [{ status: 500, headers: soon, times: 2 }], [500, 500, 200]],
    ['a 409', [{ status: 409, headers: soon }], [409, 200]],
    ['a connection cut before the work', [{ drop: 'before' }], [0, 200]],
    ['a connection cut after the work', [{ drop: 'after' }], [0, 200]],
  ] as const) {
    test(`ingest through ${what}`, async () => {
      await sandbox().faults(...faults);
      await orb().events.ingest({ events: [anEvent('a'), anEvent('b')] });
      const calls = await sandbox().calls('/v1/ingest');
      assert.deepEqual(
        calls.map(({ status }) => status),
        statuses,
      );
      assert.equal((await sandbox().state()).events, 2);
    });
  }

  test('a backfill is created once when the response was lost', async () => {
    await sandbox().faults({ drop: 'after' });
    const { id } = await orb().events.backfills.create({
      timeframe_start: '2026-08-01T00:00:00Z',
      timeframe_end: '2026-08-02T00:00:00Z',
    });
    assert.equal((await sandbox().state()).backfills, 1);
    assert.equal((await orb().events.backfills.fetch(id)).status, 'pending');
    assert.equal((await sandbox().calls('/v1/events/backfills')).length, 2);
  });

  test('closing and reverting survive a lost response', async () => {
    const { backfills } = orb().events;
    const { id } = await backfills.create({
      timeframe_start: '2026-08-01T00:00:00Z',
      timeframe_end: '2026-08-02T00:00:00Z',
    });
    await sandbox().faults({ drop: 'after' });
    assert.notEqual((await backfills.close(id)).close_time, null);
    await sandbox().advance(5_000);
    await sandbox().faults({ drop: 'after' });
    assert.equal((await backfills.revert(id)).status, 'pending_revert');
  });

  test('amend and deprecate, repeated after a lost response, count once', async () => {
    await orb().events.ingest({ events: [anEvent('a')] });
    await sandbox().faults({ drop: 'after' });
    assert.deepEqual(await orb().events.update('a', anAmendment({ n: 9 })), { amended: 'a' });
    await sandbox().faults({ drop: 'after' });
    assert.deepEqual(await orb().events.deprecate('a'), { deprecated: 'a' });
    const { data } = await orb().events.search({ event_ids: ['a'] });
    assert.deepEqual(data[0]?.properties, { n: 9 });
    assert.equal(data[0].deprecated, true);
    assert.equal((await sandbox().state()).events, 1);
  });
});
