import assert from 'node:assert/strict';
import { createSandboxClocks } from '../../../../src/workbench/connections/clock.ts';

suite("a sandbox's clock", () => {
  const local = Date.parse('2026-08-20T10:00:00Z');
  const date = (text: string) => new Date(text).toUTCString();

  test("is this machine's until the sandbox was heard", () => {
    assert.equal(createSandboxClocks(() => local).now('a'), local);
  });

  test('runs on from what the last answer said, each connection for itself', () => {
    let now = local;
    const clocks = createSandboxClocks(() => now);
    clocks.heard('a', date('2030-01-01T00:00:00Z'));
    now += 5_000;
    assert.equal(clocks.now('a'), Date.parse('2030-01-01T00:00:05Z'));
    assert.equal(clocks.now('b'), now);
  });

  test('stands still once two answers, seconds apart, said the same', () => {
    let now = local;
    const clocks = createSandboxClocks(() => now);
    clocks.heard('a', date('2030-01-01T00:00:00Z'));
    now += 60_000;
    clocks.heard('a', date('2030-01-01T00:00:00Z'));
    now += 60_000;
    assert.equal(clocks.now('a'), Date.parse('2030-01-01T00:00:00Z'));
    clocks.heard('a', date('2030-01-02T00:00:00Z'));
    now += 1_000;
    assert.equal(clocks.now('a'), Date.parse('2030-01-02T00:00:01Z'));
  });

  test('does not take two answers within one second for a frozen clock', () => {
    let now = local;
    const clocks = createSandboxClocks(() => now);
    clocks.heard('a', date('2030-01-01T00:00:00Z'));
    now += 300;
    clocks.heard('a', date('2030-01-01T00:00:00Z'));
    now += 700;
    assert.equal(clocks.now('a'), Date.parse('2030-01-01T00:00:01Z'));
  });

  test('a missing or broken header changes nothing', () => {
    const clocks = createSandboxClocks(() => local);
    clocks.heard('a', undefined);
    clocks.heard('a', 'soon');
    assert.equal(clocks.now('a'), local);
  });
});
