import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { CommandArgs } from '../../src/contributions.ts';
import type { Dialogs } from '../../src/workbench/dialogs.ts';
import type { InputOptions, InputProblem } from '../../src/workbench/questionOptions.ts';
import type { UserError } from '../../src/workbench/userError.ts';
import { startServer, type RecordingServer } from '../helpers/httpServer.ts';
import { eventually } from '../helpers/eventually.ts';
import { activated, answer, fromInterface } from './helpers.ts';

const apiKey = 'key-of-acme-0123456789abcdef';
type NewConnection = NonNullable<CommandArgs<'orb.connections.add'>[0]>;

const run = (command: string, ...args: readonly unknown[]) =>
  vscode.commands.executeCommand(command, ...args);

suite('connections', () => {
  let server: RecordingServer;
  /** What the server responds from now on. */
  let status = 200;
  let date = new Date().toUTCString();

  suiteSetup(async () => {
    server = await startServer((response) => {
      response.writeHead(status, { 'content-type': 'application/json', date });
      response.end(JSON.stringify(status === 200 ? { response: 'pong' } : { status }));
    });
  });
  suiteTeardown(() => server.stop());
  setup(() => (status = 200));
  teardown(async () => {
    const { services } = await activated();
    for (const { id } of services.connections.all) {
      if (services.connections.isEditable(id)) await services.connections.remove(id);
    }
    await answer({});
  });

  const add = async (change: Partial<NewConnection> = {}): Promise<string> =>
    (await run('orb.connections.add', {
      name: 'Acme test',
      mode: 'test',
      apiKey,
      baseUrl: server.url,
      ...change,
    })) as string;

  test("the environment's connection is active from the start, in sandbox mode for a loopback address", async () => {
    const { connections } = (await activated()).services;
    assert.equal(connections.active?.name, 'Environment');
    assert.equal(connections.active.mode, 'sandbox');
    assert.equal(connections.active.baseUrl, process.env['ORB_BASE_URL']);
  });

  test("the environment's isn't stored anywhere and can only be changed in the environment", async () => {
    const { connections, context } = (await activated()).services;
    const connectionId = connections.active?.id ?? '';
    await assert.rejects(async () => run('orb.connections.remove', connectionId), /ORB_API_KEY/);
    await assert.rejects(
      async () => run('orb.connections.edit', { connectionId, name: 'Mine' }),
      /ORB_API_KEY/,
    );
    // Its ID may be recorded with its account's data, since it reveals neither the URL nor the key.
    const kept = JSON.stringify(stateOf(context));
    for (const name of ['ORB_BASE_URL', 'ORB_API_KEY']) {
      assert.ok(!kept.includes(process.env[name] ?? ''), name);
    }
    assert.doesNotMatch(
      JSON.stringify(context.globalState.get('orb.connections') ?? []),
      /Environment/,
    );
  });

  test("adding one with arguments doesn't ask, checks it with a ping, and activates it", async () => {
    const said = await answer({});
    const before = server.requests.length;
    const id = await add();
    assert.deepEqual(said, []);
    const [ping] = server.requests.slice(before);
    assert.equal(ping?.path, '/v1/ping');
    assert.equal(ping.headers.authorization, `Bearer ${apiKey}`);
    const { connections } = (await activated()).services;
    assert.deepEqual(connections.active, {
      id,
      name: 'Acme test',
      mode: 'test',
      baseUrl: server.url,
      gracePeriodHours: 12,
    });
  });

  test('the key is stored only in secret storage', async () => {
    const { context } = (await activated()).services;
    const id = await add();
    assert.equal(await context.secrets.get(`orb.apiKey/${id}`), apiKey);
    assert.ok(!JSON.stringify(stateOf(context)).includes(apiKey));
    await run('orb.connections.remove', id);
    assert.equal(await context.secrets.get(`orb.apiKey/${id}`), undefined);
  });

  test("a connection whose key is rejected isn't added, and the message doesn't contain the key", async () => {
    status = 401;
    await assert.rejects(add(), (error: Error) => {
      assert.match(error.message, /rejected this connection's API key/);
      assert.ok(!error.message.includes(apiKey));
      return true;
    });
    const { connections } = (await activated()).services;
    assert.deepEqual(
      connections.all.map(({ name }) => name),
      ['Environment'],
    );
  });

  test("a connection that can't be reached or isn't Orb isn't added", async () => {
    await assert.rejects(add({ baseUrl: 'http://127.0.0.1:9/v1' }), /Can't reach Orb/);
    status = 404;
    await assert.rejects(add(), /.+/);
  });

  test('invalid arguments are named without their values', async () => {
    await assert.rejects(async () => run('orb.connections.add', { name: 'A' }), /"mode"/);
    await assert.rejects(add({ apiKey: 'two words' }), /space/);
    await assert.rejects(add({ name: ' ' }), /needs a name/);
    await assert.rejects(add({ gracePeriodHours: -1 }), /grace period/);
    await assert.rejects(
      add({ baseUrl: 'https://user:secret@api.withorb.com/v1' }),
      (error: Error) => error.message.includes('user name') && !error.message.includes('secret'),
    );
    await assert.rejects(
      add({ mode: 'sandbox', baseUrl: 'https://api.withorb.com/v1' }),
      /not a sandbox/,
    );
  });

  test('HTTP to another machine is rejected unless the user agrees', async () => {
    const baseUrl = 'http://orb.invalid/v1';
    const said = await answer({});
    await assert.rejects(add({ baseUrl }), /unencrypted. Use HTTPS/);
    assert.match(said.join(), /Send the API key to orb\.invalid unencrypted\?/);
    await answer({ confirm: () => Promise.resolve(true) });
    await assert.rejects(add({ baseUrl }), /Can't reach Orb/, 'it is checked once agreed to');
  });

  test('adding one by hand asks for mode, key, and name, and shows a failed check at the key', async () => {
    const asked: InputOptions[] = [];
    const problems: (InputProblem | undefined)[] = [];
    const answers: Partial<Dialogs> = {
      pick: async (items) => (await items).find(({ label }) => label === 'Live'),
      input: async (options) => {
        asked.push(options);
        if (options.password !== true) return 'Acme by hand';
        await options.buttons?.[0]?.run();
        const problem = await options.check?.run(apiKey, new AbortController().signal);
        problems.push(problem);
        return problem === undefined ? apiKey : undefined;
      },
    };
    const byHand = (baseUrl: string): Partial<Dialogs> => ({
      ...answers,
      input: (options) =>
        options.title?.endsWith('Base URL') === true
          ? Promise.resolve(baseUrl)
          : answers.input!(options),
    });
    for (const [wrong, message] of [
      [401, /^Orb rejected this API key \(401\)\. Paste another one, or go back/],
      [500, /internal error/],
    ] as const) {
      status = wrong;
      await answer(byHand(server.url));
      assert.equal(await run('orb.connections.add'), undefined);
      assert.match(problems.at(-1)!.message, message);
      assert.equal(problems.at(-1)!.button, undefined, 'it can only be added checked');
    }
    await answer(byHand('http://127.0.0.1:9/v1'));
    assert.equal(await run('orb.connections.add'), undefined);
    assert.equal(problems.at(-1)!.severity, 'warning');
    assert.equal(problems.at(-1)!.button?.tooltip, 'Add Without Checking');
    status = 200;
    asked.length = 0;
    await answer(byHand(server.url));
    const id = await run('orb.connections.add');
    assert.deepEqual(
      asked.map(({ title, step, totalSteps, canGoBack }) => [title, step, totalSteps, canGoBack]),
      [
        ['Add Connection', 2, 3, true],
        ['Add Connection', 3, 3, true],
      ],
    );
    const { connections } = (await activated()).services;
    assert.equal(connections.get(String(id))?.mode, 'live');
    assert.equal(connections.get(String(id))?.baseUrl, server.url);
  });

  test("checking resolves with ok or with what's wrong", async () => {
    const id = await add();
    assert.deepEqual(await run('orb.connections.check', id), { ok: true, status: 200 });
    status = 401;
    const refused = (await run('orb.connections.check', id)) as Record<string, unknown>;
    assert.equal(refused['ok'], false);
    assert.equal(refused['status'], 401);
    assert.match(String(refused['message']), /rejected this connection's API key/);
  });

  test('a key that is rejected later leads to Replace Key for its connection', async () => {
    const id = await add();
    await add({ name: 'Another' });
    const asked: (string | undefined)[] = [];
    const said = await answer({
      notify: (_severity, _message, ...actions) => Promise.resolve(actions[0]),
      input: ({ title }) => {
        asked.push(title);
        return Promise.resolve(undefined);
      },
    });
    status = 401;
    await run('orb.backfills.list', { connectionId: id }, fromInterface);
    await eventually('the new key is asked for', () => asked.length > 0);
    assert.match(said[0] ?? '', /rejected this connection's API key.*Replace Key/);
    assert.match(asked[0] ?? '', /Acme test/);
  });

  test('replacing the key checks the new one first and keeps the old one if Orb rejects it', async () => {
    const { services } = await activated();
    const id = await add();
    const newKey = 'another-key-0123456789abcdef';
    status = 401;
    await assert.rejects(
      async () => run('orb.connections.replaceKey', { connectionId: id, apiKey: newKey }),
      /rejected this connection's API key/,
    );
    assert.equal(await services.context.secrets.get(`orb.apiKey/${id}`), apiKey);
    status = 200;
    await run('orb.connections.replaceKey', { connectionId: id, apiKey: newKey });
    await (await services.connections.client(id)).ping();
    assert.equal(server.requests.at(-1)?.headers.authorization, `Bearer ${newKey}`);
  });

  test('a key that secret storage lost is asked for again, with the reason', async () => {
    const { services } = await activated();
    const id = await add();
    await services.context.secrets.delete(`orb.apiKey/${id}`);
    await assert.rejects(services.connections.client(id), (error: unknown) => {
      const { message, nextStep } = error as UserError;
      assert.match(message, /isn't stored/);
      assert.deepEqual(nextStep, {
        title: 'Enter Key…',
        command: 'orb.connections.replaceKey',
        args: [{ connectionId: id }],
      });
      return true;
    });
    assert.equal(services.connections.keyMissing, true);
    const said = await answer({
      input: async ({ check }) => {
        assert.equal(await check?.run(apiKey, new AbortController().signal), undefined);
        return apiKey;
      },
    });
    await run('orb.connections.replaceKey', { connectionId: id });
    assert.match(said[0] ?? '', /"password":true/);
    assert.equal(services.connections.keyMissing, false);
    await (await services.connections.client(id)).ping();
  });

  test('replacing the key repeats the requests that failed with the old one', async () => {
    const id = await add();
    status = 401;
    await assert.rejects(async () => run('orb.backfills.list', { connectionId: id }));
    await assert.rejects(async () =>
      run('orb.events.search', { eventIds: ['evt_1'], connectionId: id }),
    );
    status = 200;
    const before = server.requests.length;
    await run('orb.connections.replaceKey', { connectionId: id, apiKey: `${apiKey}-2` });
    const paths = () => server.requests.slice(before).map(({ path }) => path.split('?')[0]);
    await eventually('both were asked again', () =>
      ['/v1/events/search', '/v1/events/backfills'].every((path) => paths().includes(path)),
    );
    const again = server.requests.slice(before);
    assert.ok(again.every(({ headers }) => headers.authorization === `Bearer ${apiKey}-2`));
    await run('orb.events.clear');
  });

  test('editing changes name, mode, and grace period; switching and removing accept an ID', async () => {
    const { connections } = (await activated()).services;
    const [first, second] = [await add(), await add({ name: 'Second' })];
    await run('orb.connections.edit', {
      connectionId: first,
      name: 'First',
      mode: 'live',
      gracePeriodHours: 48,
    });
    const { name, mode, gracePeriodHours } = connections.get(first) ?? {};
    assert.deepEqual([name, mode, gracePeriodHours], ['First', 'live', 48]);
    assert.equal(connections.active?.id, second);
    await run('orb.connections.switch', first);
    assert.equal(connections.active.id, first);
    const said = await answer({});
    await run('orb.connections.remove', first);
    assert.deepEqual(said, []);
    assert.equal(connections.get(first), undefined);
    await assert.rejects(async () => run('orb.connections.switch', first), /no longer exists/);
  });

  test("a sandbox connection uses the sandbox's clock, others use this machine's", async () => {
    const { connections } = (await activated()).services;
    date = 'Tue, 01 Jan 2030 00:00:00 GMT';
    const sandboxId = await add({ mode: 'sandbox', name: 'Sandbox elsewhere' });
    const testId = await add();
    await connections.client(sandboxId);
    await connections.client(testId);
    assert.ok(Math.abs(connections.now(sandboxId) - Date.parse(date)) < 10_000);
    assert.ok(Math.abs(connections.now(testId) - Date.now()) < 10_000);
  });
});

/** Everything the extension keeps in the editor's state. */
function stateOf({ globalState, workspaceState }: vscode.ExtensionContext): unknown {
  return [globalState, workspaceState].map((state) =>
    state.keys().map((key) => [key, state.get(key)]),
  );
}
