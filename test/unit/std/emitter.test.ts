import assert from 'node:assert/strict';
import { Emitter } from '../../../src/std/emitter.ts';

suite('an emitter', () => {
  let reported: unknown[];
  const { report } = Emitter;
  setup(() => {
    reported = [];
    Emitter.report = (error) => reported.push(error);
  });
  teardown(() => {
    Emitter.report = report;
  });

  test('reports what a listener throws, calls the others, and lets the code that fired continue', () => {
    const emitter = new Emitter<string>();
    const heard: string[] = [];
    const error = new Error('one listener');
    emitter.event(() => {
      throw error;
    });
    emitter.event((value) => heard.push(value));
    emitter.fire('news');
    assert.deepEqual([heard, reported], [['news'], [error]]);
  });

  test('reports what a listener rejects with later', async () => {
    const emitter = new Emitter<void>();
    const error = new Error('one listener');
    emitter.event(() => Promise.reject(error));
    emitter.fire();
    await new Promise(setImmediate);
    assert.deepEqual(reported, [error]);
  });

  test('calls a listener that was added twice twice, until each is disposed', () => {
    const emitter = new Emitter<void>();
    let calls = 0;
    const listener = () => (calls += 1);
    const [first] = [emitter.event(listener), emitter.event(listener)];
    emitter.fire();
    first.dispose();
    emitter.fire();
    assert.equal(calls, 3);
  });
});
