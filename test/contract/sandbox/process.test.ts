// The sandbox as people start it: a process of its own, with flags, a data file, and what may go wrong.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { listen } from '../../helpers/httpServer.ts';
import { anEvent, at, NOW } from '../../helpers/sandboxBox.ts';
import { startEmulator, startEmulatorWith, type Emulator } from '../../host/emulator.ts';
import { root } from '../../host/root.ts';

const program = join(root, 'dist', 'sandbox.js');

/** Runs the sandbox to its end. */
async function run(
  ...args: readonly string[]
): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

async function call(emulator: Emulator, method: string, path: string, body?: unknown) {
  const response = await fetch(new URL(path, emulator.adminUrl), {
    method,
    headers: { authorization: `Bearer ${emulator.apiKey}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: await response.json(),
  };
}

const found = async (emulator: Emulator, ...ids: readonly string[]) => {
  const { body } = await call(emulator, 'POST', '/v1/events/search', { event_ids: ids });
  return (body as { data: { id: string }[] }).data.map(({ id }) => id);
};

suite('sandbox: its own process', () => {
  let folder = '';
  const started: Emulator[] = [];
  setup(() => {
    folder = mkdtempSync(join(tmpdir(), 'orb-sandbox-'));
  });
  teardown(async () => {
    await Promise.all(started.splice(0).map((emulator) => emulator.stop()));
    rmSync(folder, { recursive: true, force: true });
  });
  const start = async (...args: readonly string[]) => {
    const emulator = await startEmulator(...args);
    started.push(emulator);
    return emulator;
  };

  test('--json prints the URL, the control interface, and a random key of at least 24 characters', async () => {
    const [a, b] = [await start(), await start()];
    assert.match(a.url, /^http:\/\/127\.0\.0\.1:\d+\/v1$/);
    assert.equal(a.adminUrl, a.url.replace(/v1$/, 'sandbox'));
    assert.ok(a.apiKey.length >= 24, a.apiKey);
    assert.notEqual(a.apiKey, b.apiKey);
    assert.equal((await call(a, 'GET', '/v1/ping')).status, 200);
  });

  test('--now freezes the clock, which every response has as its Date', async () => {
    const emulator = await start('--now', NOW, '--grace-hours', '1');
    const { headers } = await call(emulator, 'GET', '/v1/ping');
    assert.equal(headers.get('date'), 'Thu, 20 Aug 2026 12:00:00 GMT');
    const ingest = (timestamp: string) =>
      call(emulator, 'POST', '/v1/ingest', { events: [anEvent(timestamp, { timestamp })] });
    assert.equal((await ingest(at(-3_600_000))).status, 200);
    assert.equal((await ingest(at(-3_600_001))).status, 400);
  });

  test('each --api-key is an account of its own', async () => {
    const one = await start('--api-key', 'key-one', '--api-key', 'key-two', '--now', NOW);
    const two = { ...one, apiKey: 'key-two' };
    assert.equal(one.apiKey, 'key-one');
    await call(one, 'POST', '/v1/ingest', { events: [anEvent('k')] });
    assert.deepEqual([await found(one, 'k'), await found(two, 'k')], [['k'], []]);
  });

  test('keys from standard input open their accounts', async () => {
    const keys = ['first-key-on-stdin', 'second-key-on-stdin'];
    const one = await startEmulatorWith(keys, '--now', NOW);
    started.push(one);
    assert.equal(one.apiKey, keys[0]);
    await call(one, 'POST', '/v1/ingest', { events: [anEvent('k')] });
    const two = { ...one, apiKey: keys[1] ?? '' };
    assert.deepEqual([await found(one, 'k'), await found(two, 'k')], [['k'], []]);
  });

  if (process.platform === 'linux') {
    test('neither the list of processes nor the environment of the sandbox contains a key', async () => {
      const foreign = { ORB_API_KEY: 'live-key-of-the-developer', orb_other: 'another-live-key' };
      Object.assign(process.env, foreign);
      try {
        const emulator = await startEmulatorWith(['key-of-the-sandbox']);
        started.push(emulator);
        for (const file of ['cmdline', 'environ']) {
          const text = readFileSync(`/proc/${emulator.pid}/${file}`, 'utf8');
          assert.doesNotMatch(text, /key-of-the|live-key/, file);
        }
      } finally {
        for (const name of Object.keys(foreign)) Reflect.deleteProperty(process.env, name);
      }
    });
  }

  test('a first line of standard input without keys is reported in one sentence, and not repeated', async () => {
    for (const line of [
      '',
      'secret',
      '{"apiKeys":"secret"}',
      '{"apiKeys":[]}',
      '{"apiKeys":["two secret words"]}',
      `{"apiKeys":["${'secret'.repeat(200_000)}"]}`,
    ]) {
      const child = spawn(process.execPath, [program, '--port', '0', '--keys-from-stdin']);
      let err = '';
      child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
      child.stdout.resume();
      child.stdin.on('error', () => undefined).write(`${line}\n`);
      if (line === '') child.stdin.end();
      // Left open until it has ended: it may not wait for more.
      child.once('exit', () => child.stdin.destroy());
      const [code] = (await once(child, 'close')) as [number | null];
      assert.deepEqual([err.trim().split('\n').length, code], [1, 1], err);
      assert.match(err, /--keys-from-stdin|--api-key/);
      assert.doesNotMatch(err, /secret/);
    }
  });

  test('--seed demo fills a new account once, the same for the same clock', async () => {
    const data = join(folder, 'demo.db');
    const state = async (emulator: Emulator) =>
      (await call(emulator, 'GET', '/sandbox/state')).body;
    const first = await start('--seed', 'demo', '--data', data, '--now', NOW);
    const expected = {
      now: new Date(NOW).toISOString(),
      events: 257,
      backfills: 2,
      customers: 3,
      requests: 0,
    };
    assert.deepEqual(await state(first), expected);
    await call(first, 'PUT', '/v1/events/evt_0001/deprecate');
    await first.stop();
    const second = await start('--seed', 'demo', '--data', data, '--now', NOW);
    assert.deepEqual(await state(second), expected);
    assert.deepEqual(
      await found(second, 'evt_0001', 'evt_0240', 'evt_pending_01', 'evt_refilled_12'),
      ['evt_0001', 'evt_0240', 'evt_refilled_12'],
    );
  });

  test('the demo data can be amended and deprecated on any day of the year', async () => {
    const emulator = await start('--seed', 'demo');
    // Every length of month, and the leap day.
    const spans = [
      ['2027-12-24', 45],
      ['2028-02-24', 20],
      ['2027-02-24', 50],
    ] as const;
    for (const [first, days] of spans) {
      for (let day = 0; day < days; day += 1) {
        const ms = Date.parse(`${first}T00:10:00Z`) + day * 86_400_000;
        const now = new Date(ms).toISOString();
        await call(emulator, 'POST', '/sandbox/clock', { now });
        await call(emulator, 'POST', '/sandbox/reset', { seed: 'demo' });
        const answer = await call(emulator, 'PUT', '/v1/events/evt_0001/deprecate');
        assert.equal(answer.status, 200, `${now} ${JSON.stringify(answer.body)}`);
      }
    }
  });

  test('a data file keeps every completed request through kill -9, and its generated key', async () => {
    const data = join(folder, 'kept.db');
    let apiKey: string | undefined;
    const answered: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const args = [program, '--port', '0', '--json', '--data', data];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
      const told = JSON.parse(line) as Emulator;
      assert.equal(told.apiKey, apiKey ?? told.apiKey, 'the same key opens the same file');
      apiKey = told.apiKey;
      const timestamp = new Date().toISOString();
      const sending = Array.from({ length: 200 }, async (_, index) => {
        const id = `${round}-${index}`;
        const events = [anEvent(id, { timestamp }), anEvent(`${id}b`, { timestamp })];
        await call(told, 'POST', '/v1/ingest', { events });
        answered.push(id, `${id}b`);
        if (index === 100) child.kill('SIGKILL');
      });
      await Promise.allSettled(sending);
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    }
    const emulator = await start('--data', data);
    assert.ok(answered.length > 0);
    const missing: string[] = [];
    for (let from = 0; from < answered.length; from += 500) {
      const asked = answered.slice(from, from + 500);
      const there = new Set(await found(emulator, ...asked));
      missing.push(...asked.filter((id) => !there.has(id)));
    }
    assert.deepEqual(missing, []);
    const { events } = (await call(emulator, 'GET', '/sandbox/state')).body as { events: number };
    assert.equal(events % 2, 0, 'a batch is stored whole or not at all');
  });

  test('a data file keeps clock and settings', async () => {
    const data = join(folder, 'state.db');
    const first = await start('--data', data, '--now', NOW);
    await call(first, 'POST', '/sandbox/settings', { graceHours: 3 });
    await call(first, 'POST', '/sandbox/clock', { advanceMs: 1_000 });
    await first.stop();
    const second = await start('--data', data);
    const { now } = (await call(second, 'GET', '/sandbox/state')).body as { now: string };
    assert.equal(now, at(1_000));
    const { graceHours } = (await call(second, 'POST', '/sandbox/settings', {})).body as {
      graceHours: number;
    };
    assert.equal(graceHours, 3);
  });

  const failsWith = async (words: RegExp, ...args: readonly string[]) => {
    const { code, out, err } = await run(...args);
    assert.match(err, words);
    assert.deepEqual([err.trim().split('\n').length, out, code], [1, '', 1], err);
  };

  test('a port in use is reported in one sentence', async () => {
    const other = createServer();
    const port = await listen(other);
    await failsWith(/^Port \d+ is in use\./, '--port', String(port));
    other.close();
  });

  test("a data file that isn't a database, is of another program, locked, read-only or a folder is reported in one sentence", async () => {
    const text = join(folder, 'notes.txt');
    writeFileSync(text, 'This is a text, and no database at all. '.repeat(100));
    await failsWith(/notes\.txt isn't a database\.$/m, '--port', '0', '--data', text);

    const locked = join(folder, 'locked.db');
    await start('--data', locked);
    await failsWith(/locked\.db is used by another sandbox\.$/m, '--port', '0', '--data', locked);

    const kept = join(folder, 'kept.db');
    await (await start('--data', kept)).stop();
    chmodSync(kept, 0o444);
    await failsWith(/kept\.db is read-only\.$/m, '--port', '0', '--data', kept);

    await failsWith(/Can't open .* as a data file/, '--port', '0', '--data', folder);
    await failsWith(
      /Can't open .* as a data file/,
      '--port',
      '0',
      '--data',
      join(folder, 'none', 'x.db'),
    );
  });

  test('a database of another program is rejected and left as it is', async () => {
    const { DatabaseSync } = await import('node:sqlite');
    const file = join(folder, 'foreign.db');
    const foreign = new DatabaseSync(file);
    foreign.exec('create table thing (a)');
    foreign.close();
    await failsWith(/not one of this version of the sandbox\.$/m, '--port', '0', '--data', file);
    const after = new DatabaseSync(file);
    assert.deepEqual(
      after
        .prepare('select name from sqlite_schema')
        .all()
        .map(({ name }) => name),
      ['thing'],
    );
    after.close();
  });

  test('invalid flags are reported in one sentence', async () => {
    await failsWith(/--port/, '--port', 'x');
    await failsWith(/--now/, '--now', 'today');
    await failsWith(/--seed/, '--seed', 'all');
    await failsWith(/--grace-hours/, '--grace-hours=-1');
    await failsWith(/--api-key/, '--api-key', 'two words');
    await failsWith(/--wrong/, '--wrong');
    assert.match((await run('--help')).out, /--data FILE/);
  });

  test('callers from other computers are rejected, and so are web pages', async () => {
    const emulator = await start();
    const { port } = new URL(emulator.url);
    const status = async (headers: Record<string, string>) => {
      const { request } = await import('node:http');
      const sent = request({
        ...{ host: '127.0.0.1', port, path: '/v1/ping' },
        headers: { authorization: `Bearer ${emulator.apiKey}`, ...headers },
      }).end();
      const [response] = (await once(sent, 'response')) as [import('node:http').IncomingMessage];
      response.resume();
      return response.statusCode;
    };
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, '[::1]:1', 'LOCALHOST']) {
      assert.equal(await status({ host }), 200, host);
    }
    for (const host of [
      'example.com',
      `127.0.0.1.example.com:${port}`,
      '192.168.0.1',
      'localhost.example.com',
    ]) {
      assert.equal(await status({ host }), 403, host);
    }
    const own = `http://127.0.0.1:${port}`;
    assert.equal(await status({ origin: own, 'sec-fetch-site': 'same-origin' }), 200);
    for (const origin of [
      'http://example.com',
      'null',
      'http://127.0.0.1:1',
      `https://127.0.0.1:${port}`,
    ]) {
      assert.equal(await status({ origin }), 403, origin);
    }
    assert.equal(await status({ 'sec-fetch-site': 'cross-site' }), 403);
  });
});
