import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from '../../src/orb/client.ts';
import { movedTo } from '../host/demo.ts';
import { startEmulator, type Emulator } from '../host/emulator.ts';

const demo = (name: string) => readFileSync(join('test', 'fixtures', 'demo', name), 'utf8');
const DAY_MS = 86_400_000;

suite("the demo workspace fits the sandbox's demo data", () => {
  let sandbox: Emulator;
  suiteSetup(async () => (sandbox = await startEmulator('--seed', 'demo')));
  suiteTeardown(() => sandbox.stop());

  test('every event that the ticket asks about is there', async () => {
    const client = createClient({ baseUrl: sandbox.url, apiKey: sandbox.apiKey });
    const eventIds = [...demo('support-ticket.txt').matchAll(/event_id=(\S+)/g)].map(
      ([, id]) => id!,
    );
    assert.ok(eventIds.length >= 5);
    const timeframeStart = new Date(Date.now() - 90 * DAY_MS).toISOString();
    const { missing } = await client.events.search({ eventIds, timeframeStart });
    assert.deepEqual(missing, []);
    await client.close();
  });

  test('Orb accepts all lines of the event file except the one with the mistake', async () => {
    const client = createClient({ baseUrl: sandbox.url, apiKey: sandbox.apiKey });
    const all = movedTo(demo('usage.orb.ndjson'), Date.now()).trim().split('\n');
    const lines = all.map((line) => Buffer.from(line));
    const wrong = all.findIndex((line) => line.includes('"tokens": {'));
    await assert.rejects(client.events.ingest({ lines }), (error: unknown) => {
      const { answer } = error as { answer: { validationFailed: { idempotencyKey: string }[] } };
      const refused = answer.validationFailed.map(({ idempotencyKey }) => idempotencyKey);
      assert.deepEqual(refused, [`demo_${wrong + 1}`]);
      return true;
    });
    await client.events.ingest({ lines: lines.filter((_, index) => index !== wrong) });
    await client.close();
  });
});
