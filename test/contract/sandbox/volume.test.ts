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
} from '../../helpers/sandboxBox.ts';

interface Page {
  readonly data: readonly { timeframe_start: string; timeframe_end: string; count: number }[];
  readonly pagination_metadata: { readonly has_more: boolean; readonly next_cursor: string | null };
}

suite('sandbox: volume', () => {
  const box = eachWithSandbox();
  const ask = (query: Record<string, string>) =>
    box.call('GET', `/v1/events/volume?${new URLSearchParams(query).toString()}`);
  const page = async (query: Record<string, string>): Promise<Page> => {
    const answer = await ask(query);
    assert.equal(answer.status, 200, answer.text);
    return answer.body as Page;
  };
  const starts = ({ data }: Page) =>
    data.map(({ timeframe_start }) => timeframe_start.slice(11, 13));

  test("a start that is missing or isn't a time is rejected", async () => {
    for (const query of [
      {},
      { timeframe_start: 'x' },
      { timeframe_start: at(0), timeframe_end: 'x' },
    ]) {
      assertProblem(await ask(query), INVALID);
    }
    assertProblem(await ask({ timeframe_start: at(0), timeframe_end: at(-HOUR) }), INVALID);
  });

  test('a bound inside an hour includes the whole hour', async () => {
    const { data } = await page({
      timeframe_start: '2026-08-20T10:20:00Z',
      timeframe_end: '2026-08-20T11:40:00Z',
    });
    assert.deepEqual(data, [
      {
        timeframe_start: '2026-08-20T10:00:00.000Z',
        timeframe_end: '2026-08-20T11:00:00.000Z',
        count: 0,
      },
      {
        timeframe_start: '2026-08-20T11:00:00.000Z',
        timeframe_end: '2026-08-20T12:00:00.000Z',
        count: 0,
      },
    ]);
    const onTheHour = await page({
      timeframe_start: '2026-08-20T10:00:00Z',
      timeframe_end: '2026-08-20T11:00:00Z',
    });
    assert.deepEqual(starts(onTheHour), ['10']);
  });

  test('an event counts in the hour of its own timestamp', async () => {
    await box.ingested([anEvent('k', { timestamp: at(-3 * HOUR + 1) })]);
    assert.deepEqual(await box.volume(-12 * HOUR, 0), { [at(-3 * HOUR)]: 1 });
  });

  test('an offset is converted to UTC', async () => {
    const query = {
      timeframe_start: '2026-08-20T12:00:00+02:00',
      timeframe_end: '2026-08-20T13:00:00+02:00',
    };
    assert.deepEqual(starts(await page(query)), ['10']);
    const unencoded = await box.call(
      'GET',
      '/v1/events/volume?timeframe_start=2026-08-20T12:00:00+02:00',
    );
    assert.deepEqual(starts(unencoded.body as Page), ['10', '11', '12']);
  });

  test('without an end, the current hour is the last one', async () => {
    assert.deepEqual(starts(await page({ timeframe_start: at(-2 * HOUR) })), ['10', '11', '12']);
  });

  test('20 hours without a limit, 100 at most', async () => {
    const query = { timeframe_start: at(-10 * DAY) };
    assert.equal((await page(query)).data.length, 20);
    assert.equal((await page({ ...query, limit: '100' })).data.length, 100);
    for (const limit of ['101', '0', 'x']) assertProblem(await ask({ ...query, limit }), INVALID);
  });

  test('the cursor leads through all hours, each once', async () => {
    const query = { timeframe_start: at(-5 * DAY), timeframe_end: at(0), limit: '50' };
    const hours: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const next: Page = await page({ ...query, ...(cursor !== '' && { cursor }) });
      hours.push(...next.data.map(({ timeframe_start }) => timeframe_start));
      cursor = next.pagination_metadata.next_cursor;
      assert.equal(next.pagination_metadata.has_more, cursor !== null);
    }
    assert.deepEqual(
      hours,
      Array.from({ length: 120 }, (_, hour) => at(-5 * DAY + hour * HOUR)),
    );
    assertProblem(await ask({ ...query, cursor: 'x' }), INVALID);
  });

  test("duplicates don't count, an amendment changes nothing", async () => {
    await box.ingested([anEvent('k'), anEvent('l')]);
    await box.ingested([anEvent('k')]);
    await box.amend('k', anAmendment({ event_name: 'other' }));
    assert.deepEqual(await box.volume(-DAY, 0), { [at(-HOUR)]: 2 });
  });
});
