import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as vscode from 'vscode';
import type { IngestSummary } from '../../src/contributions.ts';
import { event, fix, newFile, open, problems, quickFix, told, type } from './eventFiles.ts';
import { eventually } from '../helpers/eventually.ts';
import { activated, answer, callsDuring, fromInterface, noticeOf } from './helpers.ts';

const run = async <T>(id: string, ...args: readonly unknown[]): Promise<T> =>
  vscode.commands.executeCommand<T>(id, ...args);
const ingest = (uri: vscode.Uri) => run<IngestSummary>('orb.ingest.file', { uri, confirm: false });
const ingestSelection = () => run('orb.ingest.selection');
const sentDuring = async (work: () => PromiseLike<unknown>) =>
  (await callsDuring(work))
    .filter(({ path }) => path === '/v1/ingest')
    .map(({ requestBody }) => requestBody);

const makePipe = (path: string) => assert.equal(spawnSync('mkfifo', [path]).status, 0);

let keys = 0;
const unique = () => `kinds-${Date.now()}-${keys++}`;
const good = (fields: Readonly<Record<string, unknown>> = {}) =>
  event({ idempotency_key: unique(), ...fields });

suite('event files of every kind', () => {
  let folder: string;
  suiteSetup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'orb-kinds-'));
    await activated();
  });
  setup(() => answer({}));
  teardown(async () => {
    await run('workbench.action.files.revert');
    await run('workbench.action.closeAllEditors');
  });
  suiteTeardown(() => rm(folder, { recursive: true, force: true }));

  suite('lines', () => {
    test('with an extra CR are rejected in one sentence everywhere, and a fix saves them correctly', async () => {
      const lines = [good(), good(), good()];
      const document = await open(`${lines.join('\r\r\n')}\r\r\n`);
      await problems(document, [`1: file-carriageReturn «${lines[0]}»`]);
      const sent = await sentDuring(async () => {
        await assert.rejects(ingest(document.uri), /carriage return.*LF or CRLF line endings/);
        await assert.rejects(run('orb.ingest.validate', document.uri), /carriage return/);
        assert.match(await noticeOf(ingestSelection), /carriage return/);
      });
      assert.deepEqual(sent, []);
      const action = await quickFix(document, 'file-carriageReturn', 'Save with CRLF Line Endings');
      assert.ok(action.edit);
      assert.ok(await vscode.workspace.applyEdit(action.edit));
      await run(action.command!.command);
      await problems(document, []);
      assert.equal(readFileSync(document.uri.fsPath, 'utf8'), `${lines.join('\r\n')}\r\n`);
      assert.equal((await ingest(document.uri)).accepted, 3);
    });

    test('that end in a CR alone are rejected, and a fix saves them correctly although the editor sees no change', async () => {
      const lines = [good(), good()];
      const document = await open(`${lines.join('\r')}\n${good()}\n`);
      await problems(document, [`1: file-carriageReturn «${lines[0]}»`]);
      const action = await quickFix(document, 'file-carriageReturn', 'Save with LF Line Endings');
      assert.ok(action.edit && (await vscode.workspace.applyEdit(action.edit)));
      await run(action.command!.command);
      await problems(document, []);
      assert.ok(!readFileSync(document.uri.fsPath, 'utf8').includes('\r'));
      assert.equal((await ingest(document.uri)).accepted, 3);
    });

    test('with U+2028 in a string are one line and sent unchanged', async () => {
      const line = good({ properties: { note: 'a\u2028b\u0085c' } });
      // Not shown, since VS Code offers to remove such characters, and in tests that offer is accepted.
      const uri = newFile(`${line}\n${good()}\n{`);
      const document = await vscode.workspace.openTextDocument(uri);
      await problems(document, ['3: not-json «{»']);
      const sent = await sentDuring(() => ingest(uri));
      assert.ok(sent[0]?.includes(line), JSON.stringify(sent));
    });

    test('of all selections and cursors are sent once each, with their bytes unchanged', async () => {
      const lines = [good(), good(), good(), good(), good(), '{'];
      const document = await open(lines.join('\r\n'));
      const editor = vscode.window.activeTextEditor!;
      editor.selections = [
        new vscode.Selection(5, 1, 5, 1),
        new vscode.Selection(3, 4, 2, 1),
        new vscode.Selection(0, 3, 0, 3),
        new vscode.Selection(0, 7, 0, 9),
      ];
      await answer({ confirm: () => Promise.resolve(true) });
      let summary: IngestSummary | undefined;
      const sent = await sentDuring(async () => {
        summary = await run<IngestSummary>('orb.ingest.selection');
      });
      assert.deepEqual([summary?.lines, summary?.accepted, summary?.rejected], [4, 3, 1]);
      assert.deepEqual(sent, [`{"events":[${[lines[0], lines[2], lines[3]].join(',')}]}`]);
      await eventually('the problem on its own line', () =>
        vscode.languages.getDiagnostics(document.uri).some(({ range }) => range.start.line === 5),
      );
    });
  });

  suite("text that isn't UTF-8", () => {
    const latin1 = (lines: readonly string[]) => Buffer.from(lines.join('\n'), 'latin1');
    const zurich = () => good({ properties: { city: 'Zürich' } });

    test('is marked on its line and never sent as other characters', async () => {
      const lines = [good(), zurich(), good()];
      const document = await open(latin1(lines));
      await problems(document, ['2: not-utf8 «\uFFFD»']);
      vscode.window.activeTextEditor!.selection = new vscode.Selection(1, 3, 1, 3);
      await answer({ confirm: () => Promise.resolve(true) });
      const one = await sentDuring(async () => {
        assert.match(await noticeOf(ingestSelection), /Nothing to send: the one line/);
      });
      assert.deepEqual(one, []);
      const all = await sentDuring(async () => {
        const summary = await ingest(document.uri);
        assert.deepEqual([summary.accepted, summary.rejected], [2, 1]);
      });
      assert.deepEqual(all, [`{"events":[${lines[0]},${lines[2]}]}`]);
    });

    test("isn't sent from an edited document either", async () => {
      const document = await open(latin1([good(), zurich()]));
      await type(document, new vscode.Range(0, 0, 0, 0), ' ');
      const sent = await sentDuring(async () => {
        await assert.rejects(ingest(document.uri), /bytes that aren't UTF-8/);
      });
      assert.deepEqual(sent, []);
    });

    test('has to be saved as UTF-8 first when it is read with its encoding', async () => {
      const document = await open(latin1([zurich()]));
      await problems(document, ['1: not-utf8 «\uFFFD»']);
      const reopened = await vscode.workspace.openTextDocument(document.uri, {
        encoding: 'iso88591',
      });
      assert.ok(reopened.getText().includes('Zürich'));
      await problems(reopened, [`1: file-encoding «${reopened.getText()}»`]);
      const sent = await sentDuring(async () => {
        assert.match(await noticeOf(ingestSelection), /UTF-8 encoding/);
        await assert.rejects(ingest(reopened.uri), /UTF-8 encoding/);
      });
      assert.deepEqual(sent, []);
    });

    test('is sent when a replacement character really is in the file', async () => {
      const line = good({ properties: { note: '\uFFFD' } });
      const document = await open(`${line}\n{`);
      await problems(document, ['2: not-json «{»']);
      const sent = await sentDuring(() => ingest(document.uri));
      assert.deepEqual(sent, [`{"events":[${line}]}`]);
    });

    test('is rejected when a lone surrogate was typed', async () => {
      const document = await vscode.workspace.openTextDocument({
        language: 'jsonl',
        content: good({ properties: { note: 'X' } }),
      });
      const at = document.getText().indexOf('"X"') + 1;
      await type(document, new vscode.Range(0, at, 0, at + 1), '\ud83d');
      if (!/\p{Surrogate}/u.test(document.getText())) return; // The editor removed it itself.
      await assert.rejects(ingest(document.uri), /half a character/);
    });
  });

  suite('byte-order marks and NULs', () => {
    test('a byte-order mark inside a line is reported and can be removed', async () => {
      const lines = [good(), good(), good()];
      const document = await open(lines.join('\n\uFEFF'));
      await problems(document, ['2: hidden-character «\uFEFF»', '3: hidden-character «\uFEFF»']);
      const [problem] = vscode.languages.getDiagnostics(document.uri);
      assert.match(problem!.message, /byte-order mark \(U\+FEFF\)/);
      await fix(document, 'hidden-character', 'Remove the Byte-Order Mark');
      await problems(document, ['3: hidden-character «\uFEFF»']);
      await run('undo');
      await fix(document, 'hidden-character', 'Remove All in This File');
      await problems(document, []);
      assert.equal(document.getText(), lines.join('\n'));
    });

    test('an ingest reports the byte-order mark, too', async () => {
      const uri = newFile(`${good()}\n\uFEFF${good()}`);
      const { rejectedFile } = await ingest(uri);
      const reasons = readFileSync(rejectedFile!.replace('.ndjson', '.reasons.ndjson'), 'utf8');
      assert.match(reasons, /byte-order mark \(U\+FEFF\)/);
    });

    test('NUL bytes at the start are reported', async () => {
      const uri = newFile(Buffer.concat([Buffer.alloc(4_096), Buffer.from(`${good()}\n`)]));
      await assert.rejects(ingest(uri), /NUL bytes/);
    });
  });

  suite("a file that isn't lines", () => {
    test('is reported in one sentence, and nothing is sent', async () => {
      const pretty = JSON.stringify({ events: [JSON.parse(good())] }, undefined, 2);
      const cases: readonly (readonly [string | Uint8Array, RegExp])[] = [
        [pretty, /request body.*one event per line/],
        [`{"events":[${good()}]}`, /request body/],
        [JSON.stringify(JSON.parse(good()), undefined, 2), /spans several lines/],
        [`[${good()}]`, /JSON array/],
        ['{"idempotency_key":"k","errors":["e"]}', /dead letters/],
        [gzipSync(good()), /gzip file.*Unpack/],
        [Uint8Array.of(0x50, 0x4b, 3, 4, 0), /zip file/],
        [Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0), /compressed file/],
        ['version https://git-lfs.github.com/spec/v1\noid sha256:4d\nsize 1\n', /git lfs pull/],
        ['order_id;billed_at\r\nA-1;2026-11-27\r\n', /CSV file/],
        [Buffer.from(good(), 'utf16le'), /UTF-16/],
      ];
      const sent = await sentDuring(async () => {
        for (const [content, words] of cases) {
          const uri = newFile(content);
          await assert.rejects(ingest(uri), words);
          await assert.rejects(run('orb.ingest.validate', uri), words);
        }
      });
      assert.deepEqual(sent, []);
    });

    for (const [name, text, code] of [
      ['a request body', () => JSON.stringify({ events: [1, 2] }, undefined, 2), 'file-body'],
      ['a pretty-printed event', () => '{\n  "a": 1.0\n}', 'file-spread'],
      ['a JSON array', () => '[\n1,\n2]', 'file-array'],
      ['a Git LFS pointer', () => 'version https://git-lfs.github.com/spec/v1\noid x', 'file-lfs'],
      ['a CSV file', () => 'a,b\n1,2', 'file-csv'],
    ] as const) {
      test(`${name} has one problem in the editor`, async () => {
        const document = await open(text());
        await eventually('the problem', () => told(document).length > 0);
        assert.deepEqual(
          told(document).map((each) => each.split(' ')[1]),
          [code],
        );
      });
    }

    test('converts a request body to lines, in place and undoable', async () => {
      const before = '{\n  "events": [\n    {"n": 1.0},\n    {"n": 9007199254740993}\n  ]\n}\n';
      const document = await open(before);
      await fix(document, 'file-body', 'Convert to One Event per Line');
      assert.equal(document.getText(), '{"n":1.0}\n{"n":9007199254740993}\n');
      await run('undo');
      assert.equal(document.getText(), before);
    });

    test("converts a request body to a new event file with the error's button", async () => {
      const line = good();
      const uri = newFile(`{"events": [\n  ${line}\n]}`, 'json');
      await answer({ notify: (_severity, _message, ...actions) => Promise.resolve(actions[0]) });
      await run('orb.ingest.file', { uri, confirm: false }, fromInterface);
      const text = await eventually('the new file', () => {
        const document = vscode.window.activeTextEditor?.document;
        return document?.isUntitled === true && document.getText();
      });
      assert.equal(text, `${line}\n`);
    });

    test("doesn't convert incomplete JSON", async () => {
      const uri = newFile(`[${good()},`, 'json');
      await assert.rejects(run('orb.ingest.convertArray', uri), /incomplete/);
    });
  });

  suite("paths that aren't regular files", () => {
    test("are reported and never opened, so they don't block a thread", async () => {
      const pipe = join(folder, 'pipe.orb.ndjson');
      makePipe(pipe);
      const link = join(folder, 'link.orb.ndjson');
      symlinkSync(join(folder, 'nowhere'), link);
      const linked = join(folder, 'linked-pipe.orb.ndjson');
      symlinkSync(pipe, linked);
      // Node has four threads for files, so a fifth task would wait forever.
      const paths: readonly (readonly [string, RegExp])[] = [
        ...Array.from({ length: 5 }, () => [pipe, /named pipe/] as const),
        [linked, /named pipe/],
        [link, /link to a file that doesn't exist/],
        ['/dev/zero', /device, not a file/],
        [folder, /folder, not a file/],
        [join(folder, 'none'), /doesn't exist/],
      ];
      for (const [path, words] of paths) {
        const uri = vscode.Uri.file(path);
        await assert.rejects(run('orb.ingest.validate', uri), words);
        await assert.rejects(ingest(uri), words);
        await assert.rejects(run('orb.ingest.convertArray', uri), words);
        await assert.rejects(run('orb.ndjson.openLine', uri, 0), words);
        await assert.rejects(run('orb.ndjson.findEvents', uri), words);
      }
      assert.deepEqual((await readdir(folder)).length, 3);
    });

    test('are safe when a file becomes a pipe while it is open in the editor', async () => {
      const path = join(folder, 'becomes.orb.ndjson');
      writeFileSync(path, `${good()}\n`);
      const document = await vscode.workspace.openTextDocument(path);
      await rm(path);
      makePipe(path);
      await assert.rejects(ingest(document.uri), /named pipe/);
    });
  });

  suite('a file without a valid line', () => {
    test('says "Nothing to send" and goes to the first problem, without a file, a run or a request', async () => {
      const { services } = await activated();
      const runs = vscode.Uri.joinPath(services.context.globalStorageUri, 'runs').fsPath;
      const before = readdirSync(runs);
      const key = unique();
      const lines = [
        '',
        '{',
        event({ idempotency_key: key }),
        event({ idempotency_key: key, event_name: 'x' }),
      ];
      const path = join(folder, 'nothing.rejected.ndjson');
      writeFileSync(path, lines.join('\n'));
      const calls = await callsDuring(async () => {
        await assert.rejects(
          ingest(vscode.Uri.file(path)),
          /^\w*Error: Nothing to send: all 3 lines of nothing\.rejected\.ndjson have problems\.$/,
        );
      });
      assert.deepEqual(
        calls.filter((call) => call.path === '/v1/ingest'),
        [],
      );
      const editor = vscode.window.activeTextEditor;
      assert.equal(editor?.document.uri.fsPath, path);
      assert.equal(editor.selection.active.line, 1);
      assert.deepEqual(
        (await readdir(folder)).filter((name) => name.startsWith('nothing')),
        ['nothing.rejected.ndjson'],
      );
      assert.deepEqual(readdirSync(runs), before);
    });
  });

  suite('timestamps of other programs', () => {
    for (const [written, expected] of [
      ['"2026-11-27 20:13:23+00"', '2026-11-27T20:13:23Z'],
      ['1795723200', '2026-11-26T20:00:00Z'],
    ] as const) {
      test(`${written} is converted to what Orb accepts`, async () => {
        const text = event().replace(/"timestamp":"[^"]*"/, `"timestamp":${written}`);
        const document = await open(text);
        const code = written.startsWith('"') ? 'timestamp-format' : 'not-text';
        await fix(document, code, `Write ${expected}`);
        assert.ok(document.getText().includes(`"timestamp":"${expected}"`));
      });
    }
  });
});
