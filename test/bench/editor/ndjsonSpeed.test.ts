import * as vscode from 'vscode';
import { closeAll } from '../../extension/editors.ts';
import { event, newFile, type } from '../../extension/eventFiles.ts';
import { activated } from '../../extension/helpers.ts';
import { median, note } from './notes.ts';

/** Milliseconds from a document event until its diagnostics are as expected. */
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

suite('event files of 10,000 lines', () => {
  suiteSetup(activated);
  teardown(async () => {
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await closeAll();
  });

  const good = Array.from({ length: 10_000 }, (_, index) =>
    event({
      idempotency_key: `evt-${index}`,
      properties: { tokens: index, cost: index / 7, model: 'orb-large', region: 'eu' },
    }),
  ).join('\n');

  test('have their first diagnostics after the opening event', async () => {
    const uri = newFile(`${good}\n{`);
    const isOpened = (listener: () => void) =>
      vscode.workspace.onDidOpenTextDocument((document) => {
        if (document.uri.toString() === uri.toString()) listener();
      });
    const first = measured(uri, isOpened, (found) => found.length > 0);
    await vscode.workspace.openTextDocument(uri);
    note('opened', await first);
  });

  test('have new diagnostics after each keystroke', async () => {
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
    note('typed', median(times));
  });
});
