import assert from 'node:assert/strict';
import { SentHours } from '../../../src/ingest/hours.ts';
import { Samples } from '../../../src/ingest/samples.ts';
import { LineStates } from '../../../src/ingest/states.ts';
import { bytesOf, eventLine, validated } from '../../helpers/ingestWorld.ts';

suite('ingest: samples of a file', () => {
  const sampled = (lines: number) => {
    const samples = new Samples();
    const states = new LineStates();
    // In parts, as chunks arrive.
    for (let first = 1; first <= lines; first += 700) {
      const count = Math.min(700, lines - first + 1);
      samples.add(count, (index) => ({ line: first + index, offset: 0, length: 9 }));
    }
    for (let line = 1; line <= lines; line++) states.set(line, 'good');
    const untried = (most: number) => samples.untried(states, most).map(({ line }) => line);
    return { states, untried };
  };

  test('are the last line and one from the middle, however long the file is', () => {
    assert.deepEqual(sampled(0).untried(2), []);
    assert.deepEqual(sampled(1).untried(2), [1]);
    assert.deepEqual(sampled(3).untried(2), [3, 2]);
    for (const lines of [100, 1_000, 12_345]) {
      const [last, middle, ...none] = sampled(lines).untried(2);
      assert.equal(last, lines);
      assert.ok(Math.abs(middle! - lines / 2) < lines / 10, `${middle} of ${lines}`);
      assert.deepEqual(none, []);
    }
  });

  test('stay few and are spread evenly over the file', () => {
    const all = sampled(10_000)
      .untried(1_000)
      .toSorted((a, b) => a - b);
    assert.ok(all.length >= 16 && all.length <= 33, String(all.length));
    assert.equal(all[0], 1);
    assert.equal(all.at(-1), 10_000);
    const gaps = all.slice(1, -1).map((line, index) => line - all[index]!);
    assert.equal(new Set(gaps).size, 1);
  });

  test('are valid lines only', () => {
    const samples = new Samples();
    const states = new LineStates();
    for (let line = 1; line <= 10; line++) states.set(line, line % 3 === 0 ? 'good' : 'invalid');
    samples.add(10, (index) =>
      (index + 1) % 3 === 0 ? { line: index + 1, offset: 0, length: 9 } : undefined,
    );
    assert.deepEqual(
      samples.untried(states, 9).map(({ line }) => line),
      [9, 6, 3],
    );
  });

  test('exclude lines that were sent', () => {
    const { states, untried } = sampled(3);
    states.set(3, 'accepted');
    assert.deepEqual(untried(2), [2, 1]);
    states.set(2, 'refused');
    states.set(1, 'unanswered');
    assert.deepEqual(untried(2), []);
  });
});

suite('ingest: the hours of sent events', () => {
  test('counts each event once, by the hour of its timestamp', async () => {
    const at = (timestamp: string, other = {}) =>
      eventLine('k', { timestamp: `"${timestamp}"`, ...other });
    const lines = [
      ...[at('2026-08-20T11:00:00Z'), at('2026-08-20T11:59:59.999Z')],
      at('2026-08-20T14:00:00+02:00'),
      at('2026-08-20T11:30:00Z', { properties: '{"a":1e-7,"b":"\\u00e9"}' }),
    ];
    const hours = new SentHours((await validated(lines.join('\n'))).hours);
    const batch = lines.map((text, index) => ({
      ...{ line: index + 1, offset: 0 },
      bytes: bytesOf(text),
    }));
    const hour = (text: string) => Date.parse(text);
    hours.add(batch.slice(0, 2));
    hours.add(batch.slice(2));
    assert.deepEqual(hours.take(), [
      [hour('2026-08-20T11:00:00Z'), 3],
      [hour('2026-08-20T12:00:00Z'), 1],
    ]);
    assert.deepEqual(hours.take(), []);
  });
});
