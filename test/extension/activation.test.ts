import assert from 'node:assert/strict';
import * as vscode from 'vscode';

suite('activation', () => {
  test('the extension activates as an ES module and offers its commands', async () => {
    const extension = vscode.extensions.getExtension('orbtools.orb-events');
    assert.ok(extension, 'The extension is not installed in this editor.');
    await extension.activate();
    assert.equal(extension.isActive, true);
    assert.ok((await vscode.commands.getCommands(true)).includes('orb.log.show'));
  });
});
