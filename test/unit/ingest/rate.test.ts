import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { limitsFor, RateLimiter, shortestMs, SlidingWindow } from '../../../src/ingest/rate.ts';

/** Sends batches as fast as the limiter allows; returns when each was sent. */
function schedule(limiter: RateLimiter, batches: readonly number[]): readonly number[] {
  let now = 0;
  return batches.map((events) => {
    for (let wait = limiter.delay(now, events); wait > 0; wait = limiter.delay(now, events)) {
      now += wait;
    }
    limiter.take(now, events);
    return now;
  });
}

suite('ingest: rate limits', () => {
  test("send a minute's events of test mode at once, and the rest a minute later", () => {
    const times = schedule(new RateLimiter(limitsFor('test', 0)), [500, 500, 500, 500, 500]);
    assert.deepEqual(times.slice(0, 4), [0, 0, 0, 0]);
    assert.ok(times[4]! >= 60_000 && times[4]! < 61_000);
  });

  test("don't apply to the sandbox, and a user's own limit applies everywhere", () => {
    assert.deepEqual(schedule(new RateLimiter(limitsFor('sandbox', 0)), [500, 500]), [0, 0]);
    assert.ok(schedule(new RateLimiter(limitsFor('sandbox', 600)), [500, 500])[1]! >= 60_000);
    assert.ok(schedule(new RateLimiter(limitsFor('live', 600)), [500, 500])[1]! >= 60_000);
  });

  test('say how long an amount has to wait', () => {
    const window = new SlidingWindow(10, 1_000);
    window.take(0, 6);
    window.take(100, 4);
    for (const [nowMs, amount, delayMs] of [
      [200, 0, 0],
      [200, 5, 800],
      [200, 6, 800],
      [200, 7, 900],
      // An amount above the limit waits until the window is empty.
      [200, 20, 900],
      [999, 5, 1],
      [1_000, 6, 0],
      [1_000, 7, 100],
      [1_100, 20, 0],
    ] as const) {
      assert.equal(window.delay(nowMs, amount), delayMs, `${amount} at ${nowMs}`);
    }
  });

  test('never allow more than the limit in any minute or second', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 500 }), { maxLength: 80 }),
        fc.integer({ min: 500, max: 3_000 }),
        fc.integer({ min: 1, max: 10 }),
        (batches, eventsPerMinute, requestsPerSecond) => {
          const times = schedule(new RateLimiter({ eventsPerMinute, requestsPerSecond }), batches);
          for (const from of times) {
            const within = (spanMs: number) =>
              batches.filter((_, index) => times[index]! >= from && times[index]! < from + spanMs);
            assert.ok(within(60_000).reduce((sum, events) => sum + events, 0) <= eventsPerMinute);
            assert.ok(within(1_000).length <= requestsPerSecond);
          }
        },
      ),
      { seed: 3 },
    );
  });

  test('say how long a file takes at least', () => {
    assert.equal(shortestMs(10_000, limitsFor('live', 0)), 0);
    assert.equal(shortestMs(10_001, limitsFor('live', 0)), 60_000);
    assert.equal(shortestMs(1_000_000, limitsFor('test', 0)), 499 * 60_000);
    assert.equal(shortestMs(1_000_000, limitsFor('sandbox', 0)), 0);
  });
});
