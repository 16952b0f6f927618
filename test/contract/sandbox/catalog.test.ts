import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestSandbox } from '../../helpers/sandbox.ts';
import { startEmulator } from '../../host/emulator.ts';

const catalog = {
  properties: { event_name: { enum: ['chat'] } },
  allOf: [
    {
      if: { properties: { event_name: { const: 'chat' } }, required: ['event_name'] },
      then: {
        properties: {
          properties: {
            properties: { tokens: { type: 'number', 'x-orb-severity': 'refuse' } },
            required: ['model'],
          },
        },
      },
    },
  ],
};

suite('the sandbox with an event catalog', () => {
  const folder = mkdtempSync(join(tmpdir(), 'orb-catalog-'));
  suiteTeardown(() => rmSync(folder, { recursive: true }));
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  test('lists events that differ from it, and accepts them', async () => {
    const path = file('events.schema.json', JSON.stringify(catalog));
    const emulator = await startEmulator('--catalog', path);
    const sandbox = new TestSandbox(emulator);
    try {
      const event = (key: string, properties: object, name = 'chat') => ({
        idempotency_key: key,
        event_name: name,
        timestamp: new Date().toISOString(),
        external_customer_id: 'acme',
        properties,
      });
      const response = await fetch(`${emulator.url}/ingest`, {
        method: 'POST',
        headers: { authorization: `Bearer ${emulator.apiKey}` },
        body: JSON.stringify({
          events: [
            event('a', { tokens: 1, model: 'large' }),
            event('b', { tokens: true }),
            event('c', {}, 'chta'),
          ],
        }),
      });
      assert.equal(response.status, 200);
      const problems = (await sandbox.control('/problems')) as readonly Record<string, unknown>[];
      assert.deepEqual(
        problems
          .filter(({ code }) => String(code).startsWith('catalog-'))
          .map(({ eventId, code, severity, path: at }) => [eventId, code, severity, at]),
        [
          ['b', 'catalog-type', 'error', '$.events[1].properties.tokens'],
          ['b', 'catalog-required', 'warning', '$.events[1].properties.model'],
          ['c', 'catalog-name', 'warning', '$.events[2].event_name'],
        ],
      );
    } finally {
      await emulator.stop();
    }
  });

  test("doesn't start with one that can't be used, and says why", async () => {
    const path = file('remote.json', '{"$ref":"https://example.com/x.json"}');
    await assert.rejects(startEmulator('--catalog', path), /--catalog can't be used.*refers to/s);
  });
});
