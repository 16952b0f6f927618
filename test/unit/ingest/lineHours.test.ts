import assert from 'node:assert/strict';
import { outcomesByTime } from '../../../src/ingest/lineHours.ts';
import { HOUR_MS } from '../../../src/core/timeframe.ts';
import { eventLine, NOW_MS, validated } from '../../helpers/ingestWorld.ts';

const at = (ms: number) => JSON.stringify(new Date(ms));
const hourOf = (ms: number) => Math.floor(ms / HOUR_MS) * HOUR_MS;

/** A line whose timestamp is some hours ago. */
const line = (key: string, hoursAgo: number) =>
  eventLine(key, { timestamp: at(NOW_MS - hoursAgo * HOUR_MS) });

async function chartOf(...lines: readonly string[]) {
  const { states, hours, totals } = await validated(lines.join('\n'));
  return { states, chart: () => outcomesByTime(states, hours, totals.span) };
}

suite('ingest: lines by time', () => {
  test('counts each outcome in the hour of the timestamp', async () => {
    const { states, chart } = await chartOf(
      ...[line('a', 3), line('a', 3), '', line('b', 2), line('c', 1), '{"timestamp":1}'],
    );
    states.set(1, 'accepted');
    states.set(4, 'refused');
    assert.deepEqual(chart(), {
      startMs: hourOf(NOW_MS - 3 * HOUR_MS),
      stepMs: HOUR_MS,
      rows: [
        [1, 1, 0, 0],
        [0, 0, 1, 0],
        [0, 0, 0, 1],
      ],
    });
  });

  test('has no chart for less than three hours, nor without timestamps', async () => {
    assert.equal((await chartOf(line('a', 1), line('b', 0))).chart(), undefined);
    assert.equal((await chartOf('{}', '[]')).chart(), undefined);
  });

  test('counts invalid lines that are late, too', async () => {
    const { chart } = await chartOf(line('a', 40), line('b', 1));
    const rows = chart()?.rows ?? [];
    assert.equal(rows.length, 40);
    assert.deepEqual(
      [rows.at(0), rows.at(-1)],
      [
        [0, 0, 1, 0],
        [0, 0, 0, 1],
      ],
    );
  });

  test('uses days if there are too many hours', async () => {
    const { chart } = await chartOf(line('a', 24 * 150), line('b', 24 * 300));
    const found = chart();
    assert.equal(found?.stepMs, 24 * HOUR_MS);
    assert.equal(found.rows.length, 151);
  });

  test("leaves out lines of an impossible year, so that they don't distort the chart", async () => {
    const odd = eventLine('odd', { timestamp: '"9999-01-01T00:00:00Z"' });
    const { chart } = await chartOf(line('a', 5), odd, line('b', 1));
    assert.equal(chart()?.rows.length, 5);
  });
});
