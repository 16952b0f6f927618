import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import type { CommandResult } from '../../src/contributions.ts';
import { activated, answer, fromInterface, noticeOf } from './helpers.ts';

type Started = CommandResult<'orb.sandbox.start'>;

const run = (command: string, ...args: readonly unknown[]) =>
  vscode.commands.executeCommand(command, ...args);
const start = async (options: Record<string, unknown> = { port: 0 }): Promise<Started> =>
  (await run('orb.sandbox.start', options)) as Started;

/** Of a process that may have ended. */
function told(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

suite('the sandbox', () => {
  teardown(async () => {
    await run('orb.sandbox.stop').then(undefined, () => undefined);
    const { connections } = (await activated()).services;
    for (const { id } of connections.all) {
      if (connections.isEditable(id)) await connections.remove(id);
    }
    await answer({});
  });

  async function ask(sandbox: Started, path: string): Promise<Record<string, unknown>> {
    const headers = { authorization: `Bearer ${sandbox.apiKey}` };
    const response = await fetch(new URL(path, sandbox.url), { headers });
    return (await response.json()) as Record<string, unknown>;
  }

  test('starts in its own process, full of demo events, with the active connection leading to it', async () => {
    const said = await answer({});
    const sandbox = await start();
    assert.match(sandbox.url, /^http:\/\/127\.0\.0\.1:\d+\/v1$/);
    assert.ok(sandbox.apiKey.length >= 24);
    const { connections } = (await activated()).services;
    assert.equal(connections.active?.id, sandbox.connectionId);
    assert.equal(connections.active.mode, 'sandbox');
    assert.ok(Number((await ask(sandbox, '/sandbox/state'))['events']) > 0);
    assert.deepEqual(await run('orb.connections.check', sandbox.connectionId), {
      ok: true,
      status: 200,
    });
    assert.deepEqual(said, []);
  });

  if (process.platform === 'linux') {
    test("gets only its own key, and that isn't visible in the list of processes", async () => {
      const sandbox = await start();
      const own = readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name))
        .filter((pid) => told(pid, 'status').includes(`PPid:\t${process.pid}\n`))
        .filter((pid) => told(pid, 'cmdline').includes('sandbox.js'));
      assert.equal(own.length, 1);
      assert.ok(process.env['ORB_API_KEY'], 'this process has a key to keep from it');
      for (const file of ['cmdline', 'environ']) {
        const text = told(own[0] ?? '', file);
        assert.ok(!text.includes(sandbox.apiKey), file);
        assert.doesNotMatch(text, /ORB_API_KEY|ORB_BASE_URL/);
      }
    });
  }

  test('is empty without a seed, and a window has only one', async () => {
    const sandbox = await start({ port: 0, seed: 'none' });
    assert.equal((await ask(sandbox, '/sandbox/state'))['events'], 0);
    assert.deepEqual(await start(), sandbox);
  });

  test('stopping ends its process and keeps its connection for the next start', async () => {
    const sandbox = await start();
    await run('orb.sandbox.stop');
    await assert.rejects(fetch(new URL('/sandbox/state', sandbox.url)));
    assert.match(await noticeOf(() => run('orb.sandbox.stop')), /No sandbox is running/);
    const again = await start();
    assert.equal(again.connectionId, sandbox.connectionId);
  });

  test('a port in use is reported with a button that uses a free one', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const words = new RegExp(`Port ${port} is in use`);
    await assert.rejects(start({ port }), words);
    const notice = await noticeOf(() => run('orb.sandbox.start', { port }, fromInterface));
    assert.match(notice, words);
    assert.match(notice, /Use a Free Port/);
    server.close();
  });

  test('resetting restores the data that it started with', async () => {
    const sandbox = await start();
    const before = await ask(sandbox, '/sandbox/state');
    const now = new Date(Date.now() - 60_000).toISOString();
    const events = [
      {
        idempotency_key: 'one-more',
        event_name: 'a',
        timestamp: now,
        external_customer_id: 'acme',
        properties: {},
      },
    ];
    const response = await fetch(`${sandbox.url}/ingest`, {
      method: 'POST',
      headers: { authorization: `Bearer ${sandbox.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ events }),
    });
    assert.equal(response.status, 200);
    assert.equal((await ask(sandbox, '/sandbox/state'))['events'], Number(before['events']) + 1);
    await run('orb.sandbox.reset', { confirm: false });
    assert.equal((await ask(sandbox, '/sandbox/state'))['events'], before['events']);
  });

  test('resetting asks, and Cancel keeps the data', async () => {
    const sandbox = await start();
    const before = await ask(sandbox, '/sandbox/state');
    const said = await answer({});
    await run('orb.sandbox.reset');
    assert.equal(said.length, 1);
    assert.match(said[0]!, /^confirm: .*Reset the sandbox at 127\.0\.0\.1:\d+\?.*can't be undone/);
    assert.deepEqual((await ask(sandbox, '/sandbox/state'))['events'], before['events']);
  });

  test('a reset refreshes what is shown', async () => {
    const { connectionId } = await start();
    const { connections } = (await activated()).services;
    const renewed: unknown[] = [];
    const listening = connections.onDidRenew((renewal) => renewed.push(renewal));
    await run('orb.sandbox.reset', { confirm: false });
    listening.dispose();
    assert.deepEqual(renewed, [{ connectionId, what: 'data' }]);
  });

  test('a stopped sandbox is reported without retries, with Start', async () => {
    const { connectionId } = await start();
    const { connections } = (await activated()).services;
    await run('orb.backfills.list', { connectionId });
    await run('orb.sandbox.stop');
    assert.deepEqual(connections.sandboxState(connectionId), { kind: 'stopped' });
    const began = performance.now();
    const notice = await noticeOf(() => run('orb.backfills.list', { connectionId }, fromInterface));
    assert.equal(notice, 'error | The sandbox is stopped. | Start Sandbox');
    // Retries would take longer.
    assert.ok(performance.now() - began < 400);
    await start();
    await run('orb.backfills.list', { connectionId });
    assert.deepEqual(connections.sandboxState(connectionId), { kind: 'running' });
  });

  test('a reset restores a deprecated demo event and clears its history', async () => {
    const sandbox = await start();
    const { connectionId } = sandbox;
    const { services } = await activated();
    const id = 'evt_0228';
    await run('orb.events.search', { eventIds: [id], connectionId });
    await run('orb.event.deprecate', id, { confirm: false });
    const deprecated = async () => {
      const found = (await run('orb.events.search', {
        eventIds: [id],
        connectionId,
      })) as CommandResult<'orb.events.search'>;
      return found?.events.map((event) => event.deprecated);
    };
    assert.deepEqual(await deprecated(), [true]);
    assert.equal((await services.ledger.writes.of(connectionId, id)).length, 1);

    await run('orb.sandbox.reset', { confirm: false });

    assert.deepEqual(await services.ledger.writes.of(connectionId, id), []);
    assert.deepEqual(await deprecated(), [false]);
  });

  test("its clock is set, the extension's follows, and null lets it run again", async () => {
    const sandbox = await start();
    const { connections } = (await activated()).services;
    const wanted = '2030-05-06T07:08:09Z';
    await run('orb.sandbox.setClock', wanted);
    assert.equal(
      Date.parse(String((await ask(sandbox, '/sandbox/state'))['now'])),
      Date.parse(wanted),
    );
    assert.ok(Math.abs(connections.now(sandbox.connectionId) - Date.parse(wanted)) < 10_000);
    assert.deepEqual(connections.sandboxState(sandbox.connectionId), {
      kind: 'frozen',
      nowMs: Date.parse(wanted),
    });
    await run('orb.sandbox.setClock', null);
    assert.ok(Math.abs(connections.now(sandbox.connectionId) - Date.now()) < 10_000);
    assert.deepEqual(connections.sandboxState(sandbox.connectionId), { kind: 'running' });
    await assert.rejects(
      async () => run('orb.sandbox.setClock', 'tomorrow'),
      /"tomorrow" isn't a valid time\. Example: 20/,
    );
  });

  test("commands use the active connection's sandbox if this window doesn't have one", async () => {
    const { connections } = (await activated()).services;
    const environment = connections.all.find(({ name }) => name === 'Environment');
    assert.ok(environment);
    await connections.activate(environment.id);
    const wanted = Date.parse('2031-01-01T00:00:00Z');
    await run('orb.sandbox.setClock', new Date(wanted).toISOString());
    assert.ok(Math.abs(connections.now(environment.id) - wanted) < 10_000);
    await run('orb.sandbox.setClock', null);
  });

  test('a terminal has its base URL and key in the environment', async () => {
    const sandbox = await start();
    const opened = new Promise<vscode.Terminal>((resolve) => {
      const listening = vscode.window.onDidOpenTerminal((terminal) => {
        listening.dispose();
        resolve(terminal);
      });
    });
    await run('orb.sandbox.openTerminal');
    const terminal = await opened;
    const { env } = terminal.creationOptions as vscode.TerminalOptions;
    assert.deepEqual(env, { ORB_BASE_URL: sandbox.url, ORB_API_KEY: sandbox.apiKey });
    terminal.dispose();
  });
});
