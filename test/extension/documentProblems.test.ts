import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll } from './editors.ts';
import { newEvent, openText, replace, type Body } from './eventDocuments.ts';
import { fix, problems } from './eventFiles.ts';
import { eventually } from '../helpers/eventually.ts';
import { activated, answer } from './helpers.ts';

suite('the problems of an event document', () => {
  let document: vscode.TextDocument;
  let body: Body;
  suiteSetup(activated);
  setup(async () => {
    await answer({});
    const made = await newEvent({ tokens: 120, model: 'orb-large' });
    body = made.body;
    document = await openText(made.id);
    await vscode.window.showTextDocument(document);
  });
  teardown(async () => {
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await closeAll();
  });

  /**
   * A replacement in the text → the only problem (its place and code) → the fix that restores the
   * event.
   */
  const cases: readonly (readonly [string, string, string, string, string])[] = [
    [
      '"external_customer_id": "acme"',
      '"external_customer_id": "globex"',
      '4: customer-changed «"globex"»',
      'customer-changed',
      'Restore',
    ],
    [
      '"external_customer_id": "acme",',
      '',
      '1: customer-missing «{»',
      'customer-missing',
      'Restore',
    ],
    [
      '{',
      '{\n  "idempotency_key": "k",',
      '2: idempotency-key «"idempotency_key"»',
      'idempotency-key',
      'Remove',
    ],
    [
      '"tokens": 120',
      '"tokens": 120,\n    "list": [1]',
      '7: property-list «[1]»',
      'property-list',
      'Remove',
    ],
    [
      '"tokens": 120',
      '"tokens": 120,\n    "none": null',
      '7: property-null «null»',
      'property-null',
      'Remove',
    ],
    [
      '"tokens": 120',
      '"tokens": 120,\n    "deep": {}',
      '7: property-object «{}»',
      'property-object',
      'Remove',
    ],
    [
      '"tokens": 120',
      '"tokens": "120"',
      '6: property-numeric-text «"120"»',
      'property-numeric-text',
      'Convert to Number',
    ],
    ['{', '{\n  "plan": 1,', '2: unknown-field «"plan"»', 'unknown-field', 'Remove'],
  ];
  for (const [from, to, problem, code, title] of cases) {
    test(`${code} is one problem, and ${title} fixes it`, async () => {
      await replace(document, from, to);
      await problems(document, [problem]);
      assert.equal(vscode.languages.getDiagnostics(document.uri).length, 1, 'said more than once');
      await fix(document, code, title);
      await problems(document, []);
      assert.deepEqual(JSON.parse(document.getText()), body);
    });
  }

  test('timestamp: another instant can be restored, a missing time zone is reported', async () => {
    const written = /"timestamp": ("[^"]*")/.exec(document.getText())?.[1] ?? '';
    await replace(document, written, '"2020-01-01T00:00:00Z"');
    await problems(document, ['3: timestamp-changed «"2020-01-01T00:00:00Z"»']);
    await fix(document, 'timestamp-changed', 'Restore');
    await problems(document, []);
    const naive = written.replace(/(Z|\+00:00)"$/, '"');
    await replace(document, written, naive);
    await problems(document, [`3: timestamp-no-zone «${naive}»`]);
    await fix(document, 'timestamp-no-zone', 'Add Z');
    await problems(document, []);
  });

  test('numbers: beyond 64 bits is an error, more digits than a float can hold is a warning', async () => {
    await replace(document, '120', '9223372036854775808');
    await problems(document, ['6: number-range «9223372036854775808»']);
    await replace(document, '9223372036854775808', '0.12345678901234567890');
    await problems(document, ['6: number-digits «0.12345678901234567890»']);
    const [warning] = vscode.languages.getDiagnostics(document.uri);
    assert.equal(warning?.severity, vscode.DiagnosticSeverity.Warning);
  });

  test('invalid JSON is reported by the JSON support, without problems of ours', async () => {
    await replace(document, '"tokens": 120', '"tokens": ');
    const found = await eventually('a syntax error', () => {
      const all = vscode.languages.getDiagnostics(document.uri);
      return all.length > 0 && all;
    });
    assert.ok(found.every(({ source }) => source !== 'orb'));
  });

  test('the fix of a nested property keeps its values', async () => {
    await replace(document, '"tokens": 120', '"tokens": {"input": 1.0, "output": 120}');
    await problems(document, ['6: property-object «{"input": 1.0, "output": 120}»']);
    await fix(document, 'property-object', 'Flatten to tokens_input, tokens_output');
    await problems(document, []);
    assert.ok(
      document.getText().includes('    "tokens_input": 1.0,\n    "tokens_output": 120,\n'),
      document.getText(),
    );
  });
});
