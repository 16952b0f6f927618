import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../helpers/eventually.ts';
import { closeAll } from './editors.ts';
import { event, open } from './eventFiles.ts';
import { activated } from './helpers.ts';

suite('request bodies and snippets', () => {
  suiteSetup(activated);
  teardown(closeAll);

  test('*.orb.json is validated as the body of an ingest request', async () => {
    const valid = event({ timestamp: '2026-10-29T03:12:04' });
    const wrong = event({ external_customer_id: undefined, properties: { a: [1] }, plan: 'pro' });
    const document = await open(`{"events":[\n${valid},\n${wrong}\n],"debug":1}`, 'orb.json');
    const found = await eventually('the problems', () => {
      const all = vscode.languages.getDiagnostics(document.uri);
      return all.length > 0 && all;
    });
    const lines = found.map(({ range, message }) => `${range.start.line}: ${message}`).sort();
    assert.deepEqual(
      lines.map((each) => each.slice(0, each.indexOf(':'))),
      ['2', '2', '2', '3'],
      lines.join('\n'),
    );
    assert.match(lines.join('\n'), /customer_id/);
    assert.match(lines.join('\n'), /plan/);
    assert.match(lines.join('\n'), /debug/);
  });

  test('an event file offers a line as a snippet', async () => {
    const document = await open('orb-ev', 'orb.ndjson');
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      new vscode.Position(0, 6),
    );
    const snippets = items.filter(({ kind }) => kind === vscode.CompletionItemKind.Snippet);
    const labels = snippets.map(({ label }) => (typeof label === 'string' ? label : label.label));
    assert.ok(labels.includes('orb-event'), labels.join(', '));
  });
});
