import assert from 'node:assert/strict';
import {
  backfillSteps,
  backfillOf,
  START,
  END,
  WIDE,
  REFLECT,
} from '../../helpers/backfillSteps.ts';
import {
  anEvent,
  assertProblem,
  at,
  DAY,
  eachWithSandbox,
  HOUR,
  INVALID,
} from '../../helpers/sandboxBox.ts';

suite('sandbox: the life of a backfill', () => {
  const box = eachWithSandbox();
  const { create, fetched, move, into, inside, longAgo, closeAndReflect, found } =
    backfillSteps(box);

  test('closing sets close_time, and reflects after the delay', async () => {
    const id = await create();
    await box.clock(HOUR);
    const closed = backfillOf(await move(id, 'close'));
    assert.deepEqual([closed.status, closed.close_time], ['pending', at(HOUR)]);
    await box.clock(HOUR + REFLECT - 1);
    assert.equal((await fetched(id)).status, 'pending');
    await box.clock(HOUR + REFLECT);
    assert.deepEqual(
      [(await fetched(id)).status, (await fetched(id)).close_time],
      ['reflected', at(HOUR)],
    );
  });

  test('replacing deprecates the earlier events of the scope in the time frame, no others', async () => {
    const other = { external_customer_id: 'globex' };
    const outside = { timestamp: at(START - 1) };
    await longAgo(inside('old'), inside('globex', other), inside('before', outside));
    const id = await create({ external_customer_id: 'acme' });
    await into(id, [inside('new')]);
    assert.deepEqual(await found('old', 'new'), ['old'], 'nothing changes while it is pending');
    await closeAndReflect(id);
    assert.deepEqual(await found('old', 'globex', 'before', 'new'), [
      'old deprecated',
      'globex',
      'before',
      'new',
    ]);
  });

  test('with a deprecation_filter only matching events are deprecated', async () => {
    const number = (tokens: unknown) => ({ properties: { tokens, model: 'large' } });
    await longAgo(
      inside('small', number(5)),
      inside('big', number(500)),
      inside('text', number('500')),
    );
    const id = await create({ deprecation_filter: "tokens > 100 AND NOT (model = 'small')" });
    await into(id, [inside('new')]);
    await closeAndReflect(id);
    assert.deepEqual(await found('small', 'big', 'text', 'new'), [
      'small',
      'big deprecated',
      'text',
      'new',
    ]);
  });

  test('adding keeps both sets of events', async () => {
    await longAgo(inside('old'));
    const id = await create({ replace_existing_events: false });
    await into(id, [inside('new')]);
    await closeAndReflect(id);
    assert.deepEqual(await found('old', 'new'), ['old', 'new']);
    assert.deepEqual(await box.volume(START, END), { [at(START + HOUR)]: 2 });
  });

  test('a backfill closes automatically at its close_time', async () => {
    const id = await create();
    await into(id, [inside('k')]);
    await box.clock(DAY);
    assert.deepEqual([(await fetched(id)).status, await found('k')], ['pending', []]);
    await box.clock(DAY + REFLECT);
    assert.deepEqual([(await fetched(id)).status, await found('k')], ['reflected', ['k']]);
  });

  test('a pending one is reverted at once, and its events never appear', async () => {
    const id = await create();
    await into(id, [inside('k')]);
    const { status, reverted_at } = backfillOf(await move(id, 'revert'));
    assert.deepEqual([status, reverted_at], ['reverted', at(0)]);
    await box.clock(2 * DAY);
    assert.deepEqual(await found('k'), []);
    assert.deepEqual(await box.volume(START, END), {});
  });

  test('a reflected one is reverted after the delay, and the earlier state is exactly restored', async () => {
    await longAgo(inside('old'), inside('gone'), inside('reused'));
    await box.deprecate('gone');
    const before = await box.search(['old', 'gone', 'reused', 'new'], WIDE);
    const hours = await box.volume(START, END);
    const id = await create();
    await into(id, [inside('new'), inside('reused', { properties: { tokens: 9 } })]);
    await closeAndReflect(id);
    assert.deepEqual(await found('old', 'gone', 'reused', 'new'), [
      'old deprecated',
      'gone deprecated',
      'reused',
      'new',
    ]);
    assert.equal(backfillOf(await move(id, 'revert')).status, 'pending_revert');
    assert.deepEqual(
      await found('old', 'new'),
      ['old deprecated', 'new'],
      'until the revert is done',
    );
    await box.clock(2 * REFLECT);
    const reverted = await fetched(id);
    assert.deepEqual([reverted.status, reverted.reverted_at], ['reverted', at(2 * REFLECT)]);
    assert.deepEqual(await box.search(['old', 'gone', 'reused', 'new'], WIDE), before);
    assert.deepEqual(await box.volume(START, END), hours);
  });

  test('reverting one that is closing stops it at once', async () => {
    const id = await create();
    await into(id, [inside('k')]);
    await move(id, 'close');
    assert.equal(backfillOf(await move(id, 'revert')).status, 'reverted');
    await box.clock(REFLECT);
    assert.deepEqual(await found('k'), []);
  });

  test('an ID that was ingested directly in the meantime stays with that event', async () => {
    const id = await create({ replace_existing_events: false });
    await into(id, [inside('k', { properties: { tokens: 2 } })]);
    await box.ingested([anEvent('k')]);
    await closeAndReflect(id);
    assert.deepEqual(
      (await box.search(['k'], WIDE)).map(({ timestamp }) => timestamp),
      [at(-HOUR)],
    );
    assert.deepEqual(await box.volume(START, 0), { [at(-HOUR)]: 1 });
  });

  test('the ID of an event that a backfill replaced is rejected, like that of any deprecated one', async () => {
    await longAgo(inside('old'));
    const id = await create();
    await closeAndReflect(id);
    assertProblem(await box.ingest([anEvent('old')]), INVALID);
    await move(id, 'revert');
    await box.clock(2 * REFLECT);
    await box.ingested([anEvent('old')]);
    assert.deepEqual(await found('old'), ['old']);
  });

  test('the delay can be set, even for those that are pending', async () => {
    const id = await create({ close_time: at(HOUR) });
    await box.settings({ reflectDelayMs: 0 });
    await box.clock(HOUR);
    assert.equal((await fetched(id)).status, 'reflected');
    assert.equal(backfillOf(await move(id, 'revert')).status, 'pending_revert');
    assert.equal((await fetched(id)).status, 'reverted');
  });
});
