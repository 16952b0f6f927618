import assert from 'node:assert/strict';
import { isOrbError } from '../../src/core/errors.ts';
import { HOUR_MS } from '../../src/core/timeframe.ts';
import { VolumeModel, type KeptVolume } from '../../src/workbench/volume/model.ts';
import { withClient } from '../helpers/orbClient.ts';
import { NOW, useSandbox } from '../helpers/sandbox.ts';
import type { OrbClient } from '../../src/orb/orbApi.ts';

const nowMs = Date.parse(NOW);
const at = (ms: number) => new Date(ms).toISOString();

suite('the volume chart on the sandbox', () => {
  const sandbox = useSandbox('--grace-hours', '2400');

  /** Hour → events, over 90 days, with holes; the hours around the change to summer time of Europe all hold some. */
  async function ingest(client: OrbClient): Promise<ReadonlyMap<number, number>> {
    const expected = new Map<number, number>();
    const events = [];
    for (let hour = 1; hour < 2_160; hour += hour % 7 === 0 ? 5 : 1) {
      const ms = Math.floor(nowMs / HOUR_MS) * HOUR_MS - hour * HOUR_MS;
      const count = 1 + (hour % 3);
      expected.set(ms, count);
      for (let index = 0; index < count; index += 1) {
        events.push({
          idempotency_key: `e${hour}-${index}`,
          event_name: 'call',
          timestamp: at(ms + index * 1_000 + 59 * 60_000),
          external_customer_id: 'acme',
          properties: { index },
        });
      }
    }
    for (let from = 0; from < events.length; from += 500) {
      await client.events.ingest({ events: events.slice(from, from + 500) });
    }
    await sandbox().advance(60_000);
    return expected;
  }

  function model(client: OrbClient, kept?: KeptVolume) {
    const keeping: KeptVolume[] = [];
    const port = {
      client: () => Promise.resolve(client),
      nowMs: () => nowMs,
      sent: () => Promise.resolve(new Map<number, number>()),
      keep: (each: KeptVolume) => void keeping.push(each),
      backfillsFailed: (error: unknown) => {
        // A test that ends closes its client, in the middle of this reading too.
        if (!isOrbError(error, 'cancelled')) throw error;
      },
    };
    return { volume: new VolumeModel(port, kept), keeping };
  }
  const use = (work: (client: OrbClient) => Promise<void>) =>
    withClient({ baseUrl: sandbox().url, apiKey: sandbox().apiKey }, work);
  const volumeCalls = () => sandbox().calls('/v1/events/volume');

  test('shows 90 days hour by hour as they are stored, in at most 22 requests, whatever the local time zone', async () => {
    const zone = process.env['TZ'];
    process.env['TZ'] = 'America/Santiago';
    try {
      await use(async (client) => {
        const expected = await ingest(client);
        const { volume } = model(client);
        await volume.choose('days90');
        const { startMs, counts } = volume.series;
        assert.equal(counts.length, 2_160);
        counts.forEach((count, index) => {
          assert.equal(
            count,
            expected.get(startMs + index * HOUR_MS) ?? 0,
            at(startMs + index * HOUR_MS),
          );
        });
        assert.ok((await volumeCalls()).length <= 22);
      });
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });

  test('reads only the hours it lacks for the comparison', async () => {
    await use(async (client) => {
      const { volume } = model(client);
      await volume.choose('days30');
      const before = (await volumeCalls()).length;
      await volume.setCompare(true);
      assert.equal((await volumeCalls()).length - before, 2);
      assert.ok(volume.series.before?.every((each) => each !== null));
      await volume.setCompare(false);
      assert.equal(volume.series.before, null);
    });
  });

  test('keeps the parts that were read when one fails, and reads the rest on retry', async () => {
    await use(async (client) => {
      const { volume } = model(client);
      await volume.choose('day');
      await sandbox().faults(
        { path: '/v1/events/volume', times: 1, delayMs: 1 },
        { path: '/v1/events/volume', times: 9, status: 403 },
      );
      await assert.rejects(volume.choose('days30'));
      const missing = () => volume.series.counts.filter((each) => each === null).length;
      assert.equal(missing(), 720 - 100 - 24);
      assert.match(volume.state.failure ?? '', /API key/);
      await sandbox().faults();
      await volume.read(true);
      assert.equal(missing(), 0);
      assert.equal(volume.state.failure, null);
    });
  });

  test("shows what it read last while there's no network, and says when that was", async () => {
    let kept: KeptVolume | undefined;
    await use(async (client) => {
      const { volume, keeping } = model(client);
      await volume.choose('week');
      kept = keeping.at(-1);
    });
    await withClient({ baseUrl: 'http://127.0.0.1:9/v1', maxRetries: 0 }, async (client) => {
      const { volume } = model(client, kept);
      await assert.rejects(volume.refresh());
      assert.deepEqual(volume.state.offline, { readAtMs: nowMs });
      assert.ok(volume.series.counts.every((each) => each !== null));
    });
  });

  test('stops when it is canceled, without reporting a failure', async () => {
    await use(async (client) => {
      await sandbox().faults({ path: '/v1/events/volume', times: 99, delayMs: 2_000 });
      const { volume } = model(client);
      const reading = volume.choose('days90');
      volume.cancel();
      await reading;
      assert.equal(volume.state.failure, null);
      assert.equal(volume.state.reading, null);
    });
  });

  test('shows pending backfills with their customers', async () => {
    await use(async (client) => {
      const day = { timeframeStart: '2026-08-18T00:00:00Z', timeframeEnd: '2026-08-19T00:00:00Z' };
      await client.backfills.create({
        ...day,
        replaceExistingEvents: false,
        externalCustomerId: 'acme',
      });
      const { volume } = model(client);
      const told = new Promise<void>((resolve) => {
        volume.onDidChange(() => {
          if (volume.state.backfills.length > 0) resolve();
        });
      });
      await volume.choose('week');
      await told;
      const [backfill] = volume.state.backfills;
      assert.deepEqual(backfill, {
        startMs: Date.parse(day.timeframeStart),
        endMs: Date.parse(day.timeframeEnd),
        scope: 'c1',
      });
    });
  });
});
