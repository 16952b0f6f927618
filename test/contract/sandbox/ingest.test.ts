import assert from 'node:assert/strict';
import {
  anAmendment,
  anEvent,
  type Answer,
  assertProblem,
  at,
  eachWithSandbox,
  HOUR,
  INVALID,
  MINUTE,
} from '../../helpers/sandboxBox.ts';

const SECOND = 1_000;
const failedOf = (answer: Answer) =>
  (answer.body as { validation_failed: { idempotency_key: string; validation_errors: string[] }[] })
    .validation_failed;

suite('sandbox: ingest, the structure', () => {
  const box = eachWithSandbox();
  const refusesAll = async (events: readonly unknown[], words = /./) => {
    for (const event of events) {
      const said = assertProblem(await box.ingest([event]), INVALID);
      assert.match(said, words);
    }
  };
  const acceptsAll = async (events: readonly unknown[]) => {
    for (const event of events) await box.ingested([event]);
  };

  test('a valid event gets an empty validation_failed and nothing else', async () => {
    const { status, text } = await box.ingest([anEvent('k')]);
    assert.deepEqual([status, text], [200, '{"validation_failed":[]}']);
  });

  test('?debug=true lists new and duplicate IDs, unless it is switched off', async () => {
    const debug = async () => (await box.ingest([anEvent('k')], '?debug=true')).body;
    assert.deepEqual(await debug(), {
      validation_failed: [],
      debug: { duplicate: [], ingested: ['k'] },
    });
    assert.deepEqual(await debug(), {
      validation_failed: [],
      debug: { duplicate: ['k'], ingested: [] },
    });
    await box.settings({ debugResponses: false });
    assert.deepEqual(await debug(), { validation_failed: [] });
  });

  test("missing events, events that aren't an array, and items that aren't objects are rejected", async () => {
    for (const body of [
      {},
      { events: {} },
      { events: 'k' },
      { events: null },
      { events: [1] },
      { events: [[]] },
    ]) {
      assertProblem(await box.call('POST', '/v1/ingest', body), INVALID);
    }
  });

  test('an empty batch is accepted, and noted in the request log', async () => {
    await box.ingested([]);
    const log = (await box.control('requests')).body as { notes: string[] }[];
    assert.deepEqual(log[0]?.notes, ['The batch is empty.']);
  });

  test('500 events are accepted, 501 are rejected and none is stored', async () => {
    const events = Array.from({ length: 501 }, (_, index) => anEvent(`k${index}`));
    assert.match(assertProblem(await box.ingest(events), INVALID), /500/);
    assert.deepEqual(await box.search(['k0', 'k500']), []);
    await box.ingested(events.slice(0, 500));
  });

  test('each missing required member is named', async () => {
    for (const name of ['event_name', 'timestamp', 'properties', 'idempotency_key']) {
      await refusesAll(
        [anEvent('k', { [name]: undefined })],
        new RegExp(`'${name}' is a required property`),
      );
    }
  });

  test('event_name and idempotency_key must be strings', async () => {
    await refusesAll(
      [1, true, null, {}, []].flatMap((value) => [
        anEvent('k', { event_name: value }),
        anEvent('k', { idempotency_key: value }),
      ]),
      /is not of type 'string'/,
    );
  });

  test('event_name and idempotency_key must not be empty', async () => {
    await refusesAll([anEvent(''), anEvent('k', { event_name: '' })], /too short/);
  });

  test('an event_name with white space is accepted, and noted', async () => {
    await box.ingested([anEvent('k', { event_name: 'API call' })]);
    const log = (await box.control('requests')).body as { notes: string[] }[];
    assert.match(log[0]?.notes.join(' ') ?? '', /white space/);
  });

  test('an unknown member of an event is rejected by name', async () => {
    await refusesAll(
      [anEvent('k', { debug: true })],
      /Additional properties are not allowed \('debug' was unexpected\)/,
    );
  });

  test('empty properties are accepted', async () => {
    await box.ingested([anEvent('k', { properties: {} })]);
    assert.deepEqual((await box.search(['k']))[0]?.properties, {});
  });

  test('strings, numbers, and booleans come back as they were written', async () => {
    const properties =
      '{"2":1.0,"1":9007199254740993,"e":1e3,"z":-0,"f":0.1,"s":"é\\u0000","b":false,"__proto__":2}';
    const event = JSON.stringify(anEvent('k')).replace('{"tokens":1}', properties);
    assert.equal((await box.call('POST', '/v1/ingest', `{"events":[${event}]}`)).status, 200);
    const { text } = await box.call('POST', '/v1/events/search', { event_ids: ['k'] });
    assert.ok(text.includes(`"properties":${properties},`), text);
  });

  test("a property that is null is rejected with Orb's message", async () => {
    await refusesAll(
      [anEvent('k', { properties: { a: null } })],
      /None is not of type 'number', 'string', 'boolean'/,
    );
  });

  test('a property that is an object or a list is rejected', async () => {
    await refusesAll(
      [anEvent('k', { properties: { a: {} } }), anEvent('k', { properties: { a: [1] } })],
      /is not of type 'number', 'string', 'boolean'/,
    );
  });

  test("a number that doesn't fit in 64 bits is rejected; the largest and the smallest are accepted", async () => {
    const withNumber = async (number: string) => {
      const event = JSON.stringify(anEvent(`k${number}`)).replace(
        '"tokens":1',
        `"tokens":${number}`,
      );
      return await box.call('POST', '/v1/ingest', `{"events":[${event}]}`);
    };
    for (const number of ['9223372036854775807', '-9223372036854775808', '1.5', '1e18']) {
      assert.equal((await withNumber(number)).status, 200, number);
    }
    for (const number of ['9223372036854775808', '-9223372036854775809', '1e400', '1e19']) {
      assertProblem(await withNumber(number), INVALID);
    }
  });

  test('properties must be an object', async () => {
    await refusesAll(
      ['x', 1, null, [], true].map((properties) => anEvent('k', { properties })),
      /is not of type 'object'/,
    );
  });

  test('both customer IDs are rejected', async () => {
    await refusesAll([anEvent('k', { customer_id: 'cus_1' })], /Exactly one of/);
  });

  test('no customer ID, or two that are null, is rejected', async () => {
    await refusesAll(
      [
        anEvent('k', { external_customer_id: undefined }),
        anEvent('k', { external_customer_id: null, customer_id: null }),
      ],
      /Exactly one of/,
    );
  });

  test('one ID that is null and one that is text are accepted', async () => {
    await acceptsAll([
      anEvent('a', { customer_id: null }),
      anEvent('b', { external_customer_id: null, customer_id: 'cus_1' }),
    ]);
  });

  test('an unknown customer_id is rejected for that event', async () => {
    const answer = await box.ingest([
      anEvent('k', { external_customer_id: undefined, customer_id: 'cus_9' }),
    ]);
    assertProblem(answer, INVALID);
    assert.equal(failedOf(answer)[0]?.idempotency_key, 'k');
  });

  test('an unknown external_customer_id is accepted, and finds its customer later', async () => {
    await box.ingested([anEvent('k', { external_customer_id: 'later' })]);
    const ids = async () => {
      const [event] = await box.search(['k']);
      return [event?.customer_id, event?.external_customer_id];
    };
    assert.deepEqual(await ids(), [null, 'later']);
    await box.control('customers', { id: 'cus_9', externalCustomerId: 'later' });
    assert.deepEqual(await ids(), ['cus_9', 'later']);
  });

  test('a known customer is shown with both IDs, one without an alias with null', async () => {
    const own = { external_customer_id: undefined };
    await box.ingested([
      anEvent('a'),
      anEvent('b', { ...own, customer_id: 'cus_1' }),
      anEvent('c', { ...own, customer_id: 'cus_3' }),
    ]);
    const found = await box.search(['a', 'b', 'c']);
    assert.deepEqual(
      found.map((event) => [event.customer_id, event.external_customer_id]),
      [
        ['cus_1', 'acme'],
        ['cus_1', 'acme'],
        ['cus_3', null],
      ],
    );
  });
});

suite('sandbox: ingest, time', () => {
  const box = eachWithSandbox();
  const ingestAt = (timestamp: unknown) =>
    box.ingest([anEvent(`k ${String(timestamp)}`, { timestamp })]);

  test('an event within the grace period is accepted', async () => {
    assert.equal((await ingestAt(at(-12 * HOUR + MINUTE))).status, 200);
  });

  test('an event exactly as old as the grace period is accepted', async () => {
    assert.equal((await ingestAt(at(-12 * HOUR))).status, 200);
  });

  test("an older one is rejected with Orb's message", async () => {
    const said = assertProblem(await ingestAt(at(-12 * HOUR - SECOND)), INVALID);
    const words =
      'Event timestamp 2026-08-19T23:59:59+00:00 must be later than 2026-08-20T00:00:00+00:00 based on ' +
      'account grace period. To ingest an event older than the account grace period, create a backfill: ';
    assert.ok(said.includes(words), said);
  });

  test('five minutes ahead are accepted, a second more is rejected', async () => {
    assert.equal((await ingestAt(at(5 * MINUTE))).status, 200);
    assertProblem(await ingestAt(at(5 * MINUTE + SECOND)), INVALID);
  });

  test('the grace period can be set', async () => {
    await box.settings({ graceHours: 1 });
    assert.equal((await ingestAt(at(-HOUR))).status, 200);
    assertProblem(await ingestAt(at(-HOUR - SECOND)), INVALID);
    await box.settings({ graceHours: 48 });
    assert.equal((await ingestAt(at(-48 * HOUR))).status, 200);
  });

  test('what the SDKs write is accepted', async () => {
    for (const timestamp of [
      '2026-08-20T11:00:00Z',
      '2026-08-20T11:00:00.123Z',
      '2026-08-20T11:00:00+00:00',
    ]) {
      assert.equal((await ingestAt(timestamp)).status, 200, timestamp);
    }
  });

  test('an offset is converted to UTC, or rejected in strict mode', async () => {
    const timestamp = '2026-08-20T13:00:00+02:00';
    assert.equal((await ingestAt(timestamp)).status, 200);
    assert.equal((await box.search([`k ${timestamp}`]))[0]?.timestamp, '2026-08-20T11:00:00Z');
    await box.settings({ strictTimestamps: true });
    assertProblem(await ingestAt('2026-08-20T13:30:00+02:00'), INVALID);
    assert.equal((await ingestAt('2026-08-20T11:30:00+00:00')).status, 200);
  });

  test('a time without a zone is UTC, or rejected in strict mode', async () => {
    const timestamp = '2026-08-20T11:00:00';
    assert.equal((await ingestAt(timestamp)).status, 200);
    assert.equal((await box.search([`k ${timestamp}`]))[0]?.timestamp, '2026-08-20T11:00:00Z');
    await box.settings({ strictTimestamps: true });
    assertProblem(await ingestAt('2026-08-20T11:30:00'), INVALID);
  });

  test("what isn't an ISO time is rejected", async () => {
    for (const timestamp of [
      '20/08/2026',
      'yesterday',
      1_787_227_200,
      null,
      '',
      '2026-02-30T00:00:00Z',
    ]) {
      assertProblem(await ingestAt(timestamp), INVALID);
    }
  });

  test('the stored time comes back in UTC with all its digits', async () => {
    const cases = [
      ['2026-08-20T11:00:00.123456Z', '2026-08-20T11:00:00.123456Z'],
      ['2026-08-20T13:00:00.1234567+02:00', '2026-08-20T11:00:00.1234567Z'],
      ['2026-08-20T11:00:00.000Z', '2026-08-20T11:00:00.000Z'],
    ] as const;
    for (const [sent, expected] of cases) {
      assert.equal((await ingestAt(sent)).status, 200);
      assert.equal((await box.search([`k ${sent}`]))[0]?.timestamp, expected);
    }
  });
});

suite('sandbox: ingest, duplicates and atomicity', () => {
  const box = eachWithSandbox();
  const stored = async () => ((await box.control('state')).body as { events: number }).events;
  const bad = (id: string) => anEvent(id, { properties: { a: null } });

  test('the same event in two requests is stored and counted once', async () => {
    await box.ingested([anEvent('k')]);
    await box.ingested([anEvent('k')]);
    assert.deepEqual(await box.volume(-2 * HOUR, 0), { [at(-HOUR)]: 1 });
  });

  test('the same ID with different content in a later request keeps the first version', async () => {
    await box.ingested([anEvent('k')]);
    await box.ingested([anEvent('k', { properties: { tokens: 2 } })]);
    assert.deepEqual((await box.search(['k']))[0]?.properties, { tokens: 1 });
  });

  test('one batch with different content for one ID is rejected as a whole', async () => {
    await box.settings({ partialIngest: true });
    const events = [anEvent('other'), anEvent('k'), anEvent('k', { properties: { tokens: 2 } })];
    assert.match(assertProblem(await box.ingest(events), INVALID), /used twice/);
    assert.equal(await stored(), 0);
  });

  test('one batch with the same event twice stores it once', async () => {
    const turned = Object.fromEntries(Object.entries(anEvent('k')).reverse());
    await box.ingested([anEvent('k'), anEvent('k'), turned]);
    assert.equal(await stored(), 1);
  });

  test('new, known, and repeated events of a large batch are distinguished, and each new one counts once', async () => {
    const known = Array.from({ length: 12 }, (_, index) => anEvent(`known-${index}`));
    await box.ingested(known);
    const fresh = Array.from({ length: 50 }, (_, index) => anEvent(`new-${index}`));
    // Repeated at once, after a few and after many others.
    const batch = [
      ...[...fresh.slice(0, 3), fresh[2], ...known.slice(0, 5), ...fresh.slice(3, 40), fresh[0]],
      ...[...known, ...fresh.slice(40), fresh[49], known[0], fresh[7]],
    ];
    const { status, body } = await box.ingest(batch, '?debug=true');
    assert.equal(status, 200);
    const ids = (events: readonly Record<string, unknown>[]) =>
      events.map((event) => event['idempotency_key']);
    const { debug } = body as { debug: { duplicate: string[]; ingested: string[] } };
    assert.deepEqual(debug.ingested, ids(fresh));
    assert.deepEqual(debug.duplicate.toSorted(), ids(known).toSorted());
    assert.deepEqual(await box.volume(-2 * HOUR, 0), { [at(-HOUR)]: 62 });

    const other = anEvent('new-7', { properties: { tokens: 2 } });
    const twice = [...batch, anEvent('one-more'), other];
    assertProblem(await box.ingest(twice), INVALID);
    assert.deepEqual(await box.search(['one-more']), []);
  });

  test('one invalid event makes the whole batch fail; with partialIngest the valid ones are stored', async () => {
    const answer = await box.ingest([anEvent('good'), bad('bad')]);
    assertProblem(answer, INVALID);
    assert.deepEqual(
      failedOf(answer).map(({ idempotency_key }) => idempotency_key),
      ['bad'],
    );
    assert.equal(await stored(), 0);
    await box.settings({ partialIngest: true });
    const partial = await box.ingest([anEvent('good'), bad('bad')]);
    assert.deepEqual(failedOf(partial), failedOf(answer));
    assert.equal(partial.status, 400);
    assert.deepEqual(
      (await box.search(['good', 'bad'])).map(({ id }) => id),
      ['good'],
    );
  });

  test('the corrected batch with the same IDs is accepted', async () => {
    assertProblem(await box.ingest([anEvent('good'), bad('bad')]), INVALID);
    await box.ingested([anEvent('good'), anEvent('bad')]);
    assert.equal(await stored(), 2);
  });

  test('the ID of a deprecated event makes the whole batch fail', async () => {
    await box.ingested([anEvent('k')]);
    await box.deprecate('k');
    const answer = await box.ingest([anEvent('new'), anEvent('k')]);
    assertProblem(answer, INVALID);
    assert.deepEqual(
      failedOf(answer).map(({ idempotency_key }) => idempotency_key),
      ['k'],
    );
    assert.deepEqual((await box.search(['new'])).length, 0);
  });

  test("the original of an amended event is a duplicate and doesn't undo the amendment", async () => {
    await box.ingested([anEvent('k')]);
    await box.amend('k', anAmendment({ properties: { tokens: 2 } }));
    await box.ingested([anEvent('k')]);
    assert.deepEqual((await box.search(['k']))[0]?.properties, { tokens: 2 });
  });
});
