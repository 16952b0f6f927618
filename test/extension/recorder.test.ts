import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type { CommandResult } from '../../src/contributions.ts';
import { TrafficModel } from '../../src/workbench/traffic/model.ts';
import { Recorders } from '../../src/workbench/traffic/recorders.ts';
import { eventually } from '../helpers/eventually.ts';
import { activated, answer } from './helpers.ts';

type Started = CommandResult<'orb.recorder.start'>;

const run = (command: string, ...args: readonly unknown[]) =>
  vscode.commands.executeCommand(command, ...args);
const record = async (options: Record<string, unknown> = { port: 0 }): Promise<Started> =>
  (await run('orb.recorder.start', options)) as Started;

/** Of a process that may have ended. */
function read(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

suite('the recorder', () => {
  let sandbox: CommandResult<'orb.sandbox.start'>;
  setup(async () => {
    await answer({});
    sandbox = (await run('orb.sandbox.start', {
      port: 0,
      seed: 'none',
    })) as typeof sandbox;
  });
  teardown(async () => {
    await run('orb.recorder.stop').then(undefined, () => undefined);
    await run('orb.sandbox.stop').then(undefined, () => undefined);
    const { connections } = (await activated()).services;
    for (const { id } of connections.all) {
      if (connections.isEditable(id)) await connections.remove(id);
    }
    await answer({});
  });

  const ingest = ({ url, apiKey }: Started, id: string) =>
    fetch(`${url}/ingest`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}` },
      body: JSON.stringify({
        events: [
          {
            idempotency_key: id,
            event_name: 'api_call',
            timestamp: new Date().toISOString(),
            external_customer_id: 'acme',
            properties: { tokens: 1 },
          },
        ],
      }),
    });

  test('forwards to the account of the active connection, with a key that works only there', async () => {
    const recorder = await record();
    assert.deepEqual(Object.keys(recorder), ['url', 'apiKey', 'adminUrl']);
    assert.equal((await ingest(recorder, 'a')).status, 200);
    assert.equal(
      (await ingest({ ...sandbox, adminUrl: '', apiKey: recorder.apiKey }, 'b')).status,
      401,
    );
    const found = (await run('orb.events.search', { eventIds: ['a'] })) as {
      events: readonly unknown[];
    };
    assert.equal(found.events.length, 1);
    assert.deepEqual(await record(), recorder, 'a connection has only one');
  });

  test('a live connection is rejected with the reason', async () => {
    const { connections } = (await activated()).services;
    const id = 'recorder-live';
    const baseUrl = 'https://api.withorb.com/v1';
    await connections.save(
      { id, name: 'Acme production', mode: 'live', baseUrl, gracePeriodHours: 12 },
      'live-key-0123456789',
    );
    await assert.rejects(
      record({ connectionId: id, port: 0 }),
      /works with test and sandbox connections only\. "Acme production" is live/,
    );
  });

  if (process.platform === 'linux') {
    test('neither key is visible in the list of processes', async () => {
      const recorder = await record();
      const pids = readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name))
        .filter((pid) => read(pid, 'cmdline').includes('--upstream'));
      assert.ok(pids.length > 0);
      for (const pid of pids) {
        const text = read(pid, 'cmdline') + read(pid, 'environ');
        assert.ok(!text.includes(recorder.apiKey) && !text.includes(sandbox.apiKey));
        assert.doesNotMatch(text, /ORB_API_KEY|ORB_BASE_URL/);
      }
    });
  }

  test('a launch configuration gets its URL and key; without one they are copied', async () => {
    await assert.rejects(Promise.resolve(run('orb.recorder.url', {})), /No recorder is running/);
    const recorder = await record();
    await vscode.env.clipboard.writeText('before');
    assert.equal(await run('orb.recorder.url', { type: 'node' }), recorder.url);
    assert.equal(await run('orb.recorder.apiKey', { type: 'node' }), recorder.apiKey);
    assert.equal(await vscode.env.clipboard.readText(), 'before');
    assert.equal(await run('orb.recorder.url'), recorder.url);
    assert.equal(await vscode.env.clipboard.readText(), recorder.url);
  });

  test('exports requests and events, and clears them', async () => {
    const recorder = await record();
    await ingest(recorder, 'exported');
    const lines = (await run('orb.recorder.export', { format: 'events' })) as string;
    assert.match(lines, /^\{"idempotency_key":"exported".*\}\n$/);
    const archive = (await run('orb.recorder.export', { format: 'har' })) as string;
    assert.match(archive, /\/v1\/ingest/);
    assert.ok(!archive.includes(recorder.apiKey) && !archive.includes(sandbox.apiKey));
    await run('orb.recorder.clear');
    assert.equal(await run('orb.recorder.export', { format: 'events' }), '');
  });

  test('a window finds its recorder again after a reload, unless it has ended', async () => {
    const recorder = await record();
    const { services } = await activated();
    const reloaded = new Recorders(services);
    await reloaded.findAll();
    const found = reloaded.of(sandbox.connectionId);
    assert.deepEqual([found?.url, found?.apiKey], [recorder.url, recorder.apiKey]);
    await run('orb.recorder.stop');
    await eventually('its end is noticed', () => reloaded.of(sandbox.connectionId) === undefined);
    assert.equal(await new Recorders(services).find(sandbox.connectionId), undefined);
  });

  test('the Traffic page follows it: requests with problems, faults, and clearing', async () => {
    const recorder = await record();
    await run('orb.recorder.show');
    await eventually('the page is open', () =>
      vscode.window.tabGroups.all
        .flatMap((group) => group.tabs)
        .some(({ input }) => (input as { viewType?: string }).viewType?.includes('orb.traffic')),
    );
    const model = new TrafficModel({ requests: 100, bytes: 1e6 });
    model.use({ ...recorder, connectionId: sandbox.connectionId, sinceMs: Date.now() });
    await ingest(recorder, 'followed');
    await eventually('the request is there', () => model.requests.last === 1);
    assert.match(model.requests.get(1)?.requestBody ?? '', /followed/);
    await fetch(`${recorder.adminUrl}/faults`, {
      method: 'POST',
      headers: { authorization: `Bearer ${recorder.apiKey}` },
      body: JSON.stringify([{ path: '/v1/ingest', status: 500, times: 2 }]),
    });
    assert.equal((await ingest(recorder, 'failed')).status, 500);
    await eventually('one fault is left', () => model.faults[0]?.left === 1);
    await run('orb.recorder.clear');
    await eventually('nothing is left', () => model.requests.all.length === 0);
    model.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  test('opens a terminal with its address, and ends when it is stopped', async () => {
    const recorder = await record();
    await run('orb.recorder.openTerminal');
    const terminal = vscode.window.terminals.find(({ name }) => name === 'Orb Recorder');
    const { env } = terminal?.creationOptions as vscode.TerminalOptions;
    assert.deepEqual(env, { ORB_BASE_URL: recorder.url, ORB_API_KEY: recorder.apiKey });
    terminal?.dispose();
    await run('orb.recorder.stop');
    await assert.rejects(ingest(recorder, 'late'));
    await assert.rejects(Promise.resolve(run('orb.recorder.apiKey', {})), /No recorder is running/);
  });
});
