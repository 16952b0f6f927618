import assert from 'node:assert/strict';
import {
  anAmendment,
  anEvent,
  assertProblem,
  at,
  DAY,
  eachWithSandbox,
  HOUR,
  INVALID,
  MINUTE,
} from '../../helpers/sandboxBox.ts';

suite('sandbox: search', () => {
  const box = eachWithSandbox();
  const ask = (body: unknown) => box.call('POST', '/v1/events/search', body);
  const ids = async (asked: readonly string[], frame?: object) =>
    (await box.search(asked, frame)).map(({ id }) => id);

  test('an event is found as soon as it is ingested, with exactly seven members', async () => {
    await box.ingested([anEvent('k')]);
    assert.deepEqual(await box.search(['k']), [
      {
        id: 'k',
        customer_id: 'cus_1',
        external_customer_id: 'acme',
        event_name: 'api_call',
        properties: { tokens: 1 },
        timestamp: at(-HOUR),
        deprecated: false,
      },
    ]);
  });

  test('searchDelayMs makes it appear later', async () => {
    await box.settings({ searchDelayMs: 20_000 });
    await box.ingested([anEvent('k')]);
    await box.clock(19_999);
    assert.deepEqual(await ids(['k']), []);
    await box.clock(20_000);
    assert.deepEqual(await ids(['k']), ['k']);
  });

  test('an unknown ID returns an empty list', async () => {
    const { status, body } = await ask({ event_ids: ['unknown'] });
    assert.deepEqual([status, (body as { data: unknown }).data], [200, []]);
  });

  test('the known ones of several IDs are found, without duplicates, in the requested order', async () => {
    await box.ingested([anEvent('a'), anEvent('b'), anEvent('c')]);
    assert.deepEqual(await ids(['c', 'x', 'a', 'c', 'y']), ['c', 'a']);
  });

  test('event_ids contains 1 to 500 strings', async () => {
    const many = Array.from({ length: 501 }, (_, index) => `k${index}`);
    for (const event_ids of [undefined, [], many, [1], [null], 'k', {}]) {
      assertProblem(await ask({ event_ids }), INVALID);
    }
    assert.equal((await ask({ event_ids: many.slice(0, 500) })).status, 200);
  });

  test('IDs are case-sensitive', async () => {
    await box.ingested([anEvent('Key')]);
    assert.deepEqual(await ids(['key', 'KEY']), []);
  });

  test('the default time frame is the last week', async () => {
    await box.clock(-8 * DAY);
    await box.ingested([anEvent('old', { timestamp: at(-8 * DAY) })]);
    await box.clock(0);
    assert.deepEqual(await ids(['old']), []);
    assert.deepEqual(await ids(['old'], { timeframe_start: at(-9 * DAY) }), ['old']);
  });

  test('the default end is now, so an event of the next minutes needs a later end', async () => {
    await box.ingested([anEvent('ahead', { timestamp: at(3 * MINUTE) })]);
    assert.deepEqual(await ids(['ahead']), []);
    assert.deepEqual(await ids(['ahead'], { timeframe_end: at(10 * MINUTE) }), ['ahead']);
  });

  test('the start is inclusive, the end exclusive', async () => {
    await box.ingested([anEvent('k'), anEvent('fine', { timestamp: '2026-08-20T11:00:00.0005Z' })]);
    assert.deepEqual(await ids(['k'], { timeframe_start: at(-HOUR) }), ['k']);
    assert.deepEqual(await ids(['k'], { timeframe_end: at(-HOUR) }), []);
    assert.deepEqual(await ids(['fine'], { timeframe_end: at(-HOUR) }), []);
    assert.deepEqual(await ids(['fine'], { timeframe_end: '2026-08-20T11:00:00.0006Z' }), ['fine']);
  });

  test('a bound that is null counts as absent', async () => {
    await box.ingested([anEvent('k')]);
    assert.deepEqual(await ids(['k'], { timeframe_start: null, timeframe_end: null }), ['k']);
  });

  test("a start after the end, and a bound that isn't a time, are rejected", async () => {
    const frames = [
      { timeframe_start: at(1), timeframe_end: at(0) },
      { timeframe_start: at(HOUR) },
      { timeframe_start: 'yesterday' },
      { timeframe_end: 5 },
    ];
    for (const frame of frames) {
      assertProblem(await ask({ event_ids: ['k'], ...frame }), INVALID);
    }
  });

  test('a deprecated event is found and marked as such', async () => {
    await box.ingested([anEvent('k')]);
    await box.deprecate('k');
    assert.equal((await box.search(['k']))[0]?.deprecated, true);
  });

  test('an amended event is found as amended, or not at all in strict mode', async () => {
    await box.ingested([anEvent('k')]);
    await box.amend('k', anAmendment({ event_name: 'other', properties: { a: 'b' } }));
    const [event] = await box.search(['k']);
    assert.deepEqual(
      [event?.event_name, event?.properties, event?.deprecated],
      ['other', { a: 'b' }, false],
    );
    await box.settings({ searchAmended: 'hidden' });
    assert.deepEqual(await ids(['k']), []);
  });

  test('searchDelayMs shows the old version until then', async () => {
    await box.ingested([anEvent('k')]);
    await box.settings({ searchDelayMs: MINUTE });
    await box.amend('k', anAmendment({ properties: { tokens: 2 } }));
    const tokens = async () => (await box.search(['k']))[0]?.properties['tokens'];
    assert.equal(await tokens(), 1);
    await box.clock(30_000);
    await box.amend('k', anAmendment({ properties: { tokens: 3 } }));
    assert.equal(await tokens(), 1);
    await box.clock(MINUTE);
    assert.equal(await tokens(), 2);
    await box.clock(90_000);
    assert.equal(await tokens(), 3);
  });

  test('other members of the body are rejected', async () => {
    for (const name of ['customer_id', 'limit', 'invoice_id', 'cursor']) {
      assertProblem(await ask({ event_ids: ['k'], [name]: 'x' }), INVALID);
    }
  });

  test('the response has pagination_metadata, too, for older clients', async () => {
    const { body } = await ask({ event_ids: ['k'] });
    assert.deepEqual(body, {
      data: [],
      pagination_metadata: { has_more: false, next_cursor: null },
    });
  });
});
