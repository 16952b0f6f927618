import assert from 'node:assert/strict';
import {
  backfillSteps,
  backfillOf,
  type BackfillJson,
  START,
  END,
  FRAME,
  WIDE,
  REFLECT,
} from '../../helpers/backfillSteps.ts';
import {
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

suite('sandbox: backfills', () => {
  const box = eachWithSandbox();
  const { ask, create, fetched, move, into, inside, longAgo, closeAndReflect, found } =
    backfillSteps(box);

  test("create with only the two bounds: 200 and Orb's defaults", async () => {
    const answer = await ask();
    const { id } = backfillOf(answer);
    assert.equal(answer.status, 200);
    assert.match(id, /./);
    assert.deepEqual(answer.body, {
      id,
      status: 'pending',
      created_at: at(0),
      ...FRAME,
      events_ingested: 0,
      close_time: at(DAY),
      reverted_at: null,
      customer_id: null,
      replace_existing_events: true,
      deprecation_filter: null,
    });
  });

  test('a span of 31 days is accepted, a second more is rejected', async () => {
    assert.equal((await ask({ timeframe_start: at(-31 * DAY), timeframe_end: at(0) })).status, 200);
    const longer = { timeframe_start: at(-81 * DAY - 1_000), timeframe_end: at(-50 * DAY) };
    assertProblem(await ask(longer), INVALID);
  });

  test("an end that isn't after the start, and bounds that aren't times, are rejected", async () => {
    for (const changes of [
      { timeframe_end: FRAME.timeframe_start },
      { timeframe_end: at(START - 1) },
      { timeframe_end: undefined },
      { timeframe_start: undefined },
      { timeframe_start: 'yesterday' },
      { timeframe_start: 5 },
      { close_time: 'never' },
      { replace_existing_events: 'yes' },
    ]) {
      assertProblem(await ask(changes), INVALID);
    }
  });

  test("overlapping with a pending or reverting backfill is rejected, touching isn't", async () => {
    const first = await create({ customer_id: 'cus_1' });
    for (const changes of [
      {},
      { customer_id: 'cus_2' },
      { timeframe_start: at(END - 1), timeframe_end: at(0) },
    ]) {
      assertProblem(await ask(changes), CONSTRAINT);
    }
    const after = await create({ timeframe_start: at(END), timeframe_end: at(END + HOUR) });
    const before = await create({ timeframe_start: at(START - HOUR), timeframe_end: at(START) });
    assert.notEqual(after, before);
    await closeAndReflect(first);
    const second = await create();
    await move(second, 'revert');
    const third = await create();
    await closeAndReflect(third, REFLECT);
    await move(third, 'revert');
    assert.equal((await fetched(third)).status, 'pending_revert');
    assertProblem(await ask(), CONSTRAINT);
    await box.clock(3 * REFLECT);
    assert.equal((await ask()).status, 200);
  });

  test('an unknown customer is a 404, and both IDs are rejected', async () => {
    assertProblem(await ask({ customer_id: 'cus_9' }), NOT_FOUND);
    assertProblem(await ask({ external_customer_id: 'nobody' }), NOT_FOUND);
    assertProblem(await ask({ customer_id: 'cus_1', external_customer_id: 'acme' }), INVALID);
    assert.equal((await ask({ customer_id: null, external_customer_id: null })).status, 200);
  });

  test("a backfill for an external customer ID is returned with Orb's ID", async () => {
    assert.equal(backfillOf(await ask({ external_customer_id: 'acme' })).customer_id, 'cus_1');
  });

  test('old events are accepted into it, counted, and invisible until it is reflected', async () => {
    const id = await create();
    assert.equal((await into(id, [inside('a'), inside('b')])).status, 200);
    assert.equal((await into(id, [inside('b'), inside('c')])).status, 200);
    assert.equal((await fetched(id)).events_ingested, 3);
    assert.deepEqual(await found('a', 'b', 'c'), []);
    assert.deepEqual(await box.volume(START, END), {});
    await closeAndReflect(id);
    assert.deepEqual(await found('a', 'b', 'c'), ['a', 'b', 'c']);
    assert.deepEqual(await box.volume(START, END), { [at(START + HOUR)]: 3 });
  });

  test('an event outside of the time frame is rejected; the start is inclusive, the end exclusive', async () => {
    const id = await create();
    for (const timestamp of [at(START - 1), at(END), at(-HOUR)]) {
      assertProblem(await into(id, [inside('k', { timestamp })]), INVALID);
    }
    assert.equal((await into(id, [inside('k', { timestamp: at(START) })])).status, 200);
    assert.equal((await into(id, [inside('l', { timestamp: at(END - 1) })])).status, 200);
  });

  test('an event of another customer is rejected, whichever ID it names', async () => {
    const id = await create({ customer_id: 'cus_1' });
    for (const other of [
      { external_customer_id: 'globex' },
      { external_customer_id: 'nobody' },
      { external_customer_id: undefined, customer_id: 'cus_2' },
    ]) {
      assertProblem(await into(id, [inside('k', other)]), INVALID);
    }
    const byId = inside('l', { external_customer_id: undefined, customer_id: 'cus_1' });
    assert.equal((await into(id, [inside('k'), byId])).status, 200);
  });

  test('an unknown backfill_id is a 404', async () => {
    assertProblem(await into('unknown', [inside('k')]), NOT_FOUND);
  });

  test('a closed, reflected, reverting, or reverted backfill accepts no more events', async () => {
    const id = await create();
    await move(id, 'close');
    assertProblem(await into(id, [inside('k')]), CONSTRAINT);
    await box.clock(REFLECT);
    assertProblem(await into(id, [inside('k')]), CONSTRAINT);
    await move(id, 'revert');
    assertProblem(await into(id, [inside('k')]), CONSTRAINT);
    await box.clock(2 * REFLECT);
    assertProblem(await into(id, [inside('k')]), CONSTRAINT);
    const late = await create({ close_time: at(HOUR) });
    await box.clock(HOUR);
    assertProblem(await into(late, [inside('k')]), CONSTRAINT);
  });

  test('no event may be more than five minutes ahead, even in a backfill', async () => {
    const id = await create({ timeframe_start: at(-HOUR), timeframe_end: at(HOUR) });
    assertProblem(await into(id, [inside('k', { timestamp: at(301_000) })]), INVALID);
    assert.equal((await into(id, [inside('k', { timestamp: at(300_000) })])).status, 200);
  });

  test('the same ID twice is stored once', async () => {
    const id = await create();
    await into(id, [inside('k'), inside('k')]);
    await into(id, [inside('k', { properties: { tokens: 2 } })]);
    assert.equal((await fetched(id)).events_ingested, 1);
    await closeAndReflect(id);
    assert.deepEqual((await box.search(['k'], WIDE))[0]?.properties, { tokens: 1 });
  });

  test("when replacing, an ID of the time frame can be used again; when adding, it's a duplicate", async () => {
    await longAgo(inside('k'));
    await box.ingested([anEvent('today')]);
    const adding = await create({ replace_existing_events: false });
    await into(adding, [inside('k', { properties: { tokens: 2 } })]);
    assert.equal((await fetched(adding)).events_ingested, 0);
    await move(adding, 'revert');
    const replacing = await create();
    await into(replacing, [inside('k', { properties: { tokens: 3 } }), inside('today')]);
    assert.equal(
      (await fetched(replacing)).events_ingested,
      1,
      'a key outside of the time frame stays taken',
    );
    await closeAndReflect(replacing);
    const [event] = await box.search(['k'], WIDE);
    assert.deepEqual([event?.properties, event?.deprecated], [{ tokens: 3 }, false]);
  });

  test('a setting makes it reject the IDs of the events that it replaces', async () => {
    await longAgo(inside('k'));
    await box.settings({ replacedIds: 'refused' });
    const id = await create();
    const answer = await box.ingest([inside('k'), inside('new')], `?backfill_id=${id}`);
    assert.match(
      assertProblem(answer, INVALID),
      /k belongs to an event that the backfill replaces/,
    );
    await into(id, [inside('new'), inside('new')]);
    assert.equal((await fetched(id)).events_ingested, 1);
  });

  test('reverting a reverted one and closing a closed one are rejected', async () => {
    const id = await create();
    await move(id, 'close');
    assertProblem(await move(id, 'close'), CONSTRAINT);
    await box.clock(REFLECT);
    assertProblem(await move(id, 'close'), CONSTRAINT);
    await move(id, 'revert');
    assertProblem(await move(id, 'revert'), CONSTRAINT);
    await box.clock(2 * REFLECT);
    assertProblem(await move(id, 'revert'), CONSTRAINT);
    assertProblem(await move(id, 'close'), CONSTRAINT);
  });

  test('an unknown ID is a 404', async () => {
    assertProblem(await box.call('GET', '/v1/events/backfills/unknown'), NOT_FOUND);
    assertProblem(await move('unknown', 'close'), NOT_FOUND);
    assertProblem(await move('unknown', 'revert'), NOT_FOUND);
  });

  const list = async (query = '') => {
    const answer = await box.call('GET', `/v1/events/backfills${query}`);
    assert.equal(answer.status, 200, answer.text);
    const body = answer.body as {
      data: BackfillJson[];
      pagination_metadata: { has_more: boolean; next_cursor: string | null };
    };
    return { ids: body.data.map(({ id }) => id), ...body.pagination_metadata };
  };

  test('the list is newest first, with 20 per page, and the cursor covers all of it', async () => {
    assert.deepEqual(await list(), { ids: [], has_more: false, next_cursor: null });
    const created: string[] = [];
    for (let hour = 0; hour < 22; hour += 1) {
      const bounds = {
        timeframe_start: at(START + hour * HOUR),
        timeframe_end: at(START + (hour + 1) * HOUR),
      };
      created.unshift(await create(bounds));
    }
    const first = await list();
    assert.deepEqual([first.ids.length, first.has_more], [20, true]);
    const rest = await list(`?cursor=${first.next_cursor ?? ''}`);
    assert.deepEqual([...first.ids, ...rest.ids], created);
    assert.deepEqual([rest.has_more, rest.next_cursor], [false, null]);
    const one = await list('?limit=1');
    assert.deepEqual([one.ids, one.has_more], [[created[0]], true]);
    assert.deepEqual((await list('?limit=22')).has_more, false);
  });

  test('limit is 1 to 100, and a cursor must be one of this list', async () => {
    for (const query of [
      'limit=0',
      'limit=101',
      'limit=abc',
      'limit=',
      'cursor=nonsense',
      'limit=1.5',
    ]) {
      assertProblem(await box.call('GET', `/v1/events/backfills?${query}`), INVALID);
    }
    assert.deepEqual((await list('?limit=100')).ids, []);
  });

  test("a deprecation_filter that the sandbox doesn't support is rejected with the reason", async () => {
    for (const deprecation_filter of [
      'a >',
      'a + 1 > 2',
      "LOWER(a) = 'x'",
      '(a = 1',
      "a = 'x",
      '',
      'a = b',
      5,
    ]) {
      assertProblem(await ask({ deprecation_filter }), INVALID);
    }
    const said = assertProblem(await ask({ deprecation_filter: 'a LIKE b' }), INVALID);
    assert.match(said, /The sandbox doesn't support/);
    const filter = "my_numeric_property > 100 AND my_other_property = 'bar'";
    assert.equal((await ask({ deprecation_filter: filter })).status, 200);
  });
});
