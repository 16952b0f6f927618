import assert from 'node:assert/strict';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { eventually } from '../helpers/eventually.ts';
import { replace } from './eventDocuments.ts';
import { event, newFile } from './eventFiles.ts';
import {
  a,
  b,
  c,
  changed,
  inOneLine,
  nameOf,
  openLine,
  openSecond,
  quietly,
  says,
  sentence,
  stands,
} from './openLines.ts';

suite('the file of an open line', () => {
  quietly();

  suite('when the line is gone while it is edited', () => {
    for (const [name, gone, there] of [
      ['removed', `${a}\n${c}\n`, true],
      ['replaced with another event', `${a}\n${event({ idempotency_key: 'x' })}\n${c}\n`, true],
      ['cleared', `${a}\n\n${c}\n`, true],
      ['removed, and the file ends without a line end', `${a}\n${c}`, false],
    ] as const) {
      test(`keeps the edits, writes nothing and appends them on request: ${name}`, async () => {
        const opened = await openSecond();
        const { source, document, line } = opened;
        await replace(document, '120', '150');
        await replace(source, source.getText(), gone);
        await stands(opened, { kind: 'gone' });
        const words = `This line isn't in ${nameOf(source)} anymore. Nothing was written; your edits are kept.`;
        assert.equal((await line.save(document.getText()))?.message, words);
        assert.equal(await document.save(), false);
        assert.equal(source.getText(), gone);
        assert.match(document.getText(), /150/);
        assert.equal(document.isDirty, true);

        assert.equal(await line.addToEnd(), undefined);
        const mine = changed(b, ['120', '150']);
        assert.equal(source.getText(), there ? `${gone}${mine}\n` : `${gone}\n${mine}`);
        assert.deepEqual([document.isDirty, line.status.kind], [false, 'sent']);
        await replace(document, '150', '160');
        assert.equal(await document.save(), true);
        assert.ok(source.getText().includes('"tokens":160'));
        assert.ok(!source.getText().includes('"tokens":150'));
      });
    }

    test('continues when the line is put back', async () => {
      const opened = await openSecond();
      const { source, document, line } = opened;
      await replace(document, '120', '150');
      await replace(source, `${b}\n`, '');
      await stands(opened, { kind: 'gone' });
      await line.save(document.getText());
      await vscode.window.showTextDocument(source);
      await vscode.commands.executeCommand('undo');
      await stands(opened, { kind: 'idle' });
      assert.equal(await line.save(document.getText()), undefined);
      assert.equal(source.lineAt(1).text, changed(b, ['120', '150']));
    });

    test('shows the last known line when the edits are discarded', async () => {
      const opened = await openSecond();
      const { source, document } = opened;
      await replace(document, '120', '150');
      await replace(source, `${b}\n`, '');
      await stands(opened, { kind: 'gone' });
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('workbench.action.files.revert');
      await says(document, '120');
      await stands(opened, { kind: 'gone' });
    });
  });

  suite('when its event file', () => {
    test('changes on disk, follows it', async () => {
      const opened = await openSecond();
      const { source, document, line } = opened;
      writeFileSync(source.uri.fsPath, `${c}\n\n${a}\n${changed(b, ['120', '98765'])}\n`);
      await vscode.window.showTextDocument(source);
      await vscode.commands.executeCommand('workbench.action.files.revert');
      await says(document, '98765');
      assert.equal(line.named.number, 4);
    });

    test('is closed without saving, follows the reverted line', async () => {
      const { source, document, line } = await openSecond();
      await replace(document, '120', '150');
      assert.equal(await line.save(document.getText()), undefined);
      await vscode.window.showTextDocument(source);
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      await says(document, '"tokens": 120');
      assert.equal(document.isDirty, false);
      await replace(document, '120', '170');
      assert.equal(await line.save(document.getText()), undefined);
      const again = await vscode.workspace.openTextDocument(source.uri);
      assert.equal(again.lineAt(1).text, changed(b, ['120', '170']));
    });

    for (const [name, leave] of [
      ['deleted', (path: string) => rmSync(path)],
      ['renamed', (path: string) => renameSync(path, `${path}.other`)],
    ] as const) {
      test(`is ${name}, says so in one sentence, and writes when it's back`, async () => {
        const opened = await openSecond();
        const { source, document, line } = opened;
        const { fsPath, path } = source.uri;
        await replace(document, '120', '150');
        leave(fsPath);
        await vscode.window.showTextDocument(source);
        await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
        const words = `${path.split('/').at(-1)!} can't be read. It may have been moved, renamed, or deleted. Nothing was written; your edits are kept.`;
        await stands(opened, sentence(words));
        assert.equal((await line.save(document.getText()))?.message, words);
        assert.match(document.getText(), /150/);
        assert.equal(document.isDirty, true);

        writeFileSync(fsPath, `${a}\n${b}\n`);
        assert.equal(await line.save(document.getText()), undefined);
        const again = await vscode.workspace.openTextDocument(source.uri);
        assert.equal(again.lineAt(1).text, changed(b, ['120', '150']));
      });
    }

    test('was never saved, works, too', async () => {
      const source = await vscode.workspace.openTextDocument({
        language: 'jsonl',
        content: `${a}\n${b}\n`,
      });
      await vscode.window.showTextDocument(source);
      const { document, line } = await openLine(source, b);
      await replace(document, '120', '150');
      assert.equal(await line.save(document.getText()), undefined);
      assert.equal(source.lineAt(1).text, changed(b, ['120', '150']));
    });

    test('has two lines open, keeps them apart', async () => {
      const first = await openSecond();
      const third = await openLine(first.source, c);
      await replace(first.document, '120', '150');
      await replace(third.document, '120', '170');
      assert.equal(await third.line.save(third.document.getText()), undefined);
      await stands(first, { kind: 'idle' });
      assert.equal(await first.line.save(first.document.getText()), undefined);
      assert.equal(
        first.source.getText(),
        `${a}\n${changed(b, ['120', '150'])}\n${changed(c, ['120', '170'])}\n`,
      );
    });

    test('is edited, still leads from a line to its open document', async () => {
      const second = await openSecond();
      const { source } = second;
      await replace(source, a, `${event({ idempotency_key: 'x' })}\n${a}`);
      await eventually('it has moved', () => second.line.named.number === 3);
      const same = await openLine(source, b);
      assert.equal(same.document, second.document, 'it is open already');
      const other = await openLine(source, a);
      assert.notEqual(other.document, second.document, 'another line stands on line 2 now');
      assert.match(other.document.getText(), /"idempotency_key": "a"/);
      await replace(other.document, '120', '150');
      assert.equal(await other.line.save(other.document.getText()), undefined);
      assert.equal(source.lineAt(1).text, changed(a, ['120', '150']));
      assert.equal(source.lineAt(2).text, b);
    });

    test('is edited, opens the current line although another one was opened there before', async () => {
      const second = await openSecond();
      const { source } = second;
      await vscode.window.showTextDocument(second.document);
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await eventually('it is closed', () => second.document.isClosed);
      const again = await vscode.workspace.openTextDocument(source.uri);
      await vscode.window.showTextDocument(again);
      await replace(again, `${a}\n`, `${event({ idempotency_key: 'x' })}\n${a}\n`);
      const { document } = await openLine(again, a);
      assert.match(document.getText(), /"idempotency_key": "a"/);
    });

    test('has a line open as text and in the page, shows one document', async () => {
      const { source, document, line } = await openSecond();
      await vscode.window.showTextDocument(document);
      await replace(document, '120', '150');
      assert.equal(await line.save(document.getText()), undefined);
      assert.equal(inOneLine(document.getText()), source.lineAt(1).text);
    });

    test('has Windows line ends, keeps them', async () => {
      const uri = newFile(`${a}\r\n${b}\r\n`);
      const source = await vscode.workspace.openTextDocument(uri);
      await vscode.window.showTextDocument(source);
      const { document, line } = await openLine(source, b);
      await replace(document, '120', '150');
      assert.equal(await line.save(document.getText()), undefined);
      assert.equal(await line.addToEnd(), undefined);
      const mine = changed(b, ['120', '150']);
      assert.equal(source.getText(), `${a}\r\n${mine}\r\n${mine}\r\n`);
    });
  });
});
