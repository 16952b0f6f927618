import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { CommandArgs, CommandId, CommandResult } from '../../src/contributions.ts';
import { closeAll, select, textInFront } from './editors.ts';
import { event, fix, lenses, newFile, open, problems, quickFix, told, type } from './eventFiles.ts';
import type { CreateArgument } from './backfillHelpers.ts';
import { eventually } from '../helpers/eventually.ts';
import { activated, answer, fromInterface } from './helpers.ts';

const run = async <K extends CommandId>(
  id: K,
  ...args: CommandArgs<K>
): Promise<CommandResult<K>> => vscode.commands.executeCommand<CommandResult<K>>(id, ...args);

suite('event files', () => {
  suiteSetup(activated);
  teardown(async () => {
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await closeAll();
  });

  suite('problems', () => {
    const old = new Date(Date.now() - 20 * 3_600_000).toISOString();
    const cases: readonly (readonly [string, string, readonly string[]])[] = [
      ['good lines', `${event()}\n\n${event({ idempotency_key: 'b' })}\n`, []],
      ['an unknown field', event({ plan: 'pro' }), ['1: unknown-field «"plan"»']],
      ['a null property', event({ properties: { a: null } }), ['1: property-null «null»']],
      ['a nested property', event({ properties: { a: [1] } }), ['1: property-list «[1]»']],
      ['a number as text', event({ properties: { a: '12' } }), ['1: property-numeric-text «"12"»']],
      ['a missing field', event({ event_name: undefined }), ['1: required «{»']],
      ['broken JSON', `${event()}\n{"a":x}`, ['2: not-json «x»']],
      ['outside the grace period', event({ timestamp: old }), [`1: timestamp-too-old «"${old}"»`]],
      [
        'one event ID, different content',
        `${event()}\n${event({ properties: {} })}`,
        ['1: key-conflict «"k"»', '2: key-conflict «"k"»'],
      ],
      [
        'the same event twice',
        [event({ timestamp: 'x' }), event({ timestamp: 'x' })].join('\n'),
        ['1: timestamp-format «"x"»', '2: timestamp-format «"x"»', '2: key-repeated «"k"»'],
      ],
      [
        'a dead letter among events',
        `${event()}\n{"idempotency_key":"k","errors":["e"]}`,
        ['2: dead-letter «{"idempotency_key":"k","errors":["e"]}»'],
      ],
      ['a JSON array', `[\n${event()}\n]`, ['1: file-array «[»']],
    ];
    for (const [name, text, expected] of cases) {
      test(`${name}: ${expected.length === 0 ? 'none' : expected.join(', ').slice(0, 60)}`, async () => {
        const document = await open(text);
        // No problems could also mean that nothing was validated yet, so one is typed in and must be the only one.
        if (expected.length === 0) {
          const end = document.lineAt(document.lineCount - 1).range.end;
          await type(document, new vscode.Range(end, end), '{');
          await problems(document, [`${document.lineCount}: not-json «{»`]);
        } else {
          await problems(document, expected);
        }
      });
    }

    test('duplicates link to each other', async () => {
      const document = await open(`${event()}\n\n${event({ properties: {} })}`);
      const found = await eventually('the conflict', () => {
        const all = vscode.languages.getDiagnostics(document.uri);
        return all.length === 2 && all;
      });
      assert.deepEqual(
        found.map((each) => each.relatedInformation?.map((info) => info.location.range.start.line)),
        [[2], [0]],
      );
    });

    test('a file in UTF-16 has a single problem, which says so', async () => {
      const text = Buffer.from(`\uFEFF${event()}\n${event({ idempotency_key: 'b' })}`, 'utf16le');
      const document = await open(text);
      assert.equal(document.encoding, 'utf16le');
      await problems(document, [`1: file-utf16 «${document.lineAt(0).text}»`]);
    });

    test("a byte-order mark and Windows line ends aren't problems", async () => {
      const document = await open(`\uFEFF${event()}\r\n${event({ idempotency_key: 'b' })}\r\n{`);
      await problems(document, ['3: not-json «{»']);
    });

    test('update while typing, undoing and fixing', async () => {
      const document = await open([event(), event({ idempotency_key: 'b' }), '{'].join('\n'));
      await problems(document, ['3: not-json «{»']);
      await type(document, new vscode.Range(0, 0, 0, 0), '\n\n');
      await problems(document, ['5: not-json «{»']);
      await vscode.commands.executeCommand('undo');
      await problems(document, ['3: not-json «{»']);
      await type(document, new vscode.Range(2, 0, 2, 1), event({ idempotency_key: 'c', x: 1 }));
      await problems(document, ['3: unknown-field «"x"»']);
    });

    test('end with a count when there are more than a thousand', async () => {
      const document = await open('x\n'.repeat(1_500));
      const all = await eventually('the problems', () => {
        const found = vscode.languages.getDiagnostics(document.uri);
        return found.length >= 1_000 && found;
      });
      assert.equal(all.length, 1_000);
      assert.ok(
        all.some(({ message }) => message === "501 more problems in this file aren't listed."),
      );
    });
  });

  suite('quick fixes', () => {
    const cases: readonly (readonly [
      string,
      string,
      Record<string, unknown>,
      Record<string, unknown>,
    ])[] = [
      ['unknown-field', 'Remove', { plan: 'pro' }, {}],
      ['property-null', 'Remove', { properties: { a: null } }, { properties: {} }],
      [
        'property-numeric-text',
        'Convert to Number',
        { properties: { a: '1.5' } },
        { properties: { a: 1.5 } },
      ],
      ['not-text', 'Convert to Text', { event_name: 5 }, { event_name: '5' }],
      ['customer-both', 'Remove customer_id', { customer_id: 'c' }, {}],
    ];
    for (const [code, title, wrong, right] of cases) {
      test(`${title} fixes ${code}`, async () => {
        const timestamp = new Date(Date.now() - 60_000).toISOString();
        const document = await open(`${event({ timestamp, ...wrong })}\n`);
        await fix(document, code, title);
        assert.equal(document.getText(), `${event({ timestamp, ...right })}\n`);
        await problems(document, []);
      });
    }

    test('convert an offset to UTC and generate a missing event ID', async () => {
      const local = new Date(Date.now() + 7_140_000).toISOString().replace('Z', '+02:00');
      const document = await open(event({ timestamp: local, idempotency_key: undefined }));
      await fix(document, 'timestamp-offset', 'Convert to UTC');
      await fix(document, 'required', 'Generate an Event ID');
      await problems(document, []);
      const { timestamp, idempotency_key: key } = JSON.parse(document.getText()) as Record<
        string,
        string
      >;
      assert.equal(Date.parse(timestamp!), Date.parse(local));
      assert.match(key!, /^[0-9a-f-]{36}$/);
    });

    test('give one of two lines with one event ID a new one, or remove it', async () => {
      const document = await open(`${event()}\n${event({ properties: {} })}\n${event()}`);
      await eventually('three conflicts', () => told(document).length === 3);
      await fix(document, 'key-conflict', 'Remove This Line');
      await problems(document, ['1: key-conflict «"k"»', '2: key-conflict «"k"»']);
      await fix(document, 'key-conflict', 'Generate an Event ID');
      await problems(document, []);
    });

    test('offer a backfill for the hours of lines outside the grace period', async () => {
      const hour = Math.floor(Date.now() / 3_600_000) * 3_600_000;
      const at = (ms: number) => ({ timestamp: new Date(ms).toISOString() });
      const [first, last] = [hour - 30 * 3_600_000, hour - 20 * 3_600_000];
      const document = await open(
        [
          event({ idempotency_key: 'a', ...at(last + 3_599_999) }),
          event({ idempotency_key: 'b', ...at(first) }),
          event({ idempotency_key: 'c', ...at(hour - 3_600_000) }),
        ].join('\n'),
      );
      const { command } = await quickFix(document, 'timestamp-too-old', 'New Backfill…');
      assert.equal(command?.command, 'orb.backfills.create');
      const hours = {
        timeframeStart: new Date(first).toISOString(),
        timeframeEnd: new Date(last + 3_600_000).toISOString(),
      };
      assert.deepEqual(command.arguments, [hours, fromInterface]);
      // The command asks for everything but the timeframe.
      const said = await answer({});
      assert.equal(
        await run('orb.backfills.create', command.arguments[0] as CreateArgument),
        undefined,
      );
      assert.match(said.join(' '), /Whose events/);
      assert.doesNotMatch(said.join(' '), /Which time/);
    });

    test('convert a JSON array to lines and keep its numbers', async () => {
      const document = await open(`[\n  ${event()},\n  {"n": 1.0}\n]`);
      await fix(document, 'file-array', 'Convert to One Event per Line');
      const lines = document.getText().split('\n');
      assert.deepEqual([lines.length, lines[1]], [3, '{"n":1.0}']);
    });
  });

  suite('lenses, hover, completion', () => {
    const titles = async (document: vscode.TextDocument) =>
      (await lenses(document)).map(
        ({ command, range }) => `${range.start.line}: ${command?.title ?? ''}`,
      );

    test('shows Validate, Ingest All, and Compare with Orb above the file, and Ingest Selection above a selection', async () => {
      const document = await open(`${event()}\n\n${event({ idempotency_key: 'b' })}\n`);
      await eventually('the lenses', async () =>
        (await titles(document)).includes('0: Ingest All (2)'),
      );
      assert.deepEqual(await titles(document), [
        '0: Validate',
        '0: Ingest All (2)',
        '0: Compare with Orb',
      ]);
      const [validate, ingest, compare] = await lenses(document);
      assert.deepEqual(
        [validate, ingest, compare].map((lens) => [
          lens?.command?.command,
          lens?.command?.arguments,
        ]),
        [
          ['orb.ingest.validate', [document.uri.toString(), fromInterface]],
          ['orb.ingest.file', [document.uri.toString(), fromInterface]],
          ['orb.reconcile.file', [document.uri.toString(), fromInterface]],
        ],
      );
      const editor = await vscode.window.showTextDocument(document);
      await select(editor, new vscode.Selection(2, 0, 2, 5));
      await eventually('the lens of the selection', async () =>
        (await titles(document)).includes('2: Ingest Selection'),
      );
    });

    test('show a timestamp in UTC with its age, and the meaning of a field', async () => {
      const document = await open(event());
      const at = document.getText().indexOf('"timestamp"') + 15;
      const hover = await eventually('the hover', async () => {
        const all = await vscode.commands.executeCommand<vscode.Hover[]>(
          'vscode.executeHoverProvider',
          document.uri,
          new vscode.Position(0, at),
        );
        return all.flatMap(({ contents }) => contents as vscode.MarkdownString[])[0]?.value;
      });
      assert.match(hover, / UTC\n\n.* local time, 5 minutes ago\n\n\*\*timestamp\*\* – /);
    });

    test('suggest missing fields and the customers of the file', async () => {
      const document = await open(`${event({ external_customer_id: 'globex' })}\n{}\n`);
      const offered = async (line: number, character: number) => {
        const list = await vscode.commands.executeCommand<vscode.CompletionList>(
          'vscode.executeCompletionItemProvider',
          document.uri,
          new vscode.Position(line, character),
        );
        return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      };
      await eventually('fields', async () => (await offered(1, 1)).includes('idempotency_key'));
      await type(document, new vscode.Range(1, 0, 1, 2), '{"external_customer_id":""}');
      assert.ok((await offered(1, 25)).includes('globex'));
    });
  });

  suite('which files are event files', () => {
    test('include JSON Lines files whose first line is an event, and no others', async () => {
      const other = await open('{"level":"info"}\n{', 'jsonl');
      const events = await open(`${event()}\n{`, 'jsonl');
      await problems(events, ['2: not-json «{»']);
      assert.deepEqual(told(other), []);
    });

    test('include files that match orb.ndjson.files', async () => {
      const document = await open('{', 'billing.log');
      const settings = vscode.workspace.getConfiguration();
      try {
        await settings.update('orb.ndjson.files', ['**/*.billing.log'], true);
        await problems(document, ['1: not-json «{»']);
      } finally {
        await settings.update('orb.ndjson.files', undefined, true);
      }
      await problems(document, []);
    });

    test("aren't delayed by a pattern that VS Code's matcher takes years for", async () => {
      const document = await open('{', `${'a'.repeat(200)}.log`);
      const settings = vscode.workspace.getConfiguration();
      try {
        const hostile = `**/${'*a'.repeat(40)}*b`;
        await settings.update('orb.ndjson.files', [hostile, '**/*a.log'], true);
        await problems(document, ['1: not-json «{»']);
        assert.deepEqual(await lenses(document), await lenses(document));
      } finally {
        await settings.update('orb.ndjson.files', undefined, true);
      }
      await problems(document, []);
    });

    test('start with a valid line if they are new', async () => {
      await run('orb.ingest.newFile');
      const document = await textInFront('jsonl');
      assert.equal(document.isUntitled, true);
      await eventually('the lenses', async () => (await lenses(document)).length === 3);
      assert.deepEqual(told(document), []);
      await type(document, new vscode.Range(0, 0, 0, 1), '');
      await problems(document, ['1: not-json «:»']);
    });
  });

  suite('a line opened as an event', () => {
    async function openLine(
      source: vscode.TextDocument,
      line: number,
    ): Promise<vscode.TextDocument> {
      await run('orb.ndjson.openLine', source.uri.toString(), line);
      return eventually('the line', () =>
        vscode.workspace.textDocuments.find(
          ({ uri }) =>
            uri.scheme === 'orb-line' &&
            uri.query === source.uri.toString() &&
            uri.path.endsWith(`/line-${line + 1}.orbevent`),
        ),
      );
    }
    const edit = (document: vscode.TextDocument, from: string, to: string) => {
      const start = document.getText().indexOf(from);
      const range = new vscode.Range(
        document.positionAt(start),
        document.positionAt(start + from.length),
      );
      return type(document, range, to);
    };
    const second =
      '{"idempotency_key":"b","event_name":"x","properties":{"n":1.0,"big":9007199254740993}}';

    test('is formatted, has its own problems, and is written back to its line when saved', async () => {
      const source = await open(`${event()}\n${second}\n`);
      const line = await openLine(source, 1);
      assert.equal(line.languageId, 'orb-event');
      assert.match(
        line.getText(),
        /^\{\n {2}"idempotency_key": "b",\n[^]*"big": 9007199254740993\n {2}\}\n\}\n$/,
      );
      await problems(line, ['1: required «{»', '1: customer-missing «{»']);

      // The line moves before the save.
      await type(source, new vscode.Range(0, 0, 0, 0), '\n');
      await edit(line, '1.0', '2.50');
      assert.equal(await line.save(), true);
      assert.equal(source.lineAt(2).text, second.replace('1.0', '2.50'));
      assert.equal(source.isDirty, true);
      assert.equal(line.isDirty, false);
    });

    test('never overwrites a line that changed in the meantime', async () => {
      const source = await open(`${second}\n`);
      const line = await openLine(source, 0);
      await edit(line, '1.0', '3');
      await type(source, new vscode.Range(0, 0, 0, 1), '{ ');
      const before = source.getText();
      assert.equal(await line.save(), false);
      assert.equal(line.isDirty, true);
      assert.equal(source.getText(), before);
      await vscode.commands.executeCommand('workbench.action.files.revert');
    });

    test("isn't written while it is invalid JSON", async () => {
      const source = await open(`${second}\n`);
      const line = await openLine(source, 0);
      await edit(line, '1.0', '');
      assert.equal(await line.save(), false);
      assert.equal(source.lineAt(0).text, second);
      await vscode.commands.executeCommand('workbench.action.files.revert');
    });

    test("says why a missing or empty line can't be opened", async () => {
      const uri = newFile(`${event()}\n\n`).toString();
      await assert.rejects(run('orb.ndjson.openLine', uri, 7), /This file has no line 8\./);
      await assert.rejects(run('orb.ndjson.openLine', uri, 1), /Line 2 is empty\./);
    });
  });
});
