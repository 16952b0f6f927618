import assert from 'node:assert/strict';
import { HOUR_MS } from '../../../src/core/timeframe.ts';
import { volumeCsv } from '../../../src/core/volumeCsv.ts';
import { volumeDays } from '../../../src/core/volumeRows.ts';
import { seriesFigures } from '../../../src/core/seriesFigures.ts';
import {
  entries,
  lastHours,
  missingHours,
  WEEK_HOURS,
  wholeHours,
  type VolumeSeries,
} from '../../../src/core/volumeSeries.ts';

const startMs = Date.parse('2026-08-20T00:00:00Z');
const series = (
  counts: readonly (number | null)[],
  before: readonly (number | null)[] | null = null,
): VolumeSeries => ({
  startMs,
  stepMs: HOUR_MS,
  counts,
  before,
  sent: counts.map(() => 0),
  runningMs: startMs + (counts.length - 1) * HOUR_MS,
});

suite('hours of volume', () => {
  test('are whole at both ends, as Orb counts them', () => {
    assert.deepEqual(wholeHours(startMs + 1, startMs + HOUR_MS + 1), { startMs, hours: 2 });
    assert.deepEqual(wholeHours(startMs, startMs + HOUR_MS), { startMs, hours: 1 });
  });

  test('end with the current hour', () => {
    const now = startMs + 30 * 60_000;
    assert.deepEqual(lastHours(24, now), { startMs: startMs - 23 * HOUR_MS, hours: 24 });
  });

  test('are read only where they are missing', () => {
    const known = new Map([0, 1, 5].map((hour) => [startMs + hour * HOUR_MS, 1]));
    const range = { startMs, hours: 6 };
    assert.deepEqual(missingHours(range, known), { startMs: startMs + 2 * HOUR_MS, hours: 3 });
    assert.equal(missingHours({ startMs, hours: 2 }, known), undefined);
    assert.deepEqual(entries(range, known), [1, 1, null, null, null, 1]);
    assert.deepEqual(entries(range, known, 4), [null, 1, null, null, null, null]);
    assert.deepEqual(entries(range, known, -1), [null, 1, 1, null, null, null]);
    assert.equal(WEEK_HOURS, 168);
    assert.equal(missingHours({ startMs, hours: 0 }, known), undefined);
  });
});

suite('the figures of a range', () => {
  test('count events, the peak, and each run of hours without events', () => {
    const found = seriesFigures(series([5, 0, 0, 9, null, 0, 7, 3]));
    assert.equal(found.total, 24);
    assert.deepEqual(found.peak, { index: 3, count: 9 });
    assert.equal(found.zeroSteps, 3);
    assert.deepEqual(found.gaps, [
      { from: 1, to: 3 },
      { from: 5, to: 6 },
    ]);
    assert.equal(found.unknown, 1);
    assert.deepEqual(seriesFigures(series([2, 9, 9])).peak, { index: 1, count: 9 }, 'the first');
    assert.equal(seriesFigures(series([0, 0])).peak, null);
  });

  test("don't count the current hour as a gap, even if it's empty", () => {
    assert.equal(seriesFigures(series([5, 0])).zeroSteps, 0);
  });

  test('compare only hours that are complete and were read on both sides', () => {
    const { before, change } = seriesFigures(series([150, 100, null, 1], [100, null, 50, 900]));
    assert.equal(before, 100);
    assert.equal(change, 50);
  });

  test('have no change if there was nothing before', () => {
    assert.equal(seriesFigures(series([5, 1], [0, 0])).change, null);
    assert.equal(seriesFigures(series([5, 1])).before, null);
  });

  test('can be those of a part', () => {
    assert.equal(seriesFigures(series([1, 2, 4, 8]), { from: 1, to: 3 }).total, 6);
  });

  test('are listed by days in UTC, with consecutive hours without events as one row', () => {
    const from = startMs - 2 * HOUR_MS;
    const at = (hour: number) => from + hour * HOUR_MS;
    const days = volumeDays(
      { startMs: from, hours: 9 },
      new Map([
        [at(0), 3],
        [at(5), 7],
        [at(6), 1],
        [at(99), 50],
      ]),
      new Map([[at(8), 2]]),
    );
    const row = (first: number, last: number, events: number, sent = 0) => ({
      startMs: at(first),
      endMs: at(last + 1),
      events,
      sent,
    });
    assert.deepEqual(days, [
      { dayMs: startMs - 24 * HOUR_MS, events: 3, rows: [row(0, 0, 3), row(1, 1, 0)] },
      {
        dayMs: startMs,
        events: 8,
        rows: [row(2, 4, 0), row(5, 5, 7), row(6, 6, 1), row(7, 7, 0), row(8, 8, 0, 2)],
      },
    ]);
  });

  test('are the same in the CSV as in the table, and empty if nothing was read', () => {
    const csv = volumeCsv(series([150, null], [100, 50]));
    assert.equal(
      csv,
      'hour_utc,events,week_before,change_percent\r\n' +
        '2026-08-20T00:00:00Z,150,100,50.0\r\n' +
        '2026-08-20T01:00:00Z,,50,\r\n',
    );
    const sent = { ...series([1, 2, 3]), sent: [0, 0, 3] };
    assert.equal(
      volumeCsv(sent, { from: 1, to: 3 }),
      'hour_utc,events,sent_from_here\r\n' +
        '2026-08-20T01:00:00Z,2,0\r\n' +
        '2026-08-20T02:00:00Z,3,3\r\n',
    );
    assert.match(volumeCsv(series([1])), /^hour_utc,events\r\n[^,]+Z,1\r\n$/);
  });
});
