import assert from 'node:assert/strict';
import { createClient } from '../../../src/orb/client.ts';
import { anEvent, at, DAY, eachWithSandbox, HOUR } from '../../helpers/sandboxBox.ts';

suite('sandbox: volume over 90 days', () => {
  const box = eachWithSandbox();
  const zone = process.env['TZ'];
  // A zone with summer time: nothing on the way may count in local hours.
  setup(() => (process.env['TZ'] = 'Europe/Berlin'));
  teardown(() => {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });

  test('equals what was stored, hour by hour, through the client, even across a daylight saving change', async () => {
    // 2026-08-20 less 90 days; with the clock at the end of November the range holds the change of 25 October.
    await box.settings({ graceHours: 24 * 365 });
    const end = 95 * DAY;
    assert.notEqual(new Date(at(end)).getTimezoneOffset(), new Date(at(0)).getTimezoneOffset());
    await box.clock(end);
    const expected = new Map<string, number>();
    const events = Array.from({ length: 4_000 }, (_, index) => {
      const ms = end - 90 * DAY + ((index * 7_919) % (90 * 24 * 60)) * 60_000;
      const hour = at(Math.floor(ms / HOUR) * HOUR);
      expected.set(hour, (expected.get(hour) ?? 0) + 1);
      return anEvent(`k${index}`, { timestamp: at(ms) });
    });
    for (let from = 0; from < events.length; from += 500)
      await box.ingested(events.slice(from, from + 500));

    const client = createClient({ baseUrl: box.sandbox.url, apiKey: box.apiKey });
    const query = { timeframeStart: at(end - 90 * DAY), timeframeEnd: at(end) };
    const { value: hours } = await client.volume.list(query);
    await client.close();
    assert.equal(hours.length, 2_160);
    for (const [index, hour] of hours.entries()) {
      const start = at(end - 90 * DAY + index * HOUR);
      assert.deepEqual([hour.timeframeStart, hour.count], [start, expected.get(start) ?? 0]);
    }
    const calls = (await box.control('requests')).body as { path: string }[];
    const asked = calls.filter(({ path }) => path === '/v1/events/volume').length;
    assert.ok(asked <= 22, `${asked} calls`);
  });
});
