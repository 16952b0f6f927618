import assert from 'node:assert/strict';
import { createSandboxStates } from '../../../../src/workbench/connections/sandboxStates.ts';

suite('the state of a sandbox', () => {
  const local = Date.parse('2026-08-20T10:00:00Z');
  const future = Date.parse('2030-01-01T00:00:00Z');
  const response = (ms: number, clock?: string) => ({
    status: 200,
    headers: {
      date: new Date(ms).toUTCString(),
      ...(clock !== undefined && { 'orb-sandbox-clock': clock }),
    },
  });
  const refused = { headers: {}, error: 'GET /ping: connect ECONNREFUSED 127.0.0.1:4510' };

  test("uses this machine's clock until the sandbox has responded", () => {
    const states = createSandboxStates(() => local);
    assert.equal(states.now('a'), local);
    assert.deepEqual(states.state('a'), { kind: 'unknown' });
  });

  test('keeps a moved clock running, separately for each connection', () => {
    let now = local;
    const states = createSandboxStates(() => now);
    assert.equal(states.heard('a', response(future)), true);
    now += 5_000;
    assert.equal(states.now('a'), future + 5_000);
    assert.equal(states.now('b'), now);
    assert.deepEqual(states.state('a'), { kind: 'moved', aheadMs: future - local });
  });

  test('is frozen as soon as the sandbox says so, and real again when it no longer does', () => {
    let now = local;
    const states = createSandboxStates(() => now);
    states.heard('a', response(future, 'frozen'));
    now += 60_000;
    assert.equal(states.now('a'), future);
    assert.deepEqual(states.state('a'), { kind: 'frozen', nowMs: future });
    assert.equal(states.heard('a', response(future, 'frozen')), false);
    assert.equal(states.heard('a', response(now)), true);
    assert.deepEqual(states.state('a'), { kind: 'running' });
  });

  test('is frozen when two responses, seconds apart, have the same time', () => {
    let now = local;
    const states = createSandboxStates(() => now);
    states.heard('a', response(future));
    now += 60_000;
    states.heard('a', response(future));
    now += 60_000;
    assert.equal(states.now('a'), future);
    states.heard('a', response(future + 86_400_000));
    now += 1_000;
    assert.equal(states.now('a'), future + 86_401_000);
  });

  test("doesn't take two responses within a second for a frozen clock", () => {
    let now = local;
    const states = createSandboxStates(() => now);
    states.heard('a', response(future));
    now += 300;
    states.heard('a', response(future));
    now += 700;
    assert.equal(states.now('a'), future + 1_000);
  });

  test('keeps the clock if a Date header is missing or invalid', () => {
    const states = createSandboxStates(() => local);
    states.heard('a', { status: 200, headers: {} });
    states.heard('a', { status: 200, headers: { date: 'soon' } });
    assert.equal(states.now('a'), local);
  });

  test('is stopped when nothing listens or its process ended, until the next response', () => {
    const states = createSandboxStates(() => local);
    assert.equal(states.heard('a', refused), true);
    assert.deepEqual(states.state('a'), { kind: 'stopped' });
    assert.equal(states.heard('a', response(local)), true);
    assert.deepEqual(states.state('a'), { kind: 'running' });
    assert.equal(states.heard('a', { headers: {}, error: 'the response was cut off' }), false);
    assert.equal(states.setRunning('a', false), true);
    assert.equal(states.setRunning('a', false), false);
    assert.deepEqual(states.state('a'), { kind: 'stopped' });
  });
});
