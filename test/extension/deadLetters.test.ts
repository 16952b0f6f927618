import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as vscode from 'vscode';
import { event, lenses, newFile, open, problems, told, type } from './eventFiles.ts';
import { eventually } from '../helpers/eventually.ts';
import { activated, answer, fromInterface } from './helpers.ts';

const run = async <T>(id: string, ...args: readonly unknown[]): Promise<T> =>
  vscode.commands.executeCommand<T>(id, ...args);
const LATE =
  'Event timestamp 2026-05-20T00:30:00+00:00 must be later than 2026-05-20T17:00:33.358758+00:00 based on account grace period.';
const letter = (key: string, ...errors: readonly string[]) =>
  JSON.stringify({ idempotency_key: key, errors });

suite('dead letters', () => {
  let workspace: string;
  let prefix: string;
  let made = 0;

  suiteSetup(async () => {
    await activated();
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    workspace = join(folder.uri.fsPath, 'dead-letter-tests');
    mkdirSync(workspace);
  });
  setup(() => {
    prefix = `dead-${Date.now()}-${made++}`;
  });
  teardown(async () => {
    await run('workbench.action.files.revert');
    await run('workbench.action.closeAllEditors');
  });
  suiteTeardown(() => rmSync(workspace, { recursive: true, force: true }));

  const id = (index: number) => `${prefix}-${index}`;
  const exported = (name: string, lines: readonly string[]) => {
    const path = join(workspace, `${prefix}-${name}`);
    writeFileSync(path, `${lines.join('\n')}\n`);
    return vscode.Uri.file(path);
  };
  const letters = () =>
    [
      letter(id(0), LATE),
      letter(id(1), "{'n': 1} is not of type 'string'"),
      letter(id(2), LATE),
      letter(id(3), 'Error 4012'),
    ].join('\n');
  /** Collects the labels and descriptions of the list of files, and picks the item whose label matches. */
  async function picking(label: RegExp, more: Parameters<typeof answer>[0] = {}) {
    const shown: { items: readonly string[]; title?: string; placeHolder?: string }[] = [];
    const said = await answer({
      ...more,
      pick: async (items, options) => {
        const all = await items;
        shown.push({
          items: all.map((each) => `${each.label}: ${each.description ?? ''}`),
          ...(options.title !== undefined && { title: options.title }),
          ...(options.placeHolder !== undefined && { placeHolder: options.placeHolder }),
        });
        return all.find((each) => label.test(each.label));
      },
    });
    return { shown, said };
  }
  const collected = () =>
    eventually('the collected events', () => {
      const document = vscode.window.activeTextEditor?.document;
      return document?.isUntitled === true && document;
    });

  test('show code lenses with their number and reasons, and no problems', async () => {
    const document = await open(letters(), 'jsonl');
    const titles = async () => (await lenses(document)).map(({ command }) => command?.title);
    await eventually('the lenses', async () => (await titles()).length === 4);
    assert.deepEqual(await titles(), [
      'Dead letters from Orb: 4 rejected events',
      '2 too late, 1 wrong type, 1 other',
      '$(search)\u00a0Find the Events in…',
      'Group by Reason',
    ]);
    assert.deepEqual(told(document), []);
    await type(document, new vscode.Range(1, 0, 1, 1), '');
    await problems(document, ['2: not-json «:»']);
  });

  test('explain a reason and what to do in a hover, with links', async () => {
    const document = await open(letters(), 'jsonl');
    const hover = async (line: number) => {
      const all = await run<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        new vscode.Position(line, 60),
      );
      return all
        .flatMap(({ contents }) => contents as vscode.MarkdownString[])
        .map(({ value }) => value);
    };
    const text = await eventually('the hover', async () => (await hover(1))[0]);
    assert.match(text, /^\*\*A property can't be an object\*\*\n/);
    assert.match(text, /`\{'n': 1\} is not of type 'string'`/);
    assert.match(text, /\(command:orb\.ndjson\.findEvents\?/);
    assert.match(text, /\(command:orb\.event\.copyId\?/);
    assert.match(text, /\(command:orb\.ndjson\.groupByReason\?/);
    assert.doesNotMatch(text, /backfills/);
    assert.match((await hover(0))[0] ?? '', /\(command:orb\.backfills\.create\?/);
  });

  test('offer to find the event of a line and, if it came too late, a backfill as quick fixes', async () => {
    const document = await open(letters(), 'jsonl');
    const actions = async (line: number) =>
      (
        await run<vscode.CodeAction[]>(
          'vscode.executeCodeActionProvider',
          document.uri,
          new vscode.Range(line, 3, line, 3),
        )
      ).map(({ title, command }) => [title, command?.command, command?.arguments] as const);
    const find = (line: number) =>
      [
        'Find the Event in…',
        'orb.ndjson.findEvents',
        [document.uri.toString(), line, fromInterface],
      ] as const;
    await eventually('the actions', async () => (await actions(0)).length === 2);
    assert.deepEqual(await actions(0), [
      find(0),
      [
        'New Backfill…',
        'orb.backfills.create',
        [
          { timeframeStart: '2026-05-20T00:00:00.000Z', timeframeEnd: '2026-05-20T01:00:00.000Z' },
          fromInterface,
        ],
      ],
    ]);
    assert.deepEqual(await actions(1), [find(1)]);
  });

  test('find their events in workspace files, with the best match first, and open them together with their reasons', async () => {
    const late = event({ idempotency_key: id(0), timestamp: '2026-05-20T00:30:00Z' });
    // The bytes of lines stay as they are, even unusual ones.
    const odd = `{ "idempotency_key" : "${id(1)}","properties":{"n":1.0}}`;
    exported('many.ndjson', [event(), late, odd, event({ idempotency_key: 'other' })]);
    exported('few.orb.jsonl', [event({ idempotency_key: id(2) })]);
    exported('letters.jsonl', [letters()]);
    const { shown, said } = await picking(/many\.ndjson$/);
    const document = await open(letters(), 'jsonl');
    await run('orb.ndjson.findEvents', document.uri.toString());
    const [list] = shown;
    assert.equal(list?.title, 'Find 4 Events in…');
    assert.equal(
      list.placeHolder,
      'Event files with these IDs. The events open together as an event file.',
    );
    const folder = 'dead-letter-tests';
    assert.deepEqual(list.items, [
      'in this workspace: ',
      `${prefix}-many.ndjson: 2 of 4 IDs · ${folder}`,
      `${prefix}-few.orb.jsonl: 1 of 4 IDs · ${folder}`,
      'All 2 Files: 3 of 4 IDs',
      'Other File…: NDJSON, JSON Lines, or a compressed copy',
    ]);
    const found = await collected();
    assert.equal(found.getText(), `${late}\n${odd}\n`);
    await eventually(
      'the reasons',
      () => told(found).filter((each) => each.includes('rejected-by-orb')).length === 2,
    );
    const reasons = vscode.languages
      .getDiagnostics(found.uri)
      .filter(({ code }) => code === 'rejected-by-orb')
      .map(({ message }) => message);
    assert.match(reasons.join('\n'), /Orb rejected this event: \{'n': 1\} is not of type 'string'/);
    // A corrected line loses its reason.
    await type(found, new vscode.Range(1, 0, 1, 1), '{ ');
    await eventually(
      'one reason',
      () => told(found).filter((each) => each.includes('rejected-by-orb')).length === 1,
    );
    const notice = said.find((text) => text.startsWith('notify'));
    assert.match(
      notice ?? '',
      /Found 2 of 4 events\. 1 event came too late and needs a backfill\..*New Backfill…/,
    );
  });

  test('collect the events of all files into one event file, each line once', async () => {
    const lines = [0, 1, 2].map((index) => event({ idempotency_key: id(index) }));
    exported('one.ndjson', [lines[0]!, lines[1]!]);
    exported('two.ndjson', [lines[1]!, lines[2]!]);
    await picking(/^All 2 Files$/);
    await run('orb.ndjson.findEvents', newFile(letters(), 'jsonl'));
    const text = (await collected()).getText();
    assert.deepEqual(text.trim().split('\n').sort(), [...lines].sort());
  });

  test('can be searched for a single event', async () => {
    const line = event({ idempotency_key: id(1) });
    exported('some.ndjson', [event({ idempotency_key: id(0) }), line]);
    const { shown } = await picking(/some\.ndjson$/);
    await run('orb.ndjson.findEvents', newFile(letters(), 'jsonl').toString(), 1);
    assert.equal(shown[0]?.title, 'Find 1 Event in…');
    assert.equal((await collected()).getText(), `${line}\n`);
  });

  for (const [name, extension, pack] of [
    ['a compressed copy', 'ndjson.gz', (text: string) => gzipSync(text)],
    ['a JSON array', 'json', (text: string) => `[${text.trim().replaceAll('\n', ',')}]`],
  ] as const) {
    test(`another file: ${name}`, async () => {
      const line = event({ idempotency_key: id(0) });
      const file = newFile(pack(`${event()}\n${line}\n`), extension);
      const { shown } = await picking(/^Other File/, { openFile: () => Promise.resolve(file) });
      await run('orb.ndjson.findEvents', newFile(letters(), 'jsonl'));
      assert.equal(shown[0]?.placeHolder, 'No file here has these 4 IDs.');
      assert.equal((await collected()).getText(), `${line}\n`);
    });
  }

  test('say when a file has none of the events, or no dead letters', async () => {
    const file = newFile(event());
    await picking(/^Other File/, { openFile: () => Promise.resolve(file) });
    await assert.rejects(
      run('orb.ndjson.findEvents', newFile(letters(), 'jsonl')),
      /None of these events were found there\./,
    );
    await assert.rejects(run('orb.ndjson.findEvents', file), /No dead letters found\./);
  });

  test('can be listed by reason', async () => {
    const document = await open(letters(), 'jsonl');
    const { shown } = await picking(/^Too late/);
    await run('orb.ndjson.groupByReason', document.uri.toString());
    assert.deepEqual(shown[0]?.items, [
      'Too late, needs a backfill: 2 events',
      "A property can't be an object: 1 event",
      'No advice for this error: 1 event',
    ]);
  });
});
