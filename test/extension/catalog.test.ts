import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../helpers/eventually.ts';
import { closeAll } from './editors.ts';
import { newEvent, openText, replace } from './eventDocuments.ts';
import { event, newFile, open, problems } from './eventFiles.ts';
import { activated, answer } from './helpers.ts';
import { run } from './searchHelpers.ts';

suite('the event catalog of the workspace', () => {
  let path = '';
  const written = () => readFileSync(path, 'utf8');
  const line = (properties: object, id = 'k') => event({ idempotency_key: id, properties });
  const learnFrom = (...lines: readonly string[]) =>
    run('orb.catalog.learn', { from: 'file', uri: newFile(lines.join('\n')) });

  suiteSetup(async () => {
    await activated();
    path = join(vscode.workspace.workspaceFolders![0]!.uri.fsPath, '.orb', 'events.schema.json');
  });
  setup(() => answer({}));
  teardown(closeAll);
  suiteTeardown(async () => {
    rmSync(path, { force: true });
    const { services } = await activated();
    await eventually('the catalog is gone', () => services.catalog.current === undefined);
  });

  test('is learned from an event file, and what differs is marked there', async () => {
    const uri = await learnFrom(line({ n: 1, model: 'large' }), line({ n: 2, model: 'small' }));
    assert.equal(vscode.Uri.parse(uri!).fsPath, path);
    assert.doesNotMatch(written(), /large|small/);
    const document = await open(
      [
        line({ n: 1, model: 'large' }, 'a'),
        line({ n: true, model: 'large' }, 'b'),
        line({ n: 1 }, 'c'),
      ].join('\n'),
    );
    await problems(document, ['2: catalog-type «true»', '3: catalog-required «{»']);
  });

  test('what was written by hand counts at once, and its values are suggested', async () => {
    const document = await open(line({ n: 1, model: 'huge' }));
    await problems(document, []);
    writeFileSync(
      path,
      written().replace(
        '"type": "string"',
        '"enum": ["large", "small"], "x-orb-severity": "refuse"',
      ),
    );
    await problems(document, ['1: catalog-value «"huge"»']);
    const [problem] = vscode.languages.getDiagnostics(document.uri);
    assert.equal(problem?.severity, vscode.DiagnosticSeverity.Error);
    const at = document.positionAt(document.getText().indexOf('huge'));
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      at,
    );
    const labels = items.map(({ label }) => label);
    for (const value of ['large', 'small'])
      assert.ok(labels.includes(value), JSON.stringify(labels));
  });

  test('the preview of an ingest says what is sent and what is refused', async () => {
    let detail = '';
    await answer({
      confirm: (question) => {
        detail = question.detail ?? '';
        return Promise.resolve(false);
      },
    });
    const lines = [
      { n: 1, model: 'small' },
      { n: true, model: 'small' },
      { n: 1, model: 'huge' },
    ];
    const uri = newFile(lines.map((each, at) => line(each, `line-${at}`)).join('\n'));
    await Promise.resolve(run('orb.ingest.file', uri)).catch(() => undefined);
    assert.match(detail, /3 lines, 2 valid/);
    assert.match(detail, /Line 3: For model, the event catalog allows: large, small\./);
    assert.match(detail, /1 line differs from the event catalog and is sent/);
    assert.match(detail, /The event catalog expects n to be: number\. \(1\)/);
  });

  test('learning again merges, and shows a diff that can be undone', async () => {
    const before = written();
    await learnFrom(line({ n: 1, model: 'large', region: 'eu' }));
    assert.match(written(), /"region": \{\s+"type": "string"/);
    assert.match(written(), /"enum": \[\s*"large",/);
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
    assert.ok(tab?.input instanceof vscode.TabInputTextDiff, tab?.label);
    const left = await vscode.workspace.openTextDocument(tab.input.original);
    assert.equal(left.getText(), before);
  });

  test('an event in Orb is held against it, too', async () => {
    const { id } = await newEvent({ tokens: 1 });
    await learnFrom(event({ event_name: 'chat_completion', properties: { tokens: 1 } }));
    const document = await openText(id);
    await replace(document, '"tokens": 1', '"tokens": true');
    await eventually('the event has a problem', () =>
      vscode.languages.getDiagnostics(document.uri).some(({ code }) => code === 'catalog-type'),
    );
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  test('one that can’t be used says why at its file, and isn’t overwritten', async () => {
    mkdirSync(join(path, '..'), { recursive: true });
    for (const [text, message] of [
      ['{"$ref":"https://example.com/x.json"}', /refers to something else/],
      ['{', /isn't valid JSON/],
    ] as const) {
      writeFileSync(path, text);
      await eventually('the file has a problem', () =>
        message.test(vscode.languages.getDiagnostics(vscode.Uri.file(path))[0]?.message ?? ''),
      );
      await assert.rejects(Promise.resolve(learnFrom(line({ n: 1 }))), message);
      assert.equal(written(), text);
    }
  });

  test('learning says what is missing', async () => {
    rmSync(path);
    await assert.rejects(Promise.resolve(learnFrom('not an event')), /No events to learn from/);
    await assert.rejects(
      Promise.resolve(run('orb.catalog.learn', { from: 'traffic' })),
      /No recorder is running/,
    );
  });
});
