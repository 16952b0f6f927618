import assert from 'node:assert/strict';
import { allows, backfillState, isMoving } from '../../../src/core/backfillMoves.ts';
import { frameText, waitText } from '../../../src/core/backfillText.ts';

const now = Date.parse('2026-08-20T12:00:00Z');

suite('backfills', () => {
  test('a backfill is closing once its close time has passed', () => {
    const state = (status: 'pending' | 'reflected' | 'pending_revert', closeTime: string | null) =>
      backfillState({ status, closeTime }, now);
    assert.equal(state('pending', '2026-08-20T12:00:01Z'), 'pending');
    assert.equal(state('pending', '2026-08-20T12:00:00Z'), 'closing');
    assert.equal(state('pending', null), 'pending');
    assert.equal(state('reflected', '2026-08-20T11:00:00Z'), 'reflected');
    assert.equal(state('pending_revert', '2026-08-20T11:00:00Z'), 'reverting');
  });

  test('each state allows only its operations', () => {
    const states = ['pending', 'closing', 'reflected', 'reverting', 'reverted'] as const;
    const which = (move: 'ingest' | 'close' | 'revert') =>
      states.filter((state) => allows(state, move));
    assert.deepEqual(which('ingest'), ['pending']);
    assert.deepEqual(which('close'), ['pending']);
    assert.deepEqual(which('revert'), ['pending', 'closing', 'reflected']);
    assert.deepEqual(states.filter(isMoving), ['closing', 'reverting']);
  });

  test('time frames of whole days are written as days', () => {
    const text = (timeframeStart: string, timeframeEnd: string) =>
      frameText({ timeframeStart, timeframeEnd }, now);
    assert.equal(text('2026-08-17T00:00:00Z', '2026-08-18T00:00:00Z'), '17 Aug');
    assert.equal(text('2026-08-01T00:00:00Z', '2026-08-08T00:00:00Z'), '1 – 7 Aug');
    assert.equal(text('2026-07-28T00:00:00Z', '2026-08-04T00:00:00Z'), '28 Jul – 3 Aug');
    assert.equal(text('2026-07-28T06:00:00Z', '2026-07-28T12:00:00Z'), '28 Jul 06:00 – 12:00');
    assert.equal(
      text('2026-07-28T06:00:00Z', '2026-07-29T12:00:00Z'),
      '28 Jul 06:00 – 29 Jul 12:00',
    );
    assert.equal(text('2025-12-31T00:00:00Z', '2026-01-02T00:00:00Z'), '31 Dec – 1 Jan 2026');
    assert.equal(text('2025-08-17T02:00:00+02:00', '2025-08-18T00:00:00Z'), '17 Aug 2025');
    assert.equal(text('x', 'y'), 'x – y');
    assert.equal(text('2026-08-11T00:00:00Z', '2026-08-18T00:00:00Z'), '11 – 17 Aug');
    assert.equal(text('2025-08-01T00:00:00Z', '2026-08-08T00:00:00Z'), '1 Aug – 7 Aug 2026');
    // Bounds of which only one is a midnight, or which are equal, are written as times.
    assert.equal(text('2026-08-17T00:00:00Z', '2026-08-17T12:00:00Z'), '17 Aug 00:00 – 12:00');
    assert.equal(
      text('2026-08-17T12:00:00Z', '2026-08-18T00:00:00Z'),
      '17 Aug 12:00 – 18 Aug 00:00',
    );
    assert.equal(text('2026-08-17T00:00:00Z', '2026-08-17T00:00:00Z'), '17 Aug 00:00 – 00:00');
    assert.equal(
      text('2026-08-18T00:00:00Z', '2026-08-17T00:00:00Z'),
      '18 Aug 00:00 – 17 Aug 00:00',
    );
  });

  test('waiting times are rounded down', () => {
    assert.deepEqual(
      [500, 90_000, 3_600_000, 21.9 * 3_600_000, 48 * 3_600_000, 50 * 3_600_000].map(waitText),
      ['1 min', '1 min', '1 h', '21 h', '2 d', '2 d'],
    );
  });
});
