import assert from 'node:assert/strict';
import type { OrbClient } from '../../src/orb/orbApi.ts';
import {
  inSession,
  Jobs,
  sentOf,
  toValidate,
  toResume,
  toSend,
  type Job,
} from '../helpers/ingestSession.ts';
import { eventLine, NOW_MS } from '../helpers/ingestWorld.ts';
import { withClient } from '../helpers/orbClient.ts';
import { useSandbox } from '../helpers/sandbox.ts';

const path = '/v1/ingest';
const frame = { timeframeStart: '2026-08-19T00:00:00Z', timeframeEnd: '2026-08-20T12:00:00Z' };
const lines = (count: number) =>
  Array.from({ length: count }, (_, index) => eventLine(`k${index}`));

suite('an ingest into a backfill that someone else ends', () => {
  const sandbox = useSandbox();
  const jobs = new Jobs();
  suiteTeardown(() => jobs.end());
  /** A second client of the same account. */
  const elsewhere = (work: (client: OrbClient) => Promise<void>) =>
    withClient({ baseUrl: sandbox().url, apiKey: sandbox().apiKey }, work);
  const create = async (client: OrbClient) =>
    (await client.backfills.create({ ...frame, replaceExistingEvents: false })).value;
  const into = (backfillId: string, events: number, options: Partial<Job['options']> = {}) =>
    jobs.create(lines(events).join('\n'), {
      url: sandbox().url,
      apiKey: sandbox().apiKey,
      nowMs: NOW_MS,
      backfill: { ...frame, customerId: null },
      options: { backfillId, ...options },
    });
  const held = async (client: OrbClient, events: number) => {
    const eventIds = Array.from({ length: events }, (_, index) => `k${index}`);
    return (await client.events.search({ eventIds })).events.length;
  };

  for (const move of ['close', 'revert'] as const) {
    test(`stops when someone asks to ${move} it in the middle; every line that wasn't accepted can be sent to another one`, async () => {
      await elsewhere(async (client) => {
        const { id } = await create(client);
        const job = await into(id, 600, { concurrency: 4 });
        await sandbox().faults({ path, times: 1_000, delayMs: 100 });
        let ended: Promise<unknown> | undefined;
        const told = await inSession([toValidate(job), toSend(job)], (state) => {
          if (state.kind === 'sending' && state.accepted > 0) ended ??= client.backfills[move](id);
        });
        await ended;
        const { sent, rejected } = sentOf(told);
        assert.equal(sent.stopped?.kind, 'closed');
        assert.ok(sent.accepted > 0 && sent.notTried > 0);
        assert.deepEqual([sent.accepted + sent.notTried, rejected], [600, []]);
        // What was under way when it ended, and no more.
        assert.ok((await sandbox().calls(path)).length <= sent.accepted / 10 + 4);

        await sandbox().faults();
        await sandbox().advance(60_000);
        const other = await create(client);
        const rest = await inSession([
          {
            ...toResume({ ...job, options: { ...job.options, backfillId: other.id } }),
            into: { backfillId: other.id, backfill: { ...frame, customerId: null } },
          } as ReturnType<typeof toResume>,
        ]);
        assert.deepEqual(
          [sentOf(rest).sent.accepted, sentOf(rest).sent.notTried, sentOf(rest).sent.rejected],
          [600, 0, 0],
        );
        const { value } = await client.backfills.fetch(other.id);
        assert.equal(value.eventsIngested, sent.notTried);
        await client.backfills.close(other.id);
        await sandbox().advance(60_000);
        const expected = move === 'close' ? 600 : sent.notTried;
        assert.equal((await held(client, 500)) + (await held600(client)), expected);
      });
    });
  }
  const held600 = async (client: OrbClient) => {
    const eventIds = Array.from({ length: 100 }, (_, index) => `k${500 + index}`);
    return (await client.events.search({ eventIds })).events.length;
  };

  test('stops at the first rejection, however few lines there are', async () => {
    await elsewhere(async (client) => {
      const { id } = await create(client);
      const job = await into(id, 7);
      await client.backfills.close(id);
      const { sent } = sentOf(await inSession([toValidate(job), toSend(job)]));
      assert.deepEqual([sent.stopped?.kind, sent.notTried, sent.requests], ['closed', 7, 1]);
    });
  });

  test("remaining lines that don't fit the other backfill aren't sent, with the reason", async () => {
    await elsewhere(async (client) => {
      const { id } = await create(client);
      const job = await into(id, 7);
      await client.backfills.close(id);
      await inSession([toValidate(job), toSend(job)]);
      const narrow = { ...frame, timeframeEnd: '2026-08-19T12:00:00Z', customerId: null };
      await sandbox().advance(60_000);
      const { value: other } = await client.backfills.create({
        timeframeStart: narrow.timeframeStart,
        timeframeEnd: narrow.timeframeEnd,
        replaceExistingEvents: false,
      });
      const message = toResume({ ...job, options: { ...job.options, backfillId: other.id } });
      const told = await inSession([
        { ...message, into: { backfillId: other.id, backfill: narrow } } as typeof message,
      ]);
      assert.deepEqual([sentOf(told).sent.rejected, sentOf(told).sent.requests], [7, 0]);
      assert.match(
        sentOf(told).rejected[0]!.reasons[0]!,
        /only accepts events from 2026-08-19T00:00/,
      );
    });
  });

  test("asks Orb about the backfill only if everything was rejected, and continues if it's open", async () => {
    await elsewhere(async (client) => {
      const { id } = await create(client);
      const foreign = Array.from({ length: 5 }, (_, index) =>
        eventLine(`bad${index}`, { external_customer_id: undefined, customer_id: '"nobody"' }),
      );
      const job = await jobs.create([...lines(40), ...foreign].join('\n'), {
        url: sandbox().url,
        apiKey: sandbox().apiKey,
        nowMs: NOW_MS,
        backfill: { ...frame, customerId: null },
        options: { backfillId: id },
      });
      const { sent } = sentOf(await inSession([toValidate(job), toSend(job)]));
      assert.deepEqual([sent.accepted, sent.rejected, sent.notTried], [40, 5, 0]);
      const asked = await sandbox().calls(`/v1/events/backfills/${id}`);
      assert.ok(asked.length <= 1, `${asked.length} times`);
    });
  });
});
