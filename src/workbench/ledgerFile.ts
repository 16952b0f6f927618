/** The ledger of this window, its thread, and the notifications about its file. */
import { randomInt } from 'node:crypto';
import * as vscode from 'vscode';
import type { Ledger } from '../ledger/ledger.ts';
import { LedgerClient } from '../ledger/ledgerClient.ts';
import { startLedgerThread } from '../ledger/ledgerThread.ts';
import type { TroubleNotice } from '../ledger/troubleReport.ts';
import type { Dialogs } from './dialogs.ts';
import { showNotice, type Telling } from './notices.ts';

/** The maximum of `randomInt`, so that the numbers of two windows differ. */
const MAX_ID = 2 ** 48 - 1;

/** Starts no thread and opens no file before first use. */
export function createLedger(
  { extensionMode, extensionUri, globalStorageUri }: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  dialogs: Dialogs,
): Ledger {
  const script = vscode.Uri.joinPath(extensionUri, 'dist', 'ledgerWorker.js').fsPath;
  return new LedgerClient({
    start: startLedgerThread(script, { folder: globalStorageUri.fsPath }),
    newId: () => randomInt(MAX_ID),
    // A test checks what the ledger returns, however busy the machine is.
    ...(extensionMode === vscode.ExtensionMode.Test && { patienceMs: 10_000 }),
    log: (line) => log.warn(line),
    notice: (notice) => tell({ dialogs, log }, notice),
  });
}

function tell(telling: Telling, notice: TroubleNotice): void {
  const show = { title: vscode.l10n.t('Show Log'), command: 'orb.log.show' };
  const remove = { title: vscode.l10n.t('Delete Recorded Data…'), command: 'orb.data.delete' };
  const isDamaged = notice.kind === 'setAside' || notice.kind === 'damaged';
  showNotice(telling, 'warning', messageOf(notice), show, ...(isDamaged ? [remove] : []));
}

function messageOf(notice: TroubleNotice): string {
  switch (notice.kind) {
    case 'setAside':
      return vscode.l10n.t(
        "Recorded data can't be read. Its file was damaged, so it was set aside as {0} and a new one was started.",
        notice.fileName,
      );
    case 'damaged':
      return vscode.l10n.t(
        "Recorded data can't be read. Its file is damaged and another window has it open. Close the other windows, or delete recorded data.",
      );
    case 'locked':
      return vscode.l10n.t(
        "Recorded data can't be saved. Another program has locked its file. New entries are kept in memory until it's free.",
      );
    case 'full':
      return vscode.l10n.t(
        "Recorded data can't be saved. The disk is full. New entries are kept in memory until there's room.",
      );
    case 'silent':
      return vscode.l10n.t(
        "Recorded data can't be read. The disk with its file isn't responding. New entries are kept in memory until it does.",
      );
    case 'unusable':
      return vscode.l10n.t(
        "Recorded data can't be read. Its file can't be opened ({0}). New entries are kept in memory until it can.",
        notice.reason,
      );
  }
}
