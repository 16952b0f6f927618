import assert from 'node:assert/strict';
import {
  anAmendment,
  anEvent,
  assertProblem,
  at,
  CONSTRAINT,
  DAY,
  eachWithSandbox,
  HOUR,
  INVALID,
  NOT_FOUND,
} from '../../helpers/sandboxBox.ts';

/** IDs `prefix0` to `prefix(count-1)`. */
const many = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`);

suite('sandbox: amend', () => {
  const box = eachWithSandbox();
  const refused = async (changes: Record<string, unknown>, words = /./) => {
    assert.match(assertProblem(await box.amend('k', anAmendment(changes)), INVALID), words);
  };

  test('a full body replaces the event; what it leaves out is gone', async () => {
    await box.ingested([anEvent('k', { properties: { a: 1, b: 2 } })]);
    const amended = await box.amend(
      'k',
      anAmendment({ event_name: 'other', properties: { b: 3 } }),
    );
    assert.deepEqual([amended.status, amended.body], [200, { amended: 'k' }]);
    const [event] = await box.search(['k']);
    assert.deepEqual([event?.event_name, event?.properties], ['other', { b: 3 }]);
    assert.equal(event?.timestamp, at(-HOUR));
  });

  test('numbers and the order of properties stay as they were written', async () => {
    await box.ingested([anEvent('k')]);
    const properties = '{"b":1.0,"1":9007199254740993,"__proto__":1e2}';
    const body = JSON.stringify(anAmendment()).replace('{"tokens":1}', properties);
    assert.equal((await box.call('PUT', '/v1/events/k', body)).status, 200);
    const { text } = await box.call('POST', '/v1/events/search', { event_ids: ['k'] });
    assert.ok(text.includes(`"properties":${properties},`), text);
  });

  test('an unknown ID is a 404 and named', async () => {
    const said = assertProblem(await box.amend('k', anAmendment()), NOT_FOUND);
    assert.match(said, /Could not find a resource of type Event with identifier: k\./);
  });

  test('the timestamp must be the same instant, in any notation', async () => {
    await box.ingested([anEvent('k', { timestamp: '2026-08-20T11:00:00.5Z' })]);
    await refused({ timestamp: '2026-08-20T11:00:00.501Z' });
    await refused({ timestamp: '2026-08-20T11:00:00.5000001Z' });
    for (const timestamp of [
      '2026-08-20T11:00:00.500Z',
      '2026-08-20T11:00:00.5+00:00',
      '2026-08-20T13:00:00.5+02:00',
    ]) {
      assert.equal((await box.amend('k', anAmendment({ timestamp }))).status, 200, timestamp);
    }
    assert.equal((await box.search(['k']))[0]?.timestamp, '2026-08-20T11:00:00.5Z');
  });

  test('the customer must stay, by either of its IDs', async () => {
    await box.ingested([anEvent('k')]);
    await refused({ external_customer_id: 'globex' });
    await refused({ external_customer_id: undefined, customer_id: 'cus_2' });
    const byId = anAmendment({ external_customer_id: undefined, customer_id: 'cus_1' });
    assert.equal((await box.amend('k', byId)).status, 200);
  });

  test('both customer IDs, or none, are rejected', async () => {
    await box.ingested([anEvent('k')]);
    await refused({ customer_id: 'cus_1' }, /Exactly one of/);
    await refused({ external_customer_id: undefined }, /Exactly one of/);
    await refused({ external_customer_id: null, customer_id: null }, /Exactly one of/);
  });

  test('the customer must exist, unlike for an ingest', async () => {
    await box.ingested([anEvent('k', { external_customer_id: 'later' })]);
    await refused({ external_customer_id: 'later' }, /Could not find a customer/);
    await box.control('customers', { id: 'cus_9', externalCustomerId: 'later' });
    assert.equal(
      (await box.amend('k', anAmendment({ external_customer_id: 'later' }))).status,
      200,
    );
  });

  test('an idempotency_key in the body is rejected', async () => {
    await box.ingested([anEvent('k')]);
    await refused({ idempotency_key: 'k' }, /'idempotency_key' was unexpected/);
  });

  test('each missing required member is named', async () => {
    await box.ingested([anEvent('k')]);
    for (const name of ['properties', 'event_name', 'timestamp']) {
      await refused({ [name]: undefined }, new RegExp(`'${name}' is a required property`));
    }
  });

  test('the rules of property values apply', async () => {
    await box.ingested([anEvent('k')]);
    await refused({ properties: { a: null } }, /None is not of type 'number', 'string', 'boolean'/);
    await refused({ properties: { a: {} } });
    await refused({ properties: { a: [] } });
    await refused({ properties: { a: 1e300 } });
    await refused({ properties: [] });
  });

  test('the same amendment twice is accepted twice', async () => {
    await box.ingested([anEvent('k')]);
    for (const each of [1, 2]) {
      assert.equal(
        (await box.amend('k', anAmendment({ properties: { tokens: 9 } }))).status,
        200,
        `${each}`,
      );
    }
  });

  test('only the current billing period, and the previous one in its grace period, may change', async () => {
    const newYear = Date.parse('2026-09-01T00:00:00Z') - Date.parse(at(0));
    await box.clock(newYear - HOUR);
    const timestamp = at(newYear - 2 * HOUR);
    await box.ingested([anEvent('k', { timestamp })]);
    await box.clock(newYear + 12 * HOUR - 1);
    assert.equal((await box.amend('k', anAmendment({ timestamp }))).status, 200);
    await box.clock(newYear + 12 * HOUR);
    assert.match(
      assertProblem(await box.amend('k', anAmendment({ timestamp })), INVALID),
      /billing period/,
    );
  });

  test('100 events of a customer may be amended in 100 days', async () => {
    const ids = many('k', 101);
    await box.ingested([
      ...ids.map((id) => anEvent(id)),
      anEvent('g', { external_customer_id: 'globex' }),
    ]);
    for (const id of ids.slice(0, 100))
      assert.equal((await box.amend(id, anAmendment())).status, 200);
    assertProblem(await box.amend('k100', anAmendment()), CONSTRAINT);
    assert.equal(
      (await box.amend('k99', anAmendment())).status,
      200,
      'an amended one may be amended again',
    );
    assert.equal(
      (await box.amend('g', anAmendment({ external_customer_id: 'globex' }))).status,
      200,
    );
    const later = { timestamp: at(101 * DAY) };
    await box.clock(101 * DAY);
    await box.ingested([anEvent('later', later)]);
    assert.equal((await box.amend('later', anAmendment(later))).status, 200);
  });

  test("a deprecated event can't be amended", async () => {
    await box.ingested([anEvent('k')]);
    await box.deprecate('k');
    assertProblem(await box.amend('k', anAmendment()), CONSTRAINT);
  });
});

suite('sandbox: deprecate', () => {
  const box = eachWithSandbox();

  test('an event is deprecated and found as such', async () => {
    await box.ingested([anEvent('k')]);
    const { status, body } = await box.deprecate('k');
    assert.deepEqual([status, body], [200, { deprecated: 'k' }]);
    assert.equal((await box.search(['k']))[0]?.deprecated, true);
    assert.deepEqual(
      await box.volume(-2 * HOUR, 0),
      { [at(-HOUR)]: 1 },
      'it was ingested all the same',
    );
  });

  test('doing it again returns the same response and counts once', async () => {
    const ids = many('k', 101);
    await box.ingested(ids.map((id) => anEvent(id)));
    for (const id of ids.slice(0, 99)) await box.deprecate(id);
    for (const each of [1, 2, 3]) {
      assert.deepEqual((await box.deprecate('k0')).body, { deprecated: 'k0' }, `${each}`);
    }
    assert.equal((await box.deprecate('k99')).status, 200);
    assertProblem(await box.deprecate('k100'), CONSTRAINT);
  });

  test('an unknown ID is a 404', async () => {
    assertProblem(await box.deprecate('k'), NOT_FOUND);
  });

  test("an event of a customer that doesn't exist is rejected", async () => {
    await box.ingested([anEvent('k', { external_customer_id: 'later' })]);
    assertProblem(await box.deprecate('k'), INVALID);
    await box.control('customers', { id: 'cus_9', externalCustomerId: 'later' });
    assert.equal((await box.deprecate('k')).status, 200);
  });

  test('an event of an invoiced period is rejected', async () => {
    await box.ingested([anEvent('k')]);
    await box.clock(40 * DAY);
    assertProblem(await box.deprecate('k'), INVALID);
  });

  test('100 events of a customer may be deprecated in 100 days; amendments count separately', async () => {
    const ids = many('k', 101);
    await box.ingested([
      ...ids.map((id) => anEvent(id)),
      anEvent('g', { external_customer_id: 'globex' }),
    ]);
    for (const id of ids.slice(0, 100)) assert.equal((await box.deprecate(id)).status, 200);
    assertProblem(await box.deprecate('k100'), CONSTRAINT);
    assert.equal((await box.deprecate('g')).status, 200);
    assert.equal((await box.amend('k100', anAmendment())).status, 200);
  });
});
