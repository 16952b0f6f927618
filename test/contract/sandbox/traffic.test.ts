import assert from 'node:assert/strict';
import {
  anEvent,
  assertProblem,
  at,
  DAY,
  eachWithSandbox,
  INVALID,
} from '../../helpers/sandboxBox.ts';
import { readServerEvents } from '../../helpers/serverEvents.ts';

interface Listed {
  readonly n: number;
  readonly requestN: number;
  readonly eventId: string | null;
  readonly code: string;
  readonly message: string;
  readonly path: string;
  readonly relatedN?: number;
}

suite('sandbox: problems of what was sent', () => {
  const box = eachWithSandbox();
  const problems = async (since = 0) =>
    (await box.control(`problems?since=${since}`)).body as readonly Listed[];

  test('none for valid requests', async () => {
    await box.ingested([
      anEvent('a'),
      anEvent('b', { external_customer_id: undefined, customer_id: 'cus_3' }),
    ]);
    await box.search(['a']);
    assert.deepEqual(await problems(), []);
  });

  test('each has its request, event, code, message, and place', async () => {
    await box.ingested([anEvent('a')]);
    await box.ingest([anEvent('b'), anEvent('old', { timestamp: at(-DAY) })]);
    await box.ingest([anEvent('c', { external_customer_id: 'acme_corp' })]);
    await box.ingest([anEvent('a', { properties: { tokens: 2 } })]);
    const found = await problems();
    assert.deepEqual(found[0], {
      n: 1,
      requestN: 2,
      eventId: 'old',
      severity: 'error',
      code: 'timestamp-too-old',
      message: 'Older than the grace period of 12 hours. A backfill can still add it.',
      path: '$.events[1].timestamp',
    });
    assert.deepEqual(
      found
        .slice(1)
        .map(({ n, requestN, code, eventId, relatedN }) => [n, requestN, code, eventId, relatedN]),
      [
        [2, 3, 'customer-unknown', 'c', undefined],
        [3, 4, 'key-conflict', 'a', 1],
      ],
    );
    assert.deepEqual(
      (await problems(2)).map(({ n }) => n),
      [3],
    );
    assertProblem(await box.call('GET', '/sandbox/problems?since=x'), INVALID);
  });

  test('requests list their number of events and their problems', async () => {
    await box.ingest([anEvent('a'), anEvent('b', { properties: { n: '1' } })]);
    const [call] = (await box.control('requests')).body as readonly {
      events: number;
      problems: Listed[];
    }[];
    assert.deepEqual(
      [call?.events, call?.problems.map(({ code }) => code)],
      [2, ['property-numeric-text']],
    );
  });

  test("a backfill's time frame counts in place of the grace period", async () => {
    const frame = { timeframe_start: at(-9 * DAY), timeframe_end: at(-2 * DAY) };
    const made = await box.call('POST', '/v1/events/backfills', frame);
    const { id } = made.body as { id: string };
    const query = `?backfill_id=${id}`;
    await box.ingested([anEvent('a', { timestamp: at(-3 * DAY) })], query);
    assert.deepEqual(await problems(), []);
    await box.ingest([anEvent('b', { timestamp: at(-DAY) })], query);
    assert.deepEqual(
      (await problems()).map(({ code }) => code),
      ['timestamp-outside-backfill'],
    );
  });

  test('a reset deletes them, and what they were compared with', async () => {
    await box.ingested([anEvent('a')]);
    await box.ingest([anEvent('a', { event_name: 'x' })]);
    assert.equal((await problems()).length, 1);
    await box.control('reset', {});
    assert.deepEqual(await problems(), []);
    await box.ingest([anEvent('a', { event_name: 'x' })]);
    assert.ok((await problems()).every(({ code }) => code === 'customer-unknown'));
  });

  test("each request is streamed once it's validated, in order, and again from where a reader stopped", async () => {
    await box.ingested([anEvent('a')]);
    const stream = await readServerEvents(`${box.sandbox.adminUrl}/stream?since=0`, box.apiKey);
    await box.ingest([anEvent('b', { timestamp: at(-DAY) })]);
    await box.call('GET', '/v1/ping');
    const events = await stream.take(3);
    await stream.close();
    const calls = events.map(({ id, data }) => ({
      id,
      ...(data as { n: number; path: string; problems: Listed[] }),
    }));
    assert.deepEqual(
      calls.map(({ id, n, path, problems: found }) => [id, n, path, found.map(({ code }) => code)]),
      [
        ['1', 1, '/v1/ingest', []],
        ['2', 2, '/v1/ingest', ['timestamp-too-old']],
        ['3', 3, '/v1/ping', []],
      ],
    );
    const again = await readServerEvents(`${box.sandbox.adminUrl}/stream`, box.apiKey, {
      'last-event-id': '2',
    });
    assert.deepEqual(
      (await again.take(1)).map(({ id }) => id),
      ['3'],
    );
    await again.close();
  });

  test('many requests at once are all validated', async () => {
    await Promise.all(
      Array.from({ length: 40 }, (_, request) =>
        box.ingest(
          Array.from({ length: 100 }, (__, index) =>
            anEvent(`${request}-${index}`, { properties: { n: '1' } }),
          ),
        ),
      ),
    );
    assert.equal((await problems()).length, 4_000);
  });
});
