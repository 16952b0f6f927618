import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import * as vscode from 'vscode';
import type { Services } from '../../src/workbench/services.ts';
import { environmentId } from './eventDocuments.ts';
import { activated, sandbox } from './helpers.ts';

suite('activation', () => {
  test('the extension activates as an ES module and offers its commands', async () => {
    const extension = vscode.extensions.getExtension('orbtools.orb-events');
    assert.ok(extension, 'The extension is not installed in this editor.');
    await extension.activate();
    assert.equal(extension.isActive, true);
    assert.ok((await vscode.commands.getCommands(true)).includes('orb.log.show'));
  });

  // The first suite in its extension host: so far, the extension has only been activated.
  test("sends nothing to Orb and doesn't open the ledger", async () => {
    const { services } = await activated();
    const connectionId = await environmentId();
    assert.deepEqual([await requests(), ledgerFiles(services), sqliteIsLoaded()], [0, [], false]);
    await (await services.connections.client(connectionId)).ping();
    await services.ledger.writes.of(connectionId, 'e');
    assert.ok((await requests()) > 0);
    assert.notDeepEqual(ledgerFiles(services), []);
  });
});

function ledgerFiles({ context }: Services): readonly string[] {
  const { fsPath } = context.globalStorageUri;
  return existsSync(fsPath) ? readdirSync(fsPath).filter((name) => name.startsWith('ledger')) : [];
}

/** Used by the ledger's thread; VS Code's extension host doesn't need it. */
function sqliteIsLoaded(): boolean {
  const { moduleLoadList } = process as unknown as { readonly moduleLoadList: readonly string[] };
  return moduleLoadList.includes('NativeModule sqlite');
}

async function requests(): Promise<number> {
  return ((await sandbox.control('/state')) as { requests: number }).requests;
}
