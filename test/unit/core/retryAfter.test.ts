import assert from 'node:assert/strict';
import { askedPause, pauseOf } from '../../../src/core/retryAfter.ts';

suite('the pause that a server asks for', () => {
  const date = 'Wed, 26 Aug 2026 10:00:00 GMT';
  const nowMs = Date.parse(date) - 5_000;
  for (const [headers, pause] of [
    [{}, undefined],
    [{ 'retry-after-ms': '0' }, undefined],
    [{ 'retry-after-ms': '0', 'retry-after': '9' }, 9_000],
    [{ 'retry-after-ms': '120.5', 'retry-after': '9' }, 120.5],
    [{ 'retry-after-ms': '-1', 'retry-after': '9' }, 9_000],
    [{ 'retry-after-ms': 'soon', 'retry-after': ' .5 ' }, 500],
    [{ 'retry-after': '1.5' }, 1_500],
    [{ 'retry-after': '0' }, undefined],
    [{ 'retry-after': '5 s' }, undefined],
    [{ 'retry-after': '5s' }, undefined],
    [{ 'retry-after': '-5' }, undefined],
    [{ 'retry-after': '1.' }, 1_000],
    [{ 'retry-after-ms': '12 apples' }, undefined],
    [{ 'retry-after': '1.2.3' }, undefined],
    [{ 'retry-after': '' }, undefined],
    [{ 'retry-after': '2026-08-26' }, undefined],
    [{ 'retry-after': '2026-08-26T10:00Z' }, undefined],
    [{ 'retry-after': 'Wednesday' }, undefined],
    // By the server's clock, or by ours if it doesn't send its own.
    [{ 'retry-after': date, date: 'Wed, 26 Aug 2026 09:59:30 GMT' }, 30_000],
    [{ 'retry-after': date, date: 'Wed, 26 Aug 2026 10:00:30 GMT' }, undefined],
    [{ 'retry-after': date }, 5_000],
    [{ 'retry-after': date, date: 'today' }, 5_000],
  ] as const) {
    test(JSON.stringify(headers), () => assert.equal(askedPause(headers, nowMs), pause));
  }
  test("a date can't be used without a clock", () => {
    assert.equal(askedPause({ 'retry-after': date }), undefined);
  });

  test('never shortens a wait: the back-off is the floor', () => {
    assert.deepEqual(
      [pauseOf(500, undefined), pauseOf(500, 100), pauseOf(500, 900)],
      [500, 500, 900],
    );
  });
});
