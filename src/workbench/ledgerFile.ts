/** Opens the ledger when it is first needed. */
import { mkdirSync } from 'node:fs';
import * as vscode from 'vscode';
import { openLedger, type Ledger } from '../ledger/ledger.ts';
import { LedgerFile } from '../ledger/ledgerFile.ts';

/** @returns the one ledger of this window; what it says of failing goes to the log. */
export function createLedger(
  { globalStorageUri }: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
): Ledger {
  const open = (): LedgerFile => {
    try {
      mkdirSync(globalStorageUri.fsPath, { recursive: true });
      const path = vscode.Uri.joinPath(globalStorageUri, 'ledger.sqlite').fsPath;
      return new LedgerFile(path, Date.now());
    } catch (error) {
      log.warn(
        'The ledger cannot be opened: what is seen and sent is remembered until this window closes only.',
        error,
      );
      return new LedgerFile(':memory:', Date.now());
    }
  };
  return openLedger(open, (error) => log.warn('The ledger could not be read or written.', error));
}
