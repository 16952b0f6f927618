/** Which event file a command is about, where nobody said so. */
import * as vscode from 'vscode';
import { JSON_LINES } from '../../contributions.ts';
import type { Dialogs } from '../dialogs.ts';

/** What the editor's dialogs offer as event files. */
export const eventFileFilter = (): Readonly<Record<string, string[]>> => ({
  [vscode.l10n.t('Event files')]: ['ndjson', 'jsonl'],
});

/** The event file in front, whatever holds it, else one that the user picks. */
export async function askEventFile(
  dialogs: Dialogs,
  options: vscode.OpenDialogOptions,
): Promise<vscode.Uri | undefined> {
  const active = vscode.window.activeTextEditor?.document;
  return active?.languageId === JSON_LINES ? active.uri : dialogs.openFile(options);
}
