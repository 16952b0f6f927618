import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startServer } from '../../helpers/httpServer.ts';
import { startRecorder, type Emulator } from '../../host/emulator.ts';
import { root } from '../../host/root.ts';

const program = join(root, 'dist', 'sandbox.js');
const KEY = 'live-key-of-the-developer-0123456789';

/** Runs the program to its end. */
async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [program, '--port', '0', ...args], {
    env: { ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

suite('recorder: its own process', () => {
  test('with the key from standard input, neither arguments, environment nor output contain it', async () => {
    const server = await startServer((response) => response.writeHead(204).end());
    const recorder = await startRecorder({ url: server.url, apiKey: KEY });
    try {
      const response = await fetch(`${recorder.url}/ping`, {
        headers: { authorization: `Bearer ${recorder.apiKey}` },
      });
      assert.equal(response.status, 204);
      assert.equal(server.requests[0]?.headers.authorization, `Bearer ${KEY}`);
      assert.doesNotMatch(JSON.stringify(recorder), new RegExp(KEY));
      if (process.platform !== 'linux') return;
      for (const file of ['cmdline', 'environ']) {
        assert.doesNotMatch(readFileSync(`/proc/${recorder.pid}/${file}`, 'utf8'), new RegExp(KEY));
      }
    } finally {
      await recorder.stop();
      await server.stop();
    }
  });

  test('on the command line it reads ORB_UPSTREAM_API_KEY, and its key works only there', async () => {
    const server = await startServer((response, { headers }) => {
      response.writeHead(headers.authorization === `Bearer ${KEY}` ? 204 : 401).end();
    });
    const args = [program, '--port', '0', '--json', '--upstream', server.url];
    const child = spawn(process.execPath, args, {
      env: { ORB_UPSTREAM_API_KEY: KEY },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    const told = JSON.parse(line) as Emulator;
    assert.deepEqual(Object.keys(told), ['url', 'apiKey', 'adminUrl']);
    assert.equal(told.apiKey.length, KEY.length);
    const status = async (url: string) =>
      (await fetch(`${url}/ping`, { headers: { authorization: `Bearer ${told.apiKey}` } })).status;
    assert.deepEqual([await status(told.url), await status(server.url)], [204, 401]);
    child.kill();
    await once(child, 'exit');
    await server.stop();
  });

  test('with --end-alone it runs while a program is connected, and ends soon after', async () => {
    const args = [
      '--port',
      '0',
      '--json',
      '--end-alone',
      '1',
      '--upstream',
      'https://127.0.0.1:1/v1',
    ];
    const child = spawn(process.execPath, [program, ...args], {
      env: { ORB_UPSTREAM_API_KEY: KEY },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exit = once(child, 'exit');
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    const { adminUrl, apiKey } = JSON.parse(line) as Emulator & { readonly adminUrl: string };
    const headers = { authorization: `Bearer ${apiKey}` };
    const over = new AbortController();
    await fetch(`${adminUrl}/presence`, { headers, signal: over.signal });
    const first = await Promise.race([exit, new Promise((resolve) => setTimeout(resolve, 1_500))]);
    assert.equal(first, undefined, 'it ended while a program was connected');
    over.abort();
    const [code] = (await exit) as [number];
    assert.equal(code, 0);
  });

  test('invalid flags are reported in one sentence', async () => {
    const env = { ORB_UPSTREAM_API_KEY: KEY };
    for (const [words, args, given] of [
      [/ORB_UPSTREAM_API_KEY/, ['--upstream', 'http://127.0.0.1:1/v1'], {}],
      [/must end in \/v1/, ['--upstream', 'https://api.withorb.com'], env],
      [/unencrypted/, ['--upstream', 'http://api.withorb.com/v1'], env],
      [/--data/, ['--upstream', 'https://api.withorb.com/v1', '--data', 'x'], env],
      [/--seed/, ['--upstream', 'https://api.withorb.com/v1', '--seed', 'demo'], env],
      [/--max-calls/, ['--max-calls', '0'], env],
      [/--max-bytes/, ['--max-bytes', 'x'], env],
    ] as const) {
      const { code, out, err } = await run(args, given);
      assert.match(err, words);
      assert.deepEqual([code, out, err.trim().split('\n').length], [1, '', 1], err);
      assert.doesNotMatch(err, new RegExp(KEY));
    }
  });

  test("--help says that the mode of a key can't be known", async () => {
    const { out } = await run(['--help']);
    assert.match(out, /--upstream URL[^]*ORB_UPSTREAM_API_KEY[^]*doesn't say whether it is live/);
  });
});
