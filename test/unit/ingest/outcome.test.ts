import assert from 'node:assert/strict';
import { OrbError } from '../../../src/core/errors.ts';
import { limitReasons, outcomeOf, causeOf } from '../../../src/ingest/outcome.ts';
import { failure, rejected } from '../../helpers/fakeOrb.ts';

suite('ingest: what a failed request means', () => {
  test('distinguishes cancel, API key and permission, and size', () => {
    assert.deepEqual(outcomeOf(new OrbError('cancelled', 'x')), { kind: 'cancelled' });
    assert.deepEqual(outcomeOf(failure('unauthorized', 401)), {
      kind: 'stop',
      why: 'unauthorized',
    });
    assert.deepEqual(outcomeOf(failure('forbidden', 403)), { kind: 'stop', why: 'forbidden' });
    assert.deepEqual(outcomeOf(failure('tooLarge', 413)), { kind: 'smaller' });
  });

  test('treats only a 400 or 422 as a rejection of events, and stops for others', () => {
    assert.equal(outcomeOf(failure('rejected', 400)).kind, 'refused');
    assert.equal(outcomeOf(failure('rejected', 422)).kind, 'refused');
    const stop = { kind: 'stop', why: 'failed' };
    assert.deepEqual(outcomeOf(failure('rejected', 405)), stop);
    assert.deepEqual(outcomeOf(failure('notFound', 400)), stop);
    assert.deepEqual(outcomeOf(new OrbError('rejected', 'x')), stop);
    assert.deepEqual(outcomeOf(new OrbError('invalid', 'x')), stop);
  });

  test("rethrows errors that aren't from Orb", () => {
    const fault = new TypeError('x is no function');
    assert.throws(() => outcomeOf(fault), fault);
  });

  for (const [headers, pauseMs] of [
    [{}, undefined],
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after': '0' }, undefined],
    [{ 'retry-after': '-1' }, undefined],
    [{ 'retry-after': 'Thu, 20 Aug 2026 12:00:03 GMT' }, undefined],
    [{ 'retry-after-ms': '250', 'retry-after': '7' }, 250],
    [{ 'retry-after-ms': '0', 'retry-after': '7' }, 7_000],
    [{ 'retry-after-ms': '-5', 'retry-after': '7' }, 7_000],
  ] as const) {
    test(`retries in ${pauseMs ?? 'its own'} ms after ${JSON.stringify(headers)}`, () => {
      assert.deepEqual(outcomeOf(failure('rateLimited', 429, headers)), {
        kind: 'again',
        ...(pauseMs !== undefined && { pauseMs }),
      });
    });
  }

  test('takes the named events of a rejection, or else its most specific reasons', () => {
    const refusal = (more: Parameters<typeof rejected>[0]) => {
      const outcome = outcomeOf(rejected(more));
      assert.ok(outcome.kind === 'refused');
      return outcome;
    };
    const validationFailed = [{ idempotencyKey: 'k', messages: ['odd'] }];
    assert.deepEqual([...refusal({ validationFailed }).named], [['k', ['odd']]]);
    const all = { validationErrors: ['', 'one', 'two'], detail: 'D', title: 'T', body: 'B' };
    assert.deepEqual(refusal(all).reasons, ['one', 'two']);
    assert.deepEqual(refusal({ ...all, validationErrors: [] }).reasons, ['D']);
    assert.deepEqual(refusal({ ...all, validationErrors: [], detail: '' }).reasons, ['T']);
    assert.deepEqual(refusal({ ...all, validationErrors: [''] }).reasons, ['T']);
    assert.deepEqual(refusal({ title: 'T', body: 'B' }).reasons, ['T']);
    assert.deepEqual(refusal({ body: 'B' }).reasons, ['B']);
  });

  test('finds the same cause for different events, numbers, times, and orders', () => {
    for (const [one, other] of [
      [['Event "a b" is late.'], ['Event "c" is late.']],
      [["Event 'a b' is late."], ["Event 'c' is late."]],
      [['Event evt_1a is late.'], ['Event evt-22 is late.']],
      [['Later than 2026-08-20T11:00:00+00:00.'], ['Later than 2025-01-01T00:00:00Z.']],
      [
        ['Too old', 'No name'],
        ['No name', 'Too old', 'Too old'],
      ],
    ] as const) {
      assert.equal(causeOf(one), causeOf(other));
    }
  });

  test('compares very long reasons in linear time', () => {
    for (const letter of ['a', '1', '"', "'", '-', 'a"', '"\'']) {
      const endless = letter.repeat(4_000_000 / letter.length);
      assert.ok(causeOf(Array(100).fill(endless)).length <= 1_000, letter);
    }
    assert.equal(causeOf(['Late: 5']), causeOf(['Late: 6']));
  });

  test('limits the length of reasons for the journal', () => {
    const kept = limitReasons(Array(1_000).fill('x'.repeat(100_000)));
    assert.ok(kept.join('').length < 110_000);
    assert.deepEqual(limitReasons(['short', 'two']), ['short', 'two']);
  });

  test('finds different causes for different reasons', () => {
    const texts = [['a'], ['b'], ['a', 'b'], ['ab'], ['a "x"'], ['a "x" b'], ['a x'], []];
    assert.equal(new Set(texts.map(causeOf)).size, texts.length);
  });
});
