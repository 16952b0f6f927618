import assert from 'node:assert/strict';
import { outcome } from '../../host/results.ts';

suite('the outcome of a suite in npm test', () => {
  const passed = { passed: 2, failures: [] };
  const failed = { passed: 1, failures: ['a test'] };

  test('is its own counts', () => {
    assert.deepEqual(outcome('ui', 0, passed), passed);
    assert.deepEqual(outcome('ui', 1, failed), failed);
  });

  test('is a failure if the suite is missing or crashed', () => {
    assert.deepEqual(outcome('ui', 1, undefined), {
      passed: 0,
      failures: ['ui: ended with 1 before its tests were counted'],
    });
    assert.deepEqual(outcome('ui', null, undefined).failures.length, 1);
    assert.deepEqual(outcome('ui', 0, undefined).failures.length, 1);
  });

  test('is a failure if no test ran, or the suite failed after its tests', () => {
    assert.deepEqual(outcome('ui', 0, { passed: 0, failures: [] }).failures, ['ui: no test ran']);
    assert.deepEqual(outcome('ui', 1, passed), {
      passed: 2,
      failures: ['ui: ended with 1 after its tests passed'],
    });
  });
});
