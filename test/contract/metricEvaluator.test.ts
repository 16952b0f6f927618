import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MetricEvaluator } from '../../src/sandbox/metrics/evaluator.ts';
import type { MetricEvent, MetricQuery } from '../../src/sandbox/metrics/messages.ts';
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
});
