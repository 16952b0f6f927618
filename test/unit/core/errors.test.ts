import assert from 'node:assert/strict';
import {
  isOrbError,
  mayHaveArrived,
  OrbError,
  type OrbErrorKind,
} from '../../../src/core/errors.ts';

const of = (kind: OrbErrorKind) => new OrbError(kind, 'For the log.');

suite('errors of Orb', () => {
  test('are known by their kind, and by their name in a log', () => {
    assert.ok(isOrbError(of('rejected')));
    assert.ok(isOrbError(of('rejected'), 'rejected'));
    assert.ok(!isOrbError(of('rejected'), 'conflict'));
    assert.ok(!isOrbError(new Error('rejected'), 'rejected'));
    assert.equal(String(of('rejected')), 'OrbError: For the log.');
  });

  test("show whether a write may have arrived: after an error response it hasn't", () => {
    for (const kind of [
      'unauthorized',
      'forbidden',
      'notFound',
      'rejected',
      'conflict',
      'tooLarge',
      'rateLimited',
      'invalid',
      'tlsOrProxy',
    ] as const) {
      assert.equal(mayHaveArrived(of(kind)), false, kind);
    }
    for (const kind of [
      'cancelled',
      'timedOut',
      'unreachable',
      'serverFault',
      'contract',
    ] as const) {
      assert.equal(mayHaveArrived(of(kind)), true, kind);
    }
    assert.equal(mayHaveArrived(new TypeError('x')), false);
  });
});
