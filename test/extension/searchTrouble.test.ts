import type { Dialogs } from '../../src/workbench/dialogs.ts';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { lastDaysWindow } from '../../src/core/search/window.ts';
import { closeAll } from './editors.ts';
import { EventRows, Memory } from './eventRows.ts';
import { eventually } from '../helpers/eventually.ts';
import { activated, answer, callsDuring, fromInterface, noticeOf, sandbox } from './helpers.ts';
import { addEvents, run, searchesDuring } from './searchHelpers.ts';

const SEARCH = '/v1/events/search';
const yes = { confirm: () => Promise.resolve(true) };

suite('searching when things go wrong', () => {
  let rows: EventRows;
  const ids = Array.from({ length: 1_500 }, (_, index) => `mid_${index}`);
  suiteSetup(async () => {
    rows = new EventRows((await activated()).services);
    await addEvents(ids);
  });
  setup(async () => {
    await answer({});
    await run('orb.events.clear');
  });
  teardown(() => sandbox.control('/faults', []));
  suiteTeardown(() => rows.dispose());

  test('a key rejected in the middle: what was found stays, and the next step is offered', async () => {
    await sandbox.control('/faults', [
      { path: SEARCH, bodyContains: '"mid_700"', status: 401, times: 2 },
    ]);
    const args = [{ eventIds: ids }, fromInterface] as const;
    const said = await answer({});
    await vscode.commands.executeCommand('orb.events.search', ...args);
    assert.deepEqual(said, []);
    await assert.rejects(rows.search(ids), /API key/);
    const search = rows.roots()[0]!;
    assert.equal(rows.words(search), '1,500 IDs | failed after 500 of 1,500 · 7 days');
    const [failure, step] = rows.children(search).slice(-2);
    assert.match(rows.words(failure!), /API key/);
    const { state } = rows.searches.all[0]!;
    assert.ok(state.kind === 'failed');
    assert.equal(rows.words(step!), state.error.nextStep?.title);
    assert.equal(rows.searches.all[0]!.found.length, 500);
    await rows.searches.ask(rows.searches.all[0]!.id);
    assert.match(rows.words(search), /^1,500 IDs \| 1,500 of 1,500 found · \d+ \w{3} · acme$/);
  });

  test('HTML instead of JSON, and a response of another shape, have a message', async () => {
    for (const body of ['<html>Sign in</html>', '{"data":[{"id":7}]}', '']) {
      await sandbox.control('/faults', [{ path: SEARCH, status: 200, body }]);
      await assert.rejects(
        async () => run('orb.events.search', { eventIds: ['evt_0001'] }),
        /Unexpected response from Orb/,
        body,
      );
    }
  });

  test('a slow search can be stopped: the command ends without a result, and what was found stays', async () => {
    await sandbox.control('/faults', [
      { path: SEARCH, bodyContains: '"mid_700"', delayMs: 15_000 },
    ]);
    const done = run('orb.events.search', { eventIds: ids });
    const own = rows.search(ids).catch(() => undefined);
    await eventually('500 were asked', () => rows.searches.all[0]!.asked === 500);
    assert.equal(rows.words(rows.roots()[0]!), '1,500 IDs | 500 of 1,500 searched · 7 days');
    assert.equal(rows.item(rows.roots()[0]!).contextValue, 'orbSearchAsking');
    rows.searches.stop(rows.searches.all[0]!.id);
    await own;
    assert.equal(rows.words(rows.roots()[0]!), '1,500 IDs | stopped after 500 of 1,500 · 7 days');
    assert.equal(rows.children(rows.roots()[0]!).length, 101);
    await run('orb.events.stop');
    assert.equal(await done, undefined);
  });

  test('invalid arguments are rejected with a message', async () => {
    for (const eventIds of [[], [''], [7], {}] as never[]) {
      await assert.rejects(
        async () => run('orb.events.search', { eventIds }),
        /"eventIds" must be a list of strings/,
      );
    }
    await assert.rejects(
      async () => run('orb.events.search', { eventIds: ['a'], connectionId: 'gone' }),
      /connection/i,
    );
    const row = { kind: 'search', searchId: 'x' };
    assert.match(await noticeOf(() => run('orb.event.deprecate', row)), /"target" must be/);
    await assert.rejects(
      async () => run('orb.events.export', 'untitled:nothing'),
      /Search for events first/,
    );
  });

  test('after a reload, nothing is searched until the view is visible, then once', async () => {
    const { services } = await activated();
    const memory = new Memory();
    const before = new EventRows(services, memory);
    await before.search(['evt_0001', 'gone'], lastDaysWindow(30));
    before.lists.arrange({ order: 'newest', grouping: 'customer', filter: 'acme' });
    before.dispose();
    const after = new EventRows(services, memory);
    const asked = await searchesDuring(async () => {
      assert.equal(after.words(after.roots().at(-1)!), '2 IDs | 2 IDs · 30 days');
      await Promise.resolve();
    });
    assert.deepEqual(asked, []);
    assert.deepEqual(after.lists.arrangement, {
      order: 'newest',
      grouping: 'customer',
      filter: 'acme',
    });
    after.lists.arrange({ grouping: 'none', filter: '' });
    const [search] = after.roots();
    const again = await searchesDuring(async () => {
      assert.deepEqual(after.children(search!), []);
      await eventually('the answer is there', () => after.children(search!).length === 2);
    });
    assert.equal(again.length, 1);
    assert.equal(after.words(search!), '2 IDs | 1 of 2 found · 30 days');
    after.dispose();
    assert.equal(
      new EventRows(services, memoryWith('orb.searches', [{ id: 7 }, 'x'])).roots().length,
      0,
    );
  });

  test('filter, order, and groups arrange what was found', async () => {
    await addEvents(['arr_1', 'arr_2'], { event_name: 'arranged' });
    await addEvents(['arr_3'], { external_customer_id: 'globex' });
    await rows.search(['arr_1', 'arr_2', 'arr_3']);
    const search = rows.roots()[0]!;
    rows.lists.arrange({ filter: 'ARRANGED arr_' });
    assert.match(rows.words(search), /^3 IDs \| 2 of 3 shown · \d+ \w{3}$/);
    assert.equal(rows.children(search).length, 2);
    rows.lists.arrange({ filter: '', grouping: 'customer' });
    const groups = rows.children(search);
    assert.deepEqual(
      groups.map((node) => rows.words(node)),
      ['acme | 2', 'globex | 1'],
    );
    assert.equal(rows.children(groups[0]!).length, 2);
    assert.equal(rows.tree.getParent(rows.children(groups[0]!)[0]!), groups[0]);
    rows.lists.arrange({ grouping: 'none' });
  });
});

suite('deprecating', () => {
  setup(() => answer({}));
  teardown(() => sandbox.control('/faults', []));
  test('asks first, and sends nothing if the answer is no', async () => {
    await addEvents(['no_1']);
    const said = await answer({});
    const calls = await callsDuring(async () => {
      assert.equal(await run('orb.event.deprecate', 'no_1'), undefined);
    });
    assert.match(said.join(), /Deprecate api_call in .*\(SANDBOX\)\?.*Event ID: no_1/);
    assert.ok(calls.every(({ method }) => method !== 'PUT'));
  });

  test('reports each event: rejected, unknown, deprecated before, deprecated now', async () => {
    await addEvents(['mix_1', 'mix/2?#😀', 'mix_3']);
    await sandbox.api('PUT', '/events/mix_3/deprecate');
    await sandbox.control('/faults', [
      { path: '/v1/events/mix_1/deprecate', status: 400, times: 9 },
    ]);
    const said = await answer(yes);
    const outcome = await run('orb.event.deprecate', [
      'mix_1',
      'mix/2?#😀',
      'mix_3',
      'mix_unknown',
    ]);
    assert.deepEqual([...outcome!.deprecated].sort(), ['mix/2?#😀', 'mix_3']);
    assert.deepEqual([...outcome!.failed].map(({ id }) => id).sort(), ['mix_1', 'mix_unknown']);
    assert.ok(
      said.some((text) => text.includes('2 deprecated, 2 not: ')),
      said.join('\n'),
    );
    assert.ok(said.filter((text) => text.startsWith('confirm')).length === 1);
  });

  test('a lost response is repeated safely, and a key rejected in the middle stops the rest', async () => {
    await addEvents(['lost_1', 'lost_2', 'lost_3']);
    await sandbox.control('/faults', [
      { path: '/v1/events/lost_1/deprecate', drop: 'after' },
      { path: '/v1/events/lost_2/deprecate', status: 401, times: 9 },
    ]);
    const outcome = await run('orb.event.deprecate', ['lost_1', 'lost_2', 'lost_3'], {
      confirm: false,
    });
    assert.deepEqual(outcome!.deprecated, ['lost_1']);
    assert.deepEqual(
      outcome!.failed.map(({ id }) => id),
      ['lost_2', 'lost_3'],
    );
    assert.match(outcome!.failed[1]!.message, /^Not sent: .*API key/);
    const { services } = await activated();
    const connectionId = services.connections.active!.id;
    const kept = async (id: string) =>
      (await services.ledger.writes.of(connectionId, id)).map(({ confirmed }) => confirmed);
    assert.deepEqual(await Promise.all(['lost_1', 'lost_2', 'lost_3'].map(kept)), [[true], [], []]);
  });

  test('without any response, the ledger records that it may have arrived', async () => {
    await addEvents(['silent_1']);
    await sandbox.control('/faults', [
      { path: '/v1/events/silent_1/deprecate', drop: 'after', times: 99 },
    ]);
    await vscode.workspace.getConfiguration().update('orb.http.maxRetries', 0, true);
    try {
      const outcome = await run('orb.event.deprecate', 'silent_1', { confirm: false });
      assert.equal(outcome!.failed.length, 1);
      const { services } = await activated();
      const writes = await services.ledger.writes.of(services.connections.active!.id, 'silent_1');
      assert.deepEqual(
        writes.map(({ kind, confirmed }) => [kind, confirmed]),
        [['deprecate', false]],
      );
    } finally {
      await vscode.workspace.getConfiguration().update('orb.http.maxRetries', undefined, true);
    }
  });
});

suite('copies of events', () => {
  setup(async () => {
    await answer({});
    await run('orb.events.clear');
    await closeAll();
  });

  test('an event is copied as its ID, and as a program that shows it', async () => {
    assert.equal(await run('orb.event.copyId', ['evt_0001', 'evt_0002']), 'evt_0001\nevt_0002');
    assert.equal(await vscode.env.clipboard.readText(), 'evt_0001\nevt_0002');
    const hostile = `cop'y $(id) "q" ;#`;
    await addEvents([hostile]);
    await run('orb.events.search', { eventIds: [hostile] });
    const text = await run('orb.event.copyAs', { eventId: hostile, format: 'curl' });
    assert.equal(await vscode.env.clipboard.readText(), text);
    assert.ok(!text!.includes(sandbox.apiKey));
    const env = { ...process.env, ORB_API_KEY: sandbox.apiKey };
    const { stdout } = await promisify(execFile)('sh', ['-c', text!], { env });
    const { data } = JSON.parse(stdout) as { data: readonly { id: string }[] };
    assert.deepEqual(
      data.map(({ id }) => id),
      [hostile],
    );
    assert.match(await noticeOf(() => run('orb.event.copyId')), /No event is open or selected/);
  });

  test('an event is copied as a line, and as programs that amend, ingest, and deprecate it', async () => {
    await addEvents(['copied']);
    await run('orb.events.search', { eventIds: ['copied'] });
    const line = await run('orb.event.copyAs', { eventId: 'copied', format: 'line' });
    assert.match(line!, /^\{"idempotency_key":"copied","event_name":.*\}\n$/);
    assert.equal(await vscode.env.clipboard.readText(), line);
    const env = { ...process.env, ORB_API_KEY: sandbox.apiKey };
    const execute = async (operation: 'amend' | 'ingest' | 'deprecate') => {
      const text = await run('orb.event.copyAs', { eventId: 'copied', format: 'curl', operation });
      assert.ok(!text!.includes(sandbox.apiKey));
      const { stdout } = await promisify(execFile)('sh', ['-c', text!], { env });
      return JSON.parse(stdout) as unknown;
    };
    assert.deepEqual(await execute('amend'), { amended: 'copied' });
    assert.deepEqual(
      ((await execute('ingest')) as { validation_failed: unknown }).validation_failed,
      [],
    );
    assert.deepEqual(await execute('deprecate'), { deprecated: 'copied' });
  });

  test('Copy As offers each request in each language, and the line', async () => {
    let offered: readonly string[] = [];
    const asking: Partial<Dialogs> = {
      pick: async (items) => {
        offered = (await items).map(({ label }) => label);
        return (await items).find(({ label }) => label === 'Deprecate with Go');
      },
    };
    await answer(asking);
    const text = await run('orb.event.copyAs', 'evt_0001');
    assert.equal(offered.length, 17);
    assert.match(text!, /events\/evt_0001\/deprecate/);
  });

  test("the menu of a row that is being refreshed doesn't apply to the active event", async () => {
    await run('orb.event.open', 'evt_0001');
    const asked: string[] = [];
    const asking: Partial<Dialogs> = {
      confirm: ({ message }) => {
        asked.push(message);
        return Promise.resolve(false);
      },
    };
    // That's how the editor calls them then: without a row, and of several selected rows only with
    // those that it knows.
    for (const args of [
      [undefined, undefined],
      [undefined, [undefined]],
      ['evt_0001', ['evt_0001', undefined]],
    ]) {
      for (const id of ['orb.event.deprecate', 'orb.event.copyId'] as const) {
        assert.match(await noticeOf(() => run(id, ...args), asking), /The list was refreshing/);
      }
    }
    assert.deepEqual(asked, []);
    await answer(asking);
    await run('orb.event.deprecate');
    assert.equal(asked.length, 1);
  });
});

function memoryWith(key: string, value: unknown): Memory {
  const memory = new Memory();
  void memory.update(key, value);
  return memory;
}
