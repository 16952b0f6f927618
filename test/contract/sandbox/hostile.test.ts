// What no honest caller sends: the sandbox, in its own process, rejects it as Orb does, stays small and keeps responding to others.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { startEmulatorWith, type Emulator } from '../../host/emulator.ts';
import {
  LARGEST,
  MIB,
  peakBytes,
  sendLarge,
  type LargeRequest,
} from '../../helpers/largeRequest.ts';
import { anEvent, NOW } from '../../helpers/sandboxBox.ts';

const [apiKey, otherKey] = ['hostile-test-key-one', 'hostile-test-key-two'];
const MAX_MEMORY = 600 * MIB;

const call = async (to: Emulator, method: string, path: string, body?: string, key = otherKey) => {
  const response = await fetch(new URL(path, to.adminUrl), {
    method,
    headers: { authorization: `Bearer ${key}` },
    ...(body !== undefined && { body }),
  });
  return { status: response.status, text: await response.text() };
};

/** An event whose properties are filled up to a size. */
const large = (id: string, bytes: number) =>
  JSON.stringify(anEvent(id, { properties: { text: 'x'.repeat(bytes) } }));

suite('sandbox: requests made to exhaust it', function () {
  // A gigabyte goes through some of these.
  this.timeout(120_000);
  let sandbox: Emulator;
  setup(async () => {
    sandbox = await startEmulatorWith([apiKey, otherKey], '--now', NOW);
  });
  teardown(() => sandbox.stop());

  /** Another account is served before the large request has come to its end. */
  const between = async () => {
    const { status } = await call(sandbox, 'GET', '/v1/ping');
    assert.equal(status, 200);
  };

  const bodies = {
    'empty objects': { begin: '{"events":[', fill: '{},', end: '{}]}' },
    'open brackets': { begin: '{"events":', fill: '[' },
    'open objects': { fill: '{"a":' },
    'one string': { begin: '{"events":[{"idempotency_key":"', fill: 'a', end: '"}]}' },
    'one string of escapes': { begin: '{"events":["', fill: '\\u0061', end: '"]}' },
    'one string of backslashes': { begin: '"', fill: '\\\\', end: '"' },
    'one number': { begin: '{"events":[', fill: '9', end: ']}' },
    'members without end': { begin: '{"events":[{', fill: '"a":1,', end: '"b":2}]}' },
    'unknown members': { begin: '{', fill: '"abcdefgh":null,', end: '"events":[]}' },
    'random bytes': { fill: randomBytes(MIB) },
    zeros: { fill: '\0' },
    quotes: { fill: '"' },
    commas: { fill: ',' },
    letters: { fill: 'events' },
    'white space alone': { fill: ' ' },
  } as const satisfies Record<string, Pick<LargeRequest, 'begin' | 'fill' | 'end'>>;

  for (const [name, body] of Object.entries(bodies)) {
    test(`64 MiB of ${name} are rejected with little memory, while others get responses`, async () => {
      const { status, text } = await sendLarge(sandbox, { apiKey, ...body, between });
      const problem = JSON.parse(text) as { type: string; validation_errors: unknown };
      assert.equal(status, 400, text);
      assert.match(problem.type, /#400-request-validation-errors$/);
      assert.ok(Array.isArray(problem.validation_errors));
      assert.ok(text.length < 20_000, `${text.length} characters`);
      assert.ok(peakBytes(sandbox.pid) < MAX_MEMORY, `${peakBytes(sandbox.pid)} bytes`);
      await between();
    });
  }

  for (const [method, path] of [
    ['POST', '/v1/events/search'],
    ['PUT', '/v1/events/a'],
    ['POST', '/v1/events/backfills'],
    ['POST', '/sandbox/faults'],
    ['POST', '/sandbox/settings'],
    ['POST', '/sandbox/clock'],
    ['POST', '/sandbox/reset'],
    ['POST', '/sandbox/customers'],
  ] as const) {
    test(`so they are by ${method} ${path}`, async () => {
      for (const body of [
        bodies['empty objects'],
        bodies['open brackets'],
        { begin: '"', fill: 'é', end: '"' },
      ]) {
        const { status, text } = await sendLarge(sandbox, {
          method,
          path,
          apiKey,
          ...body,
          between,
        });
        assert.equal(status, 400, text);
        assert.ok(text.length < 20_000, `${text.length} characters`);
      }
      assert.ok(peakBytes(sandbox.pid) < MAX_MEMORY, `${peakBytes(sandbox.pid)} bytes`);
    });
  }

  test('a full batch of 64 MiB is accepted, in bounded memory', async () => {
    const fill = large('#', 130_000).length;
    const events = Array.from({ length: 500 }, (_, index) => large(`e${index}`, 130_000 - 20));
    const begin = `{"events":[${events.join()}]}`;
    assert.ok(begin.length < LARGEST && begin.length > 500 * (fill - 200));
    const { status, text } = await sendLarge(sandbox, { apiKey, begin, fill: ' ' });
    assert.equal(status, 200, text);
    const state = JSON.parse(
      (await call(sandbox, 'GET', '/sandbox/state', undefined, apiKey)).text,
    ) as {
      events: number;
    };
    assert.equal(state.events, 500);
    assert.ok(peakBytes(sandbox.pid) < MAX_MEMORY, `${peakBytes(sandbox.pid)} bytes`);
  });

  test('a request without a valid key gets a response without using memory for its body', async () => {
    const before = peakBytes(sandbox.pid);
    const keys = Array.from({ length: 12 }, (_, index) =>
      index % 2 === 0 ? undefined : 'wrong-key',
    );
    const answers = await Promise.all(
      keys.map((key) => sendLarge(sandbox, { apiKey: key, fill: ' ', between })),
    );
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([401]));
    // They send 768 MiB.
    assert.ok(
      peakBytes(sandbox.pid) - before < 250 * MIB,
      `${peakBytes(sandbox.pid) - before} bytes`,
    );
  });

  test('many large requests at once make room for each other and for small ones', async () => {
    const body = bodies['white space alone'];
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => sendLarge(sandbox, { apiKey, ...body, between })),
    );
    for (const { status } of answers) assert.ok(status === 400 || status === 503, String(status));
    assert.ok(
      answers.some(({ status }) => status === 400),
      'one at least is read to its end',
    );
    assert.ok(peakBytes(sandbox.pid) < MAX_MEMORY, `${peakBytes(sandbox.pid)} bytes`);
    const small = JSON.stringify({ events: [anEvent('small')] });
    assert.equal((await call(sandbox, 'POST', '/v1/ingest', small)).status, 200);
  });

  test('input that would take hours with a backtracking expression or a repeated search is fast', async () => {
    const zeros = '0'.repeat(900_000);
    for (const event of [
      anEvent('a', { timestamp: `2026-08-20T11:00:00.1${zeros}1Z` }),
      anEvent('b', { event_name: ' '.repeat(900_000) }),
      anEvent('c', { idempotency_key: '\\"'.repeat(300_000) }),
    ]) {
      const { status } = await call(
        sandbox,
        'POST',
        '/v1/ingest',
        JSON.stringify({ events: [event] }),
      );
      assert.ok(status === 200 || status === 400, String(status));
    }
    const number = JSON.stringify({ events: [anEvent('d')] }).replace(':1}', `:0.1${zeros}1}`);
    assert.equal((await call(sandbox, 'POST', '/v1/ingest', number)).status, 200);
    const repeated = `{"events":[${large('e', 900_000)}${`,${JSON.stringify(anEvent('e'))}`.repeat(400)}]}`;
    assert.equal((await call(sandbox, 'POST', '/v1/ingest', repeated)).status, 400);
    const filter = `a = 1${' AND a = 1'.repeat(50_000)}`;
    const backfill = { timeframe_start: NOW, timeframe_end: NOW, deprecation_filter: filter };
    assert.equal(
      (await call(sandbox, 'POST', '/v1/events/backfills', JSON.stringify(backfill))).status,
      400,
    );
  });

  test("nesting and values beyond any event's are a 400 with the reason", async () => {
    const nested = `${'{"a":'.repeat(300)}1${'}'.repeat(300)}`;
    const events = (event: string) => `{"events":[${event}]}`;
    for (const [body, reason] of [
      [events(large('a', 8 * MIB)), /longer than 1048576 bytes/],
      [events(JSON.stringify(anEvent('a')).replace('{"tokens":1}', nested)), /too deeply/],
      [events(nested), /too deeply/],
      [events('['.repeat(200_000)), /too deeply/],
      [events(`{},${'{},'.repeat(600)}{}`), /at most 500 events, this one 602/],
    ] as const) {
      const { status, text } = await call(sandbox, 'POST', '/v1/ingest', body);
      assert.equal(status, 400, text);
      assert.match(text, reason);
    }
  });
});
