// However a command starts, a failure is reported once: in a notification, or as the rejection of a
// program's call.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { commands, type CommandId } from '../../src/contributions.ts';
import type { Dialogs } from '../../src/workbench/dialogs.ts';
import { isCancel } from '../../src/workbench/toUserError.ts';
import { collect } from '../../src/workbench/ndjson/eventSources.ts';
import { eventually } from '../helpers/eventually.ts';
import { activated, answer, fromInterface, noticeOf, sandbox } from './helpers.ts';

const run = (id: string, ...args: readonly unknown[]) =>
  vscode.commands.executeCommand(id, ...args);

/** How a command fails: the arguments, answers, and preconditions, and the message. */
interface Failing {
  readonly words: RegExp;
  /**
   * If absent, the command is started from the palette, a keybinding, the walkthrough, or a view's
   * title.
   */
  readonly args?: () => readonly unknown[];
  readonly answers?: Partial<Dialogs>;
  /** Every request gets a response with this status. */
  readonly status?: number;
  readonly before?: () => PromiseLike<unknown>;
}

const KEY = /rejected this connection's API key.*Replace Key/;
const typed = (text: string): Partial<Dialogs> => ({ input: () => Promise.resolve(text) });
const row = { kind: 'event', searchId: 'none', connectionId: 'gone', eventId: 'evt_0001' };
const backfill = { kind: 'backfill', connectionId: 'gone', backfillId: 'bf_1' };
const GONE = /connection "gone" no longer exists.*Add Connection/;
const RUN = /run/i;
const COMPARISON = /no comparison "no-such-comparison"/;
const NO_RECORDER = /No recorder is running.*Start Recorder/;
const RECORDER_LIVE = /test and sandbox connections only/;

suite('a failure', () => {
  let folder: string;
  const file = (name: string, text = '') => {
    writeFileSync(join(folder, name), text);
    return vscode.Uri.file(join(folder, name));
  };
  suiteSetup(async () => {
    folder = mkdtempSync(join(tmpdir(), 'orb-failures-'));
    await activated();
  });
  setup(async () => {
    await run('workbench.action.closeAllEditors');
    await run('orb.events.clear');
    await vscode.env.clipboard.writeText('');
  });
  teardown(async () => {
    await sandbox.control('/faults', []);
    const { connections } = (await activated()).services;
    if (connections.get(live.id) !== undefined) await connections.remove(live.id);
  });
  suiteTeardown(() => rmSync(folder, { recursive: true, force: true }));

  const live = {
    id: 'failures-live',
    name: 'Live',
    mode: 'live',
    baseUrl: 'https://127.0.0.1:9/v1',
    gracePeriodHours: 12,
  } as const;
  async function inLive(): Promise<void> {
    const { connections } = (await activated()).services;
    await connections.save(live, 'a-key-0123456789abcdef');
    await connections.activate(live.id);
  }

  async function prepare({ status, before }: Failing): Promise<void> {
    if (status !== undefined) await sandbox.control('/faults', everyCall(status));
    await before?.();
  }

  /** Commands that can't fail. */
  const safe: ReadonlySet<CommandId> = new Set([
    'orb.events.refresh',
    'orb.events.clear',
    'orb.events.clearFilter',
    'orb.events.stop',
    'orb.ingest.newFile',
    'orb.log.show',
  ]);
  const gone = () => [{ connectionId: 'gone' }];
  const goneText = () => ['gone'];
  const noFile = () => [vscode.Uri.file(join(folder, 'none.orb.ndjson'))];
  const failing: Readonly<Partial<Record<CommandId, Failing>>> = {
    'orb.connections.add': { args: () => [{ name: 'A' }], words: /mode/ },
    'orb.connections.switch': { args: goneText, words: /gone/ },
    'orb.connections.remove': { args: goneText, words: /gone/ },
    'orb.connections.check': { args: goneText, words: /gone/ },
    'orb.connections.edit': { args: gone, words: /gone/ },
    'orb.connections.replaceKey': { args: gone, words: /gone/ },
    'orb.events.search': { args: () => [{ eventIds: [] }], words: /eventIds/ },
    'orb.events.searchSelection': { words: /No event IDs found in the selection/ },
    'orb.events.searchAgain': { words: /Search for events first/ },
    'orb.events.removeSearch': { words: /Search for events first/ },
    'orb.search.rename': { words: /Search for events first/ },
    'orb.search.pin': { words: /Search for events first/ },
    'orb.results.show': { words: /Search for events first/ },
    'orb.search.leftOut': { words: /Search for events first/ },
    'orb.events.export': { words: /Search for events first/ },
    'orb.events.search30Days': { words: /Search for events first/ },
    'orb.events.search90Days': { words: /Search for events first/ },
    'orb.events.searchElsewhere': { words: /Search for events first/ },
    'orb.events.loadMore': { words: /Search for events first/ },
    'orb.event.open': {
      answers: typed('evt_nobody'),
      words: /No event "evt_nobody".*Search 30 Days/,
    },
    'orb.event.openText': { answers: typed('evt_0001'), status: 401, words: KEY },
    'orb.event.amend': { answers: typed('evt_0001'), status: 401, words: KEY },
    'orb.event.compare': { answers: typed('evt_0001'), status: 500, words: /internal error/ },
    'orb.event.explain': { answers: typed('evt_0001'), status: 401, words: KEY },
    'orb.event.newFrom': { answers: typed('evt_0001'), status: 401, words: KEY },
    'orb.event.restorePrevious': {
      answers: typed('evt_0001'),
      words: /No amendment of this event/,
    },
    'orb.event.deprecate': { answers: typed('evt_nobody'), status: 401, words: KEY },
    'orb.event.copyId': { words: /No event is open or selected/ },
    'orb.event.copyAs': { words: /No event is open or selected/ },
    'orb.event.copyLink': { words: /No event is open or selected/ },
    'orb.ingest.file': { args: noFile, words: /doesn't exist/ },
    'orb.ingest.validate': { args: noFile, words: /doesn't exist/ },
    'orb.ingest.selection': { words: /Select the lines/ },
    'orb.ingest.resume': { args: () => ['no-such-run'], words: RUN },
    'orb.ingest.verify': { args: () => ['no-such-run'], words: RUN },
    'orb.ingest.showEvents': { args: () => ['no-such-run'], words: RUN },
    'orb.ingest.showRun': { args: () => ['no-such-run'], words: RUN },
    'orb.ingest.convertArray': { args: noFile, words: /doesn't exist/ },
    'orb.reconcile.file': { args: noFile, words: /doesn't exist/ },
    'orb.reconcile.resume': { args: () => ['no-such-comparison'], words: COMPARISON },
    'orb.reconcile.show': { args: () => ['no-such-comparison'], words: COMPARISON },
    'orb.catalog.learn': {
      args: () => [{ from: 'file', uri: noFile()[0] }],
      words: /doesn't exist/,
    },
    'orb.reconcile.again': { args: () => ['no-such-comparison'], words: COMPARISON },
    'orb.reconcile.items': {
      args: () => [{ reconcileId: 'no-such-comparison' }],
      words: COMPARISON,
    },
    'orb.reconcile.repair': {
      args: () => [{ reconcileId: 'no-such-comparison', action: 'amend' }],
      words: COMPARISON,
    },
    'orb.reconcile.export': {
      args: () => [{ reconcileId: 'no-such-comparison', format: 'csv' }],
      words: COMPARISON,
    },
    'orb.ndjson.openLine': { words: /Open an event file/ },
    'orb.ndjson.findEvents': { words: /Open an event file/ },
    'orb.ndjson.groupByReason': { words: /Open an event file/ },
    'orb.backfills.create': {
      args: () => [
        { timeframeStart: '2026-08-19T00:00:00Z', timeframeEnd: '2026-08-18T00:00:00Z' },
      ],
      words: /end/,
    },
    'orb.backfills.ingest': { status: 401, words: KEY },
    'orb.backfills.close': { status: 401, words: KEY },
    'orb.backfills.revert': { status: 401, words: KEY },
    'orb.backfills.fetch': { status: 401, words: KEY },
    'orb.backfills.list': { status: 401, words: KEY },
    'orb.volume.show': { status: 401, words: KEY },
    'orb.usage.show': {
      args: () => [{ externalCustomerId: 'acme-corp' }],
      status: 401,
      words: /rejected this connection's API key/,
    },
    'orb.sandbox.stop': { words: /No sandbox is running.*Start Sandbox/ },
    'orb.sandbox.reset': { before: inLive, words: /No sandbox is running/ },
    'orb.sandbox.openTerminal': { before: inLive, words: /No sandbox is running/ },
    'orb.sandbox.setClock': { args: () => ['tomorrow'], words: /tomorrow/ },
    'orb.recorder.start': { before: inLive, words: RECORDER_LIVE },
    'orb.recorder.stop': { words: NO_RECORDER },
    'orb.recorder.show': { words: NO_RECORDER },
    'orb.recorder.openTerminal': { words: NO_RECORDER },
    'orb.recorder.clear': { words: NO_RECORDER },
    'orb.recorder.url': { words: NO_RECORDER },
    'orb.recorder.apiKey': { words: NO_RECORDER },
    'orb.recorder.export': { words: NO_RECORDER },
  };

  /** Commands that fail only for invalid arguments, see commandArguments.test.ts. */
  const byArgument: ReadonlySet<CommandId> = new Set([
    'orb.data.delete',
    'orb.sandbox.start',
    'orb.events.sort',
    'orb.events.group',
    'orb.events.filter',
  ]);

  test('is tested for every command', () => {
    const known = new Set<string>([...Object.keys(failing), ...safe, ...byArgument]);
    assert.deepEqual(
      Object.keys(commands).filter((id) => !known.has(id)),
      [],
    );
  });

  for (const [id, each] of Object.entries(failing)) {
    const started = each.args === undefined ? 'without arguments' : 'by our interface';
    test(`of ${id}, started ${started}, is one notification`, async () => {
      await prepare(each);
      const args = each.args === undefined ? [] : [...each.args(), fromInterface];
      assert.match(await noticeOf(() => run(id, ...args), each.answers), each.words);
    });
    if (each.args === undefined) continue;
    const { args, words, answers } = each;
    test(`of ${id}, called by a program, is only a rejection`, async () => {
      await prepare(each);
      const said = await answer(answers ?? {});
      await assert.rejects(async () => run(id, ...args()), words);
      assert.deepEqual(said, []);
    });
  }

  const menus: readonly (readonly [name: string, id: CommandId, () => unknown[], RegExp])[] = [
    ['a row', 'orb.event.open', () => [row, undefined], GONE],
    ['several rows', 'orb.event.deprecate', () => [row, [row, { ...row, eventId: 'b' }]], GONE],
    [
      'nothing, by the key of the events view,',
      'orb.event.copyId',
      () => [{ selection: true }],
      /No event is open or selected/,
    ],
    ['a row of backfills', 'orb.backfills.close', () => [backfill, undefined], GONE],
    [
      'the Explorer',
      'orb.ingest.file',
      () => [file('empty.ndjson'), [file('empty.ndjson')]],
      /empty\.ndjson is empty/,
    ],
    [
      'two files of the Explorer',
      'orb.ingest.file',
      () => [file('a.ndjson'), [file('a.ndjson'), file('b.ndjson')]],
      /one file at a time/,
    ],
    [
      "a folder in the Explorer's menu",
      'orb.ingest.validate',
      () => [vscode.Uri.file(folder), [vscode.Uri.file(folder)]],
      /folder, not a file/,
    ],
    [
      'a tab',
      'orb.ingest.validate',
      () => [vscode.Uri.file(join(folder, 'none.ndjson')), { groupId: 0, editorIndex: 0 }],
      /doesn't exist/,
    ],
    ['a text editor', 'orb.ndjson.openLine', () => [file('blank.ndjson', '\n')], /Line 1 is empty/],
  ];
  for (const [name, id, args, words] of menus) {
    test(`that the menu of ${name} started is one notification`, async () => {
      assert.match(await noticeOf(() => run(id, ...args())), words);
    });
  }

  test('of a command inside another one is reported only by the outer one', async () => {
    await sandbox.control('/faults', everyCall(401));
    const uri = file('one.ndjson', '{}');
    const args = { backfillId: 'bf_1', uri: uri.toString() };
    assert.match(await noticeOf(() => run('orb.backfills.ingest', args, fromInterface)), KEY);
    const said = await answer({});
    await assert.rejects(async () => run('orb.backfills.ingest', args), /API key/);
    assert.deepEqual(said, []);
  });

  test("of a notification's button is one more notification", async () => {
    const uri = file('changes.json', '[{"a": 1}]');
    const notices: string[] = [];
    await answer({
      notify: (_severity, message, ...actions) => {
        if (notices.push(message) > 1) return Promise.resolve(undefined);
        file('changes.json', '[{"a": 1},');
        return Promise.resolve(actions.find((title) => title === 'Convert to Event File'));
      },
    });
    await run('orb.ingest.file', { uri, confirm: false }, fromInterface);
    await eventually('the second notice', () => notices.length > 1);
    assert.match(notices[1]!, /incomplete/);
  });

  test('of a quick fix is one notification', async () => {
    const document = await vscode.workspace.openTextDocument(
      file('array.orb.ndjson', '[{"a": 1},'),
    );
    await vscode.window.showTextDocument(document);
    const range = new vscode.Range(0, 0, 0, 1);
    const actions = (resolved: number) =>
      vscode.commands.executeCommand<readonly vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        range,
        undefined,
        resolved,
      );
    await eventually('the quick fix', async () =>
      (await actions(0)).some(({ title }) => title === 'Convert to One Event per Line'),
    );
    const notice = await noticeOf(async () => {
      await actions(1);
    });
    assert.match(notice, /incomplete/);
  });

  test("to read a file isn't reported if the user stopped it", async () => {
    const uri = file('stopped.orb.ndjson', '{}\n');
    for (const each of [uri, file('stopped.ndjson.gz')]) {
      const error = await collect([each], new Map(), AbortSignal.abort()).catch((e: unknown) => e);
      assert.equal(isCancel(error), true, String(error));
    }
  });

  test("isn't reported for a cancel", async () => {
    const said = await answer({});
    assert.equal(await run('orb.event.open'), undefined);
    assert.equal(await run('orb.event.open', undefined, fromInterface), undefined);
    assert.ok(said.every((text) => text.startsWith('input: ')));
  });
});

const everyCall = (status: number) =>
  ['GET', 'POST', 'PUT', 'PATCH'].flatMap((method) => [{ method, times: 999, status }]);
