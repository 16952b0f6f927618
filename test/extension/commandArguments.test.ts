// The arguments that other programs pass to commands: an invalid one is named, and files can be
// passed in three ways.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { commands, type CommandId } from '../../src/contributions.ts';
import { activated, answer, fromInterface, noticeOf } from './helpers.ts';

const run = async (id: string, ...args: readonly unknown[]): Promise<unknown> =>
  vscode.commands.executeCommand(id, ...args);

const text = (name: string) => `"${name}" must be a string that isn't empty.`;
const FLAG = '"confirm" must be true or false.';
const FILE = '"uri" must be a Uri, a URI, or an absolute path.';
const ROW = '"row" must be a row of a view.';
const TARGET = '"target" must be an event ID or an object with "eventId".';

/** Invalid arguments, with their messages. */
type Wrong = readonly (readonly [args: readonly unknown[], message: string])[];
const target: Wrong = [
  [[7], TARGET],
  [[''], TARGET],
  [[vscode.Uri.file('/a.txt')], TARGET],
  [[{ eventId: 7 }], text('eventId')],
  [[{ eventId: 'a', timeframeStart: 7 }], text('timeframeStart')],
];
const file: Wrong = [
  [[7], FILE],
  [['not/absolute.ndjson'], FILE],
  [[{ uri: 7 }], FILE],
];
const line: Wrong = [
  [[7], FILE],
  [['/a.ndjson', 'first'], '"line" must be a number.'],
];
const backfill: Wrong = [
  [[7], text('backfillId')],
  [[{}], text('backfillId')],
  [[{ backfillId: 'a', uri: 7 }], FILE],
  [[{ backfillId: 'a', confirm: 'no' }], FLAG],
];

const wrong: Partial<Record<CommandId, Wrong>> = {
  'orb.connections.add': [
    [['Acme'], '"connection" must be an object.'],
    [[{ name: 'A', apiKey: 'k' }], '"mode" must be one of: live, test, sandbox.'],
    [[{ mode: 'test', apiKey: 'k' }], '"name" must be a string.'],
  ],
  'orb.connections.switch': [[[{}], text('connectionId')]],
  'orb.connections.remove': [[[7], text('connectionId')]],
  'orb.connections.check': [[[''], text('connectionId')]],
  'orb.connections.edit': [
    [[{ connectionId: 'a', gracePeriodHours: '12' }], '"gracePeriodHours" must be a number.'],
  ],
  'orb.connections.replaceKey': [[[{ apiKey: 'k' }], text('connectionId')]],
  'orb.events.search': [
    [['evt_0001'], '"search" must be an object.'],
    [[{ eventIds: [7] }], '"eventIds" must be a list of strings.'],
    [[{ eventIds: ['a'], connectionId: 7 }], text('connectionId')],
  ],
  'orb.events.searchSelection': [[[7], FILE]],
  'orb.events.export': [[[7], FILE]],
  'orb.events.searchAgain': [[[7], ROW]],
  'orb.events.removeSearch': [[[7], ROW]],
  'orb.events.stop': [[[7], ROW]],
  'orb.events.search30Days': [[[7], ROW]],
  'orb.events.search90Days': [[[7], ROW]],
  'orb.events.searchElsewhere': [[[7], ROW]],
  'orb.events.loadMore': [[[7], ROW]],
  'orb.events.sort': [
    [
      ['up'],
      '"order" must be one of: asked, newest, oldest, id, eventName, customer, state, property:….',
    ],
  ],
  'orb.events.group': [[['up'], '"grouping" must be one of: none, eventName, customer, state.']],
  'orb.events.clear': [[[{ pinned: 7 }], '"pinned" must be true or false.']],
  'orb.search.rename': [
    [[7], `"search" must be a string that isn't empty.`],
    [['any', { name: 7 }], `"name" must be a string that isn't empty.`],
  ],
  'orb.search.leftOut': [[[7], ROW]],
  'orb.results.show': [[[7], `"search" must be a string that isn't empty.`]],
  'orb.search.pin': [[[7], `"search" must be a string that isn't empty.`]],
  'orb.events.filter': [[[7], '"filter" must be a string.']],
  'orb.event.open': target,
  'orb.event.openText': target,
  'orb.event.amend': [...target, [['evt_0001', { confirm: 'no' }], FLAG]],
  'orb.event.compare': target,
  'orb.event.explain': [
    ...target,
    [[{ eventId: 'a', document: 'yes' }], '"document" must be true or false.'],
  ],
  'orb.event.newFrom': target,
  'orb.event.restorePrevious': target,
  'orb.event.deprecate': [
    ...target,
    [[['evt_0001', 7]], TARGET],
    [['evt_0001', { confirm: 'no' }], FLAG],
  ],
  'orb.event.copyId': target,
  'orb.event.copyLink': target,
  'orb.catalog.learn': [
    [['search'], '"options" must be an object.'],
    [[{ from: 'mail' }], '"from" must be one of: search, file, traffic.'],
    [[{ uri: 7 }], FILE],
    [[{ examples: 'yes' }], '"examples" must be true or false.'],
  ],
  'orb.event.copyAs': [
    ...target,
    [[{ eventId: 'a', format: 'perl' }], '"format" must be one of: curl, node, python, go, line.'],
    [
      [{ eventId: 'a', operation: 'delete' }],
      '"operation" must be one of: search, amend, deprecate, ingest.',
    ],
  ],
  'orb.ingest.file': [...file, [[{ uri: '/a.ndjson', confirm: 'no' }], FLAG]],
  'orb.ingest.validate': file,
  'orb.ingest.convertArray': file,
  'orb.ingest.resume': [
    [[7], text('runId')],
    [[{ backfillId: 7 }], text('backfillId')],
  ],
  'orb.ingest.verify': [[[7], text('runId')]],
  'orb.ingest.showEvents': [[[7], text('runId')]],
  'orb.ingest.showRun': [[[7], text('runId')]],
  'orb.reconcile.file': [...file, [[{ uri: '/a.ndjson', connectionId: 7 }], text('connectionId')]],
  'orb.reconcile.resume': [[[7], text('reconcileId')]],
  'orb.reconcile.again': [[[7], text('reconcileId')]],
  'orb.reconcile.show': [[[7], text('reconcileId')]],
  'orb.reconcile.items': [
    [['today'], '"items" must be an object.'],
    [[{ limit: -1 }], '"limit" must be a whole number that isn\'t negative.'],
    [[{ offset: 0.5 }], '"offset" must be a whole number that isn\'t negative.'],
    [
      [{ outcome: 'wrong' }],
      '"outcome" must be one of: same, missing, different, deprecated, invalid, duplicates, notCompared.',
    ],
  ],
  'orb.reconcile.repair': [
    [['amend'], '"repair" must be an object.'],
    [
      [{ action: 'undo' }],
      '"action" must be one of: ingest, backfill, amend, replace, deprecate, rekey.',
    ],
    [[{ action: 'amend', lines: 7 }], '"lines" must be a list of numbers.'],
    [[{ action: 'amend', confirm: 'no' }], FLAG],
  ],
  'orb.reconcile.export': [
    [['csv'], '"report" must be an object.'],
    [[{ format: 'pdf' }], '"format" must be one of: csv, markdown.'],
  ],
  'orb.ndjson.openLine': line,
  'orb.ndjson.findEvents': line,
  'orb.ndjson.groupByReason': line,
  'orb.data.delete': [[[{ confirm: 'no' }], FLAG]],
  'orb.backfills.create': [
    [['today'], '"backfill" must be an object.'],
    [[{ replaceExistingEvents: 'yes' }], '"replaceExistingEvents" must be true or false.'],
  ],
  'orb.backfills.ingest': backfill,
  'orb.backfills.close': backfill,
  'orb.backfills.revert': backfill,
  'orb.backfills.fetch': backfill,
  'orb.backfills.list': [[['a'], '"options" must be an object.']],
  'orb.volume.show': [[[{ timeframeStart: 7 }], text('timeframeStart')]],
  'orb.usage.show': [
    [[{ customerId: '' }], text('customerId')],
    [[{ granularity: 'week' }], '"granularity" must be one of: hour, day.'],
  ],
  'orb.sandbox.start': [
    [[{ port: '4510' }], '"port" must be a number.'],
    [[{ seed: 'all' }], '"seed" must be one of: demo, none.'],
  ],
  'orb.sandbox.reset': [[[{ confirm: 'no' }], FLAG]],
  'orb.sandbox.setClock': [[[7], text('now')]],
  'orb.recorder.start': [
    [[{ connectionId: 7 }], text('connectionId')],
    [[{ port: '4511' }], '"port" must be a number.'],
  ],
  'orb.recorder.export': [
    [['har'], '"options" must be an object.'],
    [[{ format: 'pdf' }], '"format" must be one of: har, events.'],
  ],
};

/** Commands that ignore all arguments. */
const none: ReadonlySet<string> = new Set<CommandId>([
  'orb.events.refresh',
  'orb.events.clearFilter',
  'orb.ingest.selection',
  'orb.ingest.newFile',
  'orb.sandbox.stop',
  'orb.sandbox.openTerminal',
  'orb.recorder.stop',
  'orb.recorder.show',
  'orb.recorder.openTerminal',
  'orb.recorder.clear',
  'orb.recorder.url',
  'orb.recorder.apiKey',
  'orb.log.show',
]);

suite("a command's arguments", () => {
  let folder: string;
  suiteSetup(async () => {
    folder = mkdtempSync(join(tmpdir(), 'orb-arguments-'));
    await activated();
  });
  suiteTeardown(() => rmSync(folder, { recursive: true, force: true }));

  test('are read by every command that has some', () => {
    const unread = Object.keys(commands).filter((id) => !(id in wrong) && !none.has(id));
    assert.deepEqual(unread, []);
  });

  for (const [id, cases] of Object.entries(wrong)) {
    test(`of ${id}: an invalid one is named without a question`, async () => {
      for (const [args, message] of cases) {
        const said = await answer({});
        await assert.rejects(run(id, ...args), (error: Error) => {
          assert.equal(error.message, message);
          return true;
        });
        assert.deepEqual(said, [], message);
        assert.equal(await noticeOf(() => run(id, ...args, fromInterface)), `error | ${message}`);
      }
    });
  }

  const event = JSON.stringify({
    idempotency_key: 'arguments',
    event_name: 'tokens',
    timestamp: new Date().toISOString(),
    external_customer_id: 'acme',
    properties: {},
  });
  const ways: readonly (readonly [string, (uri: vscode.Uri) => unknown])[] = [
    ['a Uri', (uri) => uri],
    ['a URI', (uri) => uri.toString()],
    ['a path', (uri) => uri.fsPath],
  ];
  for (const [name, way] of ways) {
    test(`can pass a file as ${name}`, async () => {
      const path = join(folder, `some events ${name}.orb.ndjson`);
      writeFileSync(path, `${event}\n`);
      const uri = way(vscode.Uri.file(path));
      await answer({});
      const found = (await run('orb.ingest.validate', uri)) as { readonly lines: number };
      assert.equal(found.lines, 1);
      await run('orb.ndjson.openLine', uri, 0);
      await run('workbench.action.closeAllEditors');
      const backfillId = 'no-such-backfill';
      await assert.rejects(run('orb.backfills.ingest', { backfillId, uri }), /no-such-backfill/);
      await assert.rejects(run('orb.ndjson.findEvents', uri), /No dead letters found/);
      assert.equal(await run('orb.ingest.file', { uri }), undefined, 'it was not confirmed');
    });
  }
});
