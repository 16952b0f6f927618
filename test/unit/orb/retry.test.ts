import assert from 'node:assert/strict';
import { retryPause, type Outcome, type PauseInput } from '../../../src/orb/retry.ts';

const input: PauseInput = {
  retriesMade: 0,
  firstPauseMs: 500,
  random: 0,
  nowMs: Date.UTC(2026, 7, 20, 12),
};
const pause = (outcome: Partial<Outcome>, more: Partial<PauseInput> = {}) =>
  retryPause({ headers: {}, ...outcome }, { ...input, ...more });

suite('retry: whether', () => {
  test('no response at all, 408, 409, 429 and every 5xx are tried again', () => {
    for (const status of [undefined, 408, 409, 429, 500, 502, 503, 504, 529, 599]) {
      assert.equal(pause({ ...(status !== undefined && { status }) }), 500, String(status));
    }
  });

  test('other errors are final', () => {
    for (const status of [301, 400, 401, 403, 404, 413, 422]) {
      assert.equal(pause({ status }), undefined, String(status));
    }
  });

  test('x-should-retry overrides the status', () => {
    assert.equal(pause({ status: 400, headers: { 'x-should-retry': 'true' } }), 500);
    assert.equal(pause({ status: 500, headers: { 'x-should-retry': 'false' } }), undefined);
    assert.equal(pause({ status: 500, headers: { 'x-should-retry': 'maybe' } }), 500);
  });
});

suite('retry: how long', () => {
  test('grows twice as long each time, up to eight seconds', () => {
    const pauses = [0, 1, 2, 3, 4, 5, 60].map((retriesMade) => pause({}, { retriesMade }));
    assert.deepEqual(pauses, [500, 1000, 2000, 4000, 8000, 8000, 8000]);
  });

  test('is shortened by up to a quarter at random', () => {
    assert.equal(pause({}, { random: 1 }), 375);
    assert.equal(pause({}, { random: 0.5 }), 437.5);
  });

  for (const [headers, ms] of [
    [{ 'retry-after': '2' }, 2000],
    [{ 'retry-after': '0.75' }, 750],
    [{ 'retry-after-ms': '1500', 'retry-after': '9' }, 1500],
    [{ 'retry-after-ms': 'soon', 'retry-after': '9' }, 9000],
    [{ 'retry-after': 'Thu, 20 Aug 2026 12:00:03 GMT' }, 3000],
    [
      {
        'retry-after': 'Thu, 20 Aug 2026 12:00:03 GMT',
        date: 'Thu, 20 Aug 2026 12:00:01 GMT',
      },
      2000,
    ],
    // Less than the client's own pause changes nothing: the back-off is the floor.
    [{ 'retry-after': '0.25' }, 500],
    [{ 'retry-after': '0' }, 500],
    [{ 'retry-after-ms': '0' }, 500],
    [{ 'retry-after-ms': '0', 'retry-after': '9' }, 9000],
    [{ 'retry-after': 'Thu, 20 Aug 2026 11:00:00 GMT' }, 500],
    // What makes no sense changes nothing either.
    [{ 'retry-after': '-5' }, 500],
    [{ 'retry-after-ms': '-5' }, 500],
    [{ 'retry-after-ms': "9 o'clock" }, 500],
    [{ 'retry-after': 'in a while' }, 500],
    [{ 'retry-after': '' }, 500],
  ] as const) {
    test(`waits ${ms} ms for ${JSON.stringify(headers)}`, () => {
      assert.equal(pause({ status: 429, headers }), ms);
    });
  }

  test('a wait of zero never shortens the back-off of a later retry', () => {
    const headers = { 'retry-after': '0' };
    const pauses = [0, 1, 2, 3].map((retriesMade) =>
      pause({ status: 429, headers }, { retriesMade }),
    );
    assert.deepEqual(pauses, [500, 1000, 2000, 4000]);
  });

  test('a request for more than five minutes fails instead of waiting', () => {
    assert.equal(pause({ status: 429, headers: { 'retry-after': '300' } }), 300_000);
    assert.equal(pause({ status: 429, headers: { 'retry-after': '300.001' } }), undefined);
  });
});
