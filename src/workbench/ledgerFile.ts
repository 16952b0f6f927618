/** Opens the ledger when it is first needed. */
import { mkdirSync } from 'node:fs';
import * as vscode from 'vscode';
import { Ledger } from '../ledger/ledger.ts';

/** @returns a getter of the one ledger of this window; what it says of failing goes to the log. */
export function ledgerFile(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
): { open(): Ledger; dispose(): void } {
  let ledger: Ledger | undefined;
  const open = (): Ledger => {
    const folder = context.globalStorageUri;
    try {
      mkdirSync(folder.fsPath, { recursive: true });
      return new Ledger(vscode.Uri.joinPath(folder, 'ledger.sqlite').fsPath, Date.now());
    } catch (error) {
      log.warn(
        'The ledger cannot be opened: what is seen and sent is remembered until this window closes only.',
        error,
      );
      return new Ledger(':memory:', Date.now());
    }
  };
  return { open: () => (ledger ??= open()), dispose: () => ledger?.close() };
}
