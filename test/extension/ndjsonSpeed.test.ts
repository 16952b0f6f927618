import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { event, newFile, removeFiles, type } from './eventFiles.ts';
import { activated } from './helpers.ts';

/** Milliseconds from an event about the document until its diagnostics are as wanted. */
function measured(
  uri: vscode.Uri,
  starts: (listener: () => void) => vscode.Disposable,
  wanted: (diagnostics: readonly vscode.Diagnostic[]) => boolean,
): Promise<number> {
  return new Promise((resolve) => {
    let started: number | undefined;
    const begin = starts(() => (started ??= performance.now()));
    const end = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      if (started === undefined || !uris.some((each) => each.toString() === uri.toString())) return;
      if (!wanted(vscode.languages.getDiagnostics(uri))) return;
      begin.dispose();
      end.dispose();
      resolve(performance.now() - started);
    });
  });
}

const median = (numbers: readonly number[]) =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

/** ORB_SPEED_NOTES names a file that collects what was measured. */
function note(what: string, ms: number): void {
  const file = process.env['ORB_SPEED_NOTES'];
  if (file !== undefined) appendFileSync(file, `${what}: ${ms.toFixed(0)} ms\n`);
}

suite('the speed of event files, 10,000 lines', () => {
  suiteSetup(activated);
  teardown(async () => {
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
  suiteTeardown(removeFiles);

  const good = Array.from({ length: 10_000 }, (_, index) =>
    event({
      idempotency_key: `evt-${index}`,
      properties: { tokens: index, cost: index / 7, model: 'orb-large', region: 'eu' },
    }),
  ).join('\n');

  test('the first diagnostics are there within 500 ms of the opening event', async () => {
    const uri = newFile(`${good}\n{`);
    const isOpened = (listener: () => void) =>
      vscode.workspace.onDidOpenTextDocument((document) => {
        if (document.uri.toString() === uri.toString()) listener();
      });
    const first = measured(uri, isOpened, (found) => found.length > 0);
    await vscode.workspace.openTextDocument(uri);
    const ms = await first;
    note('first diagnostics', ms);
    assert.ok(ms < 500, `${ms} ms`);
  });

  test('after a keystroke the new ones are there within 100 ms', async () => {
    const uri = newFile(good);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    const typed = (listener: () => void) =>
      vscode.workspace.onDidChangeTextDocument((change) => {
        if (change.document === document) listener();
      });
    const times: number[] = [];
    for (let round = 0; round < 21; round++) {
      const broken = round % 2 === 0;
      const done = measured(uri, typed, (found) => found.length > 0 === broken);
      await type(document, new vscode.Range(5_000, 0, 5_000, broken ? 0 : 1), broken ? 'x' : '');
      times.push(await done);
    }
    note('after a keystroke', median(times));
    assert.ok(median(times) < 100, times.map((each) => each.toFixed(0)).join(' '));
  });
});
