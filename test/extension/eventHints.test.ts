import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { completionsAt, hoverAt } from '../../src/workbench/documents/assist.ts';
import { cleanUp, newEvent, openText, replace } from './eventDocuments.ts';
import { event, open, type } from './eventFiles.ts';
import { eventually } from '../helpers/eventually.ts';
import { activated, answer } from './helpers.ts';

/** The editor's own list at the end of the first occurrence of a text. */
async function offered(document: vscode.TextDocument, before: string) {
  const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    document.positionAt(document.getText().indexOf(before) + before.length),
  );
  return items.map(({ label }) => (typeof label === 'string' ? label : label.label));
}

suite('suggestions and hovers in event documents', () => {
  let document: vscode.TextDocument;
  suiteSetup(activated);
  setup(async () => {
    await answer({});
    const { id: other } = await newEvent({ tokens: 1, plan: 'scale', streamed: true });
    await openText(other);
    const { id } = await newEvent({ tokens: 120, model: 'orb-large' });
    document = await openText(id);
    await vscode.window.showTextDocument(document);
  });
  teardown(cleanUp);

  test('properties that other events with this name have, each once', async () => {
    await replace(document, '"tokens": 120', '"": 1,\n    "tokens": 120');
    const names = await offered(document, '    "');
    assert.ok(names.includes('plan') && names.includes('streamed'), names.join());
    assert.equal(new Set(names).size, names.length, names.join());
    assert.ok(!names.includes('tokens'));
  });

  test('values that a property had, inside its quotes', async () => {
    await replace(document, '"orb-large"', '"orb-large",\n    "plan": "s"');
    assert.deepEqual(await offered(document, '"plan": "s'), ['scale']);
    await replace(document, '"chat_completion"', '"chat"');
    assert.ok((await offered(document, '"event_name": "chat')).includes('chat_completion'));
  });

  test('nothing while a number is typed, not even other words of the text', async () => {
    assert.deepEqual(await offered(document, '"tokens": 12'), []);
    assert.deepEqual(await offered(document, '"tokens": 120'), []);
    await replace(document, '120', '2');
    assert.deepEqual(await offered(document, '"tokens": 2'), []);
  });

  test('no other timestamp or customer, since these can’t be amended', async () => {
    assert.deepEqual(await offered(document, '"timestamp": "'), []);
    assert.deepEqual(await offered(document, '"external_customer_id": "'), []);
  });

  test('a field that is missing, once', async () => {
    await replace(document, '"event_name": "chat_completion",', '"ev"');
    assert.deepEqual(await offered(document, '{\n  "e'), ['event_name']);
  });

  test('the same in the page, as plain text', async () => {
    await replace(document, '"chat_completion"', '"chat_old"');
    const text = document.getText();
    const found = await completionsAt(document, text.indexOf('chat_old') + 4);
    assert.equal(text.slice(found?.start, found?.end), '"chat_old"');
    assert.ok(found?.items.some(({ insert }) => insert === '"chat_completion"'));
    const hover = await hoverAt(document, text.indexOf('"timestamp"') + 2);
    assert.equal(text.slice(hover?.start, hover?.end), '"timestamp"');
    assert.match(
      hover?.text ?? '',
      / UTC\n\n.* local time, .* ago\n\ntimestamp – When it was used/,
    );
    assert.doesNotMatch(hover?.text ?? '', /[\\*`]/);
    const about = await hoverAt(document, text.indexOf('"properties"') + 2);
    assert.match(about?.text ?? '', /^properties – What metrics sum/);
  });

  test('typing a digit and Enter adds a new line', async () => {
    const editor = vscode.window.activeTextEditor!;
    const at = document.positionAt(document.getText().indexOf('120') + 3);
    editor.selection = new vscode.Selection(at, at);
    await vscode.commands.executeCommand('type', { text: '2' });
    await vscode.commands.executeCommand('editor.action.triggerSuggest');
    await vscode.commands.executeCommand('acceptSelectedSuggestion');
    await vscode.commands.executeCommand('type', { text: '\n' });
    assert.match(document.getText(), /"tokens": 1202\n\s*,/);
  });

  test('a line of a file is offered what its file contains', async () => {
    const file = await open(
      `${event({ properties: { region: 'eu-west-1' } })}\n${event({ idempotency_key: 'b' })}\n`,
    );
    await vscode.commands.executeCommand('orb.ndjson.openLine', file.uri.toString(), 1);
    const line = await eventually('the line', () =>
      vscode.workspace.textDocuments.find(
        ({ uri }) => uri.scheme === 'orb-line' && uri.query === file.uri.toString(),
      ),
    );
    const start = line.positionAt(line.getText().indexOf('"properties": {') + 15);
    await type(line, new vscode.Range(start, start), '"",');
    assert.ok((await offered(line, '"properties": {"')).includes('region'));
    const quoted = line.getText().indexOf('"timestamp": "') + 14;
    assert.equal((await completionsAt(line, quoted))?.items.length, 1);
  });
});
