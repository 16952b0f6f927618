import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DAY_MS } from '../../../../src/core/timeframe.ts';
import { dayTicks, gridStep } from '../../../../src/webview/chart/axis.ts';
import { hourSpan, percent, rangeText } from '../../../../src/webview/chart/format.ts';

const startMs = Date.parse('2026-08-13T10:00:00Z');
const measure = (label: string) => label.length * 7;
const labels = (pixelsPerHour: number) =>
  dayTicks(startMs, startMs + 7 * DAY_MS, pixelsPerHour * 24, measure).map(({ label }) => label);

suite('the axes of the chart', () => {
  test('end at a round number above the peak, with three lines', () => {
    assert.deepEqual(
      [0, 3, 14_212, 15_001, 100, 7].map((peak) => gridStep(peak)),
      [1, 1, 5_000, 10_000, 40, 3],
    );
    fc.assert(
      fc.property(fc.nat(1e9), (peak) => {
        const step = gridStep(peak);
        assert.ok(
          Number.isInteger(step) && step * 3 >= peak && step * 3 <= Math.max(3, peak * 2.5),
        );
      }),
    );
  });

  test('have fractions if the counts do', () => {
    const steps = [0, 0.004, 0.7, 20].map((peak) => gridStep(peak, false));
    assert.deepEqual(steps, [0.4, 0.002, 0.25, 10]);
  });

  test("label the days at midnight in UTC, shorter and then fewer if it's narrow", () => {
    assert.deepEqual(labels(6), [
      'Fri 14 Aug',
      'Sat 15 Aug',
      'Sun 16 Aug',
      'Mon 17 Aug',
      'Tue 18 Aug',
      'Wed 19 Aug',
      '',
    ]);
    assert.deepEqual(labels(3).slice(0, 2), ['14 Aug', '15 Aug']);
    assert.deepEqual(labels(1.5).slice(0, 3), ['14 Aug', '', '16 Aug']);
  });

  test('have one midnight per day, even if the local clock changes', () => {
    const march = Date.parse('2026-03-27T00:00:00Z');
    assert.deepEqual(
      dayTicks(march, march + 4 * DAY_MS, 144, measure).map(({ ms }) => (ms - march) / DAY_MS),
      [0, 1, 2, 3],
    );
  });
});

suite('texts of the chart', () => {
  test('show percentages with one digit, and as whole numbers from 100 on', () => {
    assert.deepEqual([1.71, -62.9, -100, 101.2, 0.01, null].map(percent), [
      '+1.7 %',
      '−62.9 %',
      '−100 %',
      '+101 %',
      '0.0 %',
      '–',
    ]);
  });

  test('show both days of a span only if they differ', () => {
    const at = (text: string) => Date.parse(`2026-08-${text}:00Z`);
    assert.equal(hourSpan(at('19T01:00'), at('19T08:00')), 'Wed 19 Aug 01:00 – 08:00');
    assert.equal(hourSpan(at('19T22:00'), at('20T00:00')), 'Wed 19 Aug 22:00 – 24:00');
    assert.equal(hourSpan(at('19T22:00'), at('20T03:00')), 'Wed 19 Aug 22:00 – Thu 20 Aug 03:00');
    assert.equal(rangeText(startMs, startMs + 7 * 86_400_000), '13 Aug 10:00 – 20 Aug 10:00');
  });
});
