import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MetricEvaluator } from '../../src/sandbox/metrics/evaluator.ts';
import type { MetricEvent, MetricQuery } from '../../src/sandbox/metrics/messages.ts';
import { eventually } from '../helpers/eventually.ts';
import { startEmulator } from '../host/emulator.ts';
import { descendants } from '../host/processes.ts';
import { root } from '../host/root.ts';

const file = pathToFileURL(join(root, 'dist', 'sandboxMetrics.js'));
const evaluatorWith = (limitMs?: number) =>
  new MetricEvaluator({ file, ...(limitMs !== undefined && { limitMs }) });

const event = (properties: string): MetricEvent => ({
  ...{ name: 'api_call', timestamp: '2026-08-20T00:00:00Z', ms: 0 },
  ...{ customer: 'c1', external: 'acme', properties },
});
const query = (sql: string): MetricQuery => ({
  ...{ sql, filters: [], groupingKeys: [], customerIds: ['c1'], startMs: 0, endMs: 1 },
});

const SUM = query('SELECT SUM(tokens) FROM events');
/** A hundred of them take seconds over many events. */
const LONG = query(`SELECT SUM(${Array(60).fill('tokens').join(' + ')}) FROM events`);

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

suite('sandbox: the process that runs metrics', () => {
  test('evaluates several metrics over given events, and forgets them for the next ones', async () => {
    using evaluator = evaluatorWith();
    const both = [event('{"tokens":1}'), event('{"tokens":2}')];
    const count = query('SELECT COUNT(*) FROM events');
    assert.deepEqual(await evaluator.preview(both, [SUM, count]), [
      { groups: [{ values: [], quantity: '3' }] },
      { groups: [{ values: [], quantity: '2' }] },
    ]);
    const [next] = await evaluator.preview([event('{"tokens":5,"x":true}')], [SUM]);
    assert.deepEqual(next, { groups: [{ values: [], quantity: '5' }] });
  });

  test('answers questions that are asked at once in their order', async () => {
    using evaluator = evaluatorWith();
    const quantities = await Promise.all(
      [1, 2, 3, 4].map(async (tokens) => {
        const [result] = await evaluator.preview([event(`{"tokens":${tokens}}`)], [SUM]);
        return result !== undefined && 'groups' in result ? result.groups[0]?.quantity : undefined;
      }),
    );
    assert.deepEqual(quantities, ['1', '2', '3', '4']);
  });

  test('is ended when a metric takes too long, and the next one is evaluated', async () => {
    using evaluator = evaluatorWith(1_000);
    const many = Array.from({ length: 20_000 }, () => event('{"tokens":1}'));
    const results = await evaluator.preview(many, Array<MetricQuery>(100).fill(LONG));
    assert.equal(results.length, 100);
    assert.deepEqual(results[0], { problem: 'The metric took longer than 1 s.' });
    const [next] = await evaluator.preview([event('{"tokens":5}')], [SUM]);
    assert.deepEqual(next, { groups: [{ values: [], quantity: '5' }] });
  });

  test('ends with the sandbox, in the middle of a metric too', async () => {
    const emulator = await startEmulator();
    const post = async (path: string, body: object) =>
      fetch(emulator.url + path, {
        method: 'POST',
        headers: { authorization: `Bearer ${emulator.apiKey}` },
        body: JSON.stringify(body),
      });
    const at = Date.now();
    const timestamp = new Date(at).toISOString();
    const customer = { name: 'Acme', email: 'a@example.com', external_customer_id: 'acme' };
    await post('/customers', customer);
    for (let batch = 0; batch < 40; batch++) {
      const events = Array.from({ length: 500 }, (_, index) => ({
        ...{ idempotency_key: `${batch}-${index}`, external_customer_id: 'acme' },
        ...{ event_name: 'api_call', timestamp, properties: { tokens: 1 } },
      }));
      await post('/ingest', { events });
    }
    const metric = { name: 'Long', description: null, item_id: 'i', sql: LONG.sql };
    const { id } = (await (await post('/metrics', metric)).json()) as { id: string };
    const price = {
      ...{ model_type: 'unit', unit_config: { unit_amount: '1' }, name: 'x', item_id: 'i' },
      ...{ cadence: 'monthly', currency: 'USD', billable_metric_id: id },
    };
    const asked = post('/prices/evaluate', {
      external_customer_id: 'acme',
      timeframe_start: new Date(at - 1_000).toISOString(),
      timeframe_end: new Date(at + 1_000).toISOString(),
      price_evaluations: Array.from({ length: 100 }, () => ({ price })),
    });
    const metrics = await eventually('the process that runs metrics', () =>
      descendants(emulator.pid, 'sandboxMetrics').at(0),
    );
    process.kill(emulator.pid, 'SIGKILL');
    await assert.rejects(asked);
    await eventually('its end', () => !isAlive(metrics));
  });
});
