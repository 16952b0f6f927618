import assert from 'node:assert/strict';
import {
  anAmendment,
  anEvent,
  assertProblem,
  eachWithSandbox,
  HOUR,
  INVALID,
  NO_URL,
  NOW,
} from '../../helpers/sandboxBox.ts';

suite('sandbox: transport', () => {
  const box = eachWithSandbox();

  test('no Authorization header gets 401', async () => {
    assertProblem(
      await box.call('GET', '/v1/ping', undefined, { apiKey: undefined }),
      '401-authentication-error',
    );
  });

  test('an unknown or malformed key gets 401', async () => {
    for (const apiKey of ['unknown', '', 'a b', `${box.apiKey}x`]) {
      assertProblem(
        await box.call('GET', '/v1/ping', undefined, { apiKey }),
        '401-authentication-error',
      );
    }
    const basic = { headers: { authorization: `Basic ${box.apiKey}` } };
    assertProblem(await box.call('GET', '/v1/ping', undefined, basic), '401-authentication-error');
  });

  test('ping responds with 200 and a text', async () => {
    const { status, body } = await box.call('GET', '/v1/ping');
    assert.equal(status, 200);
    assert.match((body as { response: string }).response, /./);
  });

  test('an unknown path, or a known one with a wrong method, is a 404 url-not-found', async () => {
    for (const [method, path] of [
      ['GET', '/v1/nothing'],
      ['GET', '/v1/ingest'],
      ['DELETE', '/v1/events/k'],
      ['GET', '/v1/events/k'],
      ['POST', '/v1/ping'],
      ['GET', '/ping'],
      ['PUT', '/v1/events/a/b'],
      ['PUT', '/v1/events/%ff'],
    ] as const) {
      assertProblem(await box.call(method, path), NO_URL);
    }
  });

  test('every response with a body is application/json', async () => {
    for (const [method, path] of [
      ['GET', '/v1/ping'],
      ['GET', '/v1/events/backfills'],
      ['GET', '/v1/nothing'],
      ['POST', '/v1/ingest'],
    ] as const) {
      const { headers } = await box.call(method, path);
      assert.equal(headers['content-type'], 'application/json', path);
    }
  });

  test('every error has type, status, title, and detail', async () => {
    assertProblem(await box.call('POST', '/v1/ingest'), INVALID);
    assertProblem(await box.deprecate('unknown'), '404-resource-not-found');
    assertProblem(await box.call('GET', '/v1/events/volume'), INVALID);
  });

  const withBody = [
    ['POST', '/v1/ingest'],
    ['POST', '/v1/events/search'],
    ['PUT', '/v1/events/k'],
    ['POST', '/v1/events/backfills'],
  ] as const;

  test("a body that isn't JSON is rejected, and the response says where", async () => {
    for (const [method, path] of withBody) {
      for (const body of [
        '{"events":',
        'nothing',
        '[1]',
        '"text"',
        '{} {}',
        Buffer.from([0x7b, 0xff, 0x7d]),
      ]) {
        assertProblem(await box.call(method, path, body), INVALID);
      }
    }
    const deep = `{"events":${'['.repeat(100_000)}`;
    assert.match(assertProblem(await box.call('POST', '/v1/ingest', deep), INVALID), /deep/);
  });

  test('a missing body is rejected', async () => {
    for (const [method, path] of withBody) {
      assert.match(assertProblem(await box.call(method, path), INVALID), /missing/);
    }
  });

  test('deprecate, close, and revert accept an empty body with a content type', async () => {
    await box.ingested([anEvent('k')]);
    assert.equal((await box.deprecate('k')).status, 200);
    for (const move of ['close', 'revert']) {
      const create = {
        timeframe_start: '2026-08-01T00:00:00Z',
        timeframe_end: '2026-08-02T00:00:00Z',
      };
      const { body } = await box.call('POST', '/v1/events/backfills', create);
      const id = (body as { id: string }).id;
      assert.equal((await box.call('POST', `/v1/events/backfills/${id}/${move}`)).status, 200);
      await box.clock(HOUR);
    }
  });

  test('an unknown member of any request body is rejected by name', async () => {
    const bodies = [
      { events: [], surprise: 1 },
      { event_ids: ['k'], surprise: 1 },
      anAmendment({ surprise: 1 }),
      { timeframe_start: NOW, timeframe_end: NOW, surprise: 1 },
    ];
    await box.ingested([anEvent('k')]);
    for (const [index, [method, path]] of withBody.entries()) {
      const said = assertProblem(await box.call(method, path, bodies[index]), INVALID);
      assert.match(said, /Additional properties are not allowed \('surprise' was unexpected\)/);
    }
  });

  const key = (value: string) => ({ headers: { 'idempotency-key': value } });
  const stored = async () => ((await box.control('state')).body as { events: number }).events;

  test('a POST echoes its Idempotency-Key', async () => {
    const { headers } = await box.ingest([anEvent('k')], '', key('K'));
    assert.equal(headers['idempotency-key'], 'K');
    assert.equal(headers['idempotent-replayed'], undefined);
  });

  test('the same key with the same request replays the response, without a second effect', async () => {
    const create = {
      timeframe_start: '2026-08-01T00:00:00Z',
      timeframe_end: '2026-08-02T00:00:00Z',
    };
    const first = await box.call('POST', '/v1/events/backfills', create, key('K'));
    await box.clock(47 * HOUR);
    const second = await box.call('POST', '/v1/events/backfills', create, key('K'));
    assert.equal(second.status, 200);
    assert.equal(second.text, first.text);
    assert.equal(second.headers['idempotent-replayed'], 'true');
    assert.equal(second.headers['idempotency-key'], 'K');
    assert.equal(((await box.control('state')).body as { backfills: number }).backfills, 1);
  });

  test("the same key with another body gets 409, which isn't stored", async () => {
    await box.ingest([anEvent('a')], '', key('K'));
    assertProblem(await box.ingest([anEvent('b')], '', key('K')), '409-resource-conflict');
    assertProblem(
      await box.ingest([anEvent('a')], '?debug=true', key('K')),
      '409-resource-conflict',
    );
    const again = await box.ingest([anEvent('a')], '', key('K'));
    assert.deepEqual([again.status, again.headers['idempotent-replayed']], [200, 'true']);
    assert.equal(await stored(), 1);
  });

  test('the same key while its first request is running gets 409', async () => {
    await box.control('faults', [{ path: '/v1/ingest', delayMs: 500 }]);
    const both = await Promise.all([1, 2].map(() => box.ingest([anEvent('k')], '', key('K'))));
    const answers = both.sort((a, b) => a.status - b.status);
    assert.equal(answers[0]?.status, 200);
    assertProblem(answers[1]!, '409-resource-conflict');
    assert.equal(await stored(), 1);
  });

  test('the same key runs again after 48 hours', async () => {
    await box.ingest([anEvent('k')], '', key('K'));
    await box.clock(48 * HOUR);
    const again = await box.ingest(
      [anEvent('k2', { timestamp: NOW.replace('20T', '22T') })],
      '',
      key('K'),
    );
    assert.deepEqual([again.status, again.headers['idempotent-replayed']], [200, undefined]);
    assert.equal(await stored(), 2);
  });

  test('PUT and GET ignore the key: two amendments with the same key both run', async () => {
    await box.ingested([anEvent('k')]);
    for (const tokens of [2, 3]) {
      const body = anAmendment({ properties: { tokens } });
      const { status, headers } = await box.call('PUT', '/v1/events/k', body, key('K'));
      assert.deepEqual([status, headers['idempotency-key']], [200, undefined]);
    }
    assert.deepEqual((await box.search(['k']))[0]?.properties, { tokens: 3 });
    const ping = await box.call('GET', '/v1/ping', undefined, key('K'));
    assert.equal(ping.headers['idempotency-key'], undefined);
  });

  test('a key of more than 64 characters is rejected', async () => {
    assert.equal((await box.ingest([], '', key('x'.repeat(64)))).status, 200);
    assertProblem(await box.ingest([], '', key('x'.repeat(65))), INVALID);
  });

  test('only successes are replayed, so a corrected request may use the same key', async () => {
    assertProblem(
      await box.ingest([anEvent('k', { properties: { a: null } })], '', key('K')),
      INVALID,
    );
    const corrected = await box.ingest([anEvent('k')], '', key('K'));
    assert.deepEqual(
      [corrected.status, corrected.headers['idempotent-replayed']],
      [200, undefined],
    );
  });

  test('the event ID in the path is percent-decoded', async () => {
    for (const id of [
      'a/b',
      '?',
      'é',
      '%',
      '..x',
      'search',
      'backfills',
      'volume',
      'a b',
      '#',
      'a%2Fb',
    ]) {
      await box.ingested([anEvent(id)]);
      assert.deepEqual((await box.amend(id, anAmendment())).body, { amended: id });
      assert.deepEqual((await box.deprecate(id)).body, { deprecated: id });
    }
  });

  test('the data of two keys never mixes', async () => {
    await box.ingested([anEvent('k')]);
    const other = { apiKey: box.otherKey };
    const found = await box.call('POST', '/v1/events/search', { event_ids: ['k'] }, other);
    assert.deepEqual((found.body as { data: unknown[] }).data, []);
    assertProblem(
      await box.call('PUT', '/v1/events/k/deprecate', '', other),
      '404-resource-not-found',
    );
    const state = await box.call('GET', '/sandbox/state', undefined, other);
    assert.deepEqual((state.body as { events: number; customers: number }).events, 0);
    // The same ID and the same Idempotency-Key in the other account are its own.
    const ingested = await box.ingest([anEvent('k')], '', { ...other, ...key('K') });
    assert.equal(ingested.status, 200);
    await box.call('POST', '/sandbox/reset', {}, other);
    assert.equal((await box.search(['k'])).length, 1);
  });
});
