import assert from 'node:assert/strict';
import {
  anEvent,
  assertProblem,
  at,
  DAY,
  eachWithSandbox,
  HOUR,
  INVALID,
  NO_URL,
} from '../../helpers/sandboxBox.ts';

suite('sandbox: the control interface', () => {
  const box = eachWithSandbox();
  const state = async () => (await box.control('state')).body as Record<string, unknown>;
  const post = (path: string, body: unknown) => box.call('POST', `/sandbox/${path}`, body);

  test('the state has the clock and the counts', async () => {
    await box.ingested([anEvent('k')]);
    assert.deepEqual(await state(), {
      now: at(0),
      events: 1,
      backfills: 0,
      customers: 3,
      requests: 1,
    });
  });

  test('each response names its data set, which is a new one after a reset', async () => {
    const name = async () => String((await box.call('GET', '/ping')).headers['orb-sandbox-data']);
    const first = await name();
    assert.match(first, /^[0-9a-f-]{36}$/);
    await box.ingested([anEvent('k')]);
    assert.equal(await name(), first);
    await box.control('reset', {});
    assert.notEqual(await name(), first);
  });

  test('it needs the key, and has no other operations', async () => {
    const without = await box.call('GET', '/sandbox/state', undefined, { apiKey: undefined });
    assertProblem(without, '401-authentication-error');
    for (const [method, path] of [
      ['GET', '/sandbox'],
      ['DELETE', '/sandbox/faults'],
      ['POST', '/sandbox/state'],
      ['DELETE', '/sandbox/reset'],
    ] as const) {
      assertProblem(await box.call(method, path), NO_URL);
    }
  });

  test('a reset clears everything but clock and settings; with a seed it adds the demo data again', async () => {
    await box.settings({ graceHours: 5 });
    const key = { headers: { 'idempotency-key': 'K' } };
    await box.ingest([anEvent('k')], '', key);
    await box.control('reset', {});
    assert.deepEqual(await state(), {
      now: at(0),
      events: 0,
      backfills: 0,
      customers: 0,
      requests: 0,
    });
    const again = await box.ingest([anEvent('k')], '', key);
    assert.deepEqual([again.status, again.headers['idempotent-replayed']], [200, undefined]);
    assert.equal(
      ((await box.control('settings', {})).body as { graceHours: number }).graceHours,
      5,
    );
    await box.control('reset', { seed: 'demo' });
    assert.deepEqual((await state())['customers'], 3);
    assert.equal((await box.search(['evt_0001', 'k'])).length, 1);
    const bare = await box.call('POST', '/sandbox/reset');
    assert.equal(bare.status, 200, 'a body is not needed');
    for (const body of [{ seed: 'all' }, { seed: 1 }, { wrong: 1 }, '[']) {
      assertProblem(await post('reset', body), INVALID);
    }
  });

  test('the clock can be frozen, moved, and released; each response has it', async () => {
    await box.control('clock', { now: '2027-01-01T00:00:00Z' });
    await box.control('clock', { advanceMs: 1_500 });
    const { headers } = await box.call('GET', '/v1/ping');
    assert.equal(headers.date, 'Fri, 01 Jan 2027 00:00:01 GMT');
    assert.equal((await state())['now'], '2027-01-01T00:00:01.500Z');
    await box.control('clock', { now: null });
    const real = Date.parse(String((await state())['now']));
    assert.ok(Math.abs(real - Date.now()) < 60_000);
    await box.control('clock', { advanceMs: 3 * DAY });
    const ahead = Date.parse(String((await state())['now']));
    assert.ok(
      ahead - Date.now() > 2 * DAY && ahead - Date.now() < 4 * DAY,
      'real time with an offset',
    );
    for (const body of [
      {},
      { now: 'x' },
      { now: 5 },
      { advanceMs: 'x' },
      { now: null, advanceMs: 1 },
      { advanceMs: 1e300 },
    ]) {
      assertProblem(await post('clock', body), INVALID);
    }
  });

  test('settings start with the defaults; an invalid one is rejected and changes nothing', async () => {
    const defaults = {
      graceHours: 12,
      searchAmended: 'current',
      partialIngest: false,
      strictTimestamps: false,
      reflectDelayMs: 5_000,
      searchDelayMs: 0,
      rateLimit: 'off',
      retryAfter: false,
      debugResponses: true,
      maxBodyBytes: 67_108_864,
      billing: 'on',
      replacedIds: 'accepted',
      packageRounding: 'up',
    };
    assert.deepEqual((await box.control('settings', {})).body, defaults);
    for (const changes of [
      { graceHours: -1 },
      { graceHours: '12' },
      { rateLimit: 'fast' },
      { partialIngest: 1 },
      { searchAmended: true },
      { graceHours: 1, unknown: 1 },
      { toString: 1 },
      [],
      '[',
      'null',
    ]) {
      assertProblem(await post('settings', changes), INVALID);
    }
    assert.deepEqual((await box.control('settings', {})).body, defaults);
  });

  test('invalid faults are rejected, and the list stays', async () => {
    await box.control('faults', [{ status: 500 }]);
    for (const faults of [
      {},
      [1],
      [{ wrong: 1 }],
      [{ status: 99 }],
      [{ drop: 'now' }],
      [{ times: -1 }],
      [{ delayMs: 'x' }],
      [{ headers: [] }],
    ]) {
      assertProblem(await post('faults', faults), INVALID);
    }
    assert.equal((await box.call('GET', '/v1/ping')).status, 500);
  });

  test('customers are listed and added; taken IDs are rejected', async () => {
    await box.control('customers', {
      id: 'cus_9',
      externalCustomerId: 'x',
      name: 'X',
      billingCycleDay: 5,
    });
    const customers = (await box.control('customers')).body as Record<string, unknown>[];
    assert.deepEqual(customers.at(-1), {
      id: 'cus_9',
      externalCustomerId: 'x',
      name: 'X',
      billingCycleDay: 5,
    });
    for (const body of [
      {},
      { id: 'cus_9' },
      { id: 'cus_8', externalCustomerId: 'acme' },
      { id: 5 },
      { id: 'a', billingCycleDay: 29 },
      { id: 'a', wrong: 1 },
    ]) {
      assertProblem(await post('customers', body), INVALID);
    }
  });

  test("a customer's billing cycle day moves its periods", async () => {
    await box.control('customers', { id: 'cus_9', externalCustomerId: 'x', billingCycleDay: 19 });
    const timestamp = at(-HOUR);
    await box.ingested([anEvent('k', { external_customer_id: 'x', timestamp })]);
    await box.control('clock', { now: '2026-09-18T23:00:00Z' });
    assert.equal((await box.deprecate('k')).status, 200);
  });

  test('requests are recorded with their bodies, numbered, and without the key', async () => {
    await box.ingest([anEvent('k', { properties: { secret: box.apiKey } })], '?debug=true');
    await box.call('GET', `/v1/events/volume?timeframe_start=${box.apiKey}`);
    const { body, text } = await box.control('requests');
    const calls = body as Record<string, unknown>[];
    assert.ok(!text.includes(box.apiKey));
    assert.deepEqual(
      calls.map(({ n, method, path, query, status }) => [n, method, path, query, status]),
      [
        [1, 'POST', '/v1/ingest', 'debug=true', 200],
        [2, 'GET', '/v1/events/volume', 'timeframe_start=[api key]', 400],
      ],
    );
    assert.match(String(calls[0]?.['requestBody']), /"idempotency_key":"k"/);
    assert.match(String(calls[0]?.['responseBody']), /validation_failed/);
    assert.equal(calls[0]?.['time'], at(0));
    assert.equal(typeof calls[0]['ms'], 'number');
    assert.deepEqual(((await box.control('requests?since=1')).body as unknown[]).length, 1);
    assert.deepEqual((await box.control('requests?since=2')).body, []);
    assertProblem(await box.call('GET', '/sandbox/requests?since=x'), INVALID);
  });

  test('the record is bounded: the oldest requests are dropped, the numbers stay', async () => {
    const large = Buffer.alloc(300_000, 'x');
    for (let each = 0; each < 140; each += 1) await box.call('POST', '/v1/nothing', large);
    const calls = (await box.control('requests')).body as { n: number; requestBody: string }[];
    assert.ok(calls.length < 140 && calls.length > 100, `${calls.length}`);
    assert.equal(calls.at(-1)?.n, 140);
    assert.equal(calls[0]?.requestBody.length, 256 * 1024);
  });
});
