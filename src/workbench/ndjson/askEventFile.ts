/** Asks for an event file when a command is called without one. */
import * as vscode from 'vscode';
import { JSON_LINES } from '../../contributions.ts';
import type { Dialogs } from '../dialogs.ts';

/** The filter for event files in file dialogs. */
export const eventFileFilter = (): Readonly<Record<string, string[]>> => ({
  [vscode.l10n.t('Event files')]: ['ndjson', 'jsonl'],
});

/** The JSON Lines file in the active editor, or one that the user picks. */
export async function askEventFile(
  dialogs: Dialogs,
  options: vscode.OpenDialogOptions,
): Promise<vscode.Uri | undefined> {
  const active = vscode.window.activeTextEditor?.document;
  return active?.languageId === JSON_LINES ? active.uri : dialogs.openFile(options);
}
