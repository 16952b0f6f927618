/** Shows a line of a file, or the first problem of a file without any line that can be sent. */
import { countText } from '../../core/language.ts';
import * as vscode from 'vscode';
import { UserError } from '../userError.ts';

/** Then nothing is asked, recorded, or written, and the first problem is shown. */
export const nothingToSend = (name: string, lines: number): UserError =>
  new UserError(
    lines === 1
      ? vscode.l10n.t('Nothing to send: the one line of {0} has a problem.', name)
      : vscode.l10n.t(
          'Nothing to send: all {1} lines of {0} have problems.',
          name,
          countText(lines),
        ),
  );

/** @param line from 1. Does nothing if the editor can't open the file */
export async function showLine(uri: vscode.Uri, line: number | undefined): Promise<void> {
  if (line === undefined) return;
  try {
    const document = await vscode.workspace.openTextDocument(uri);
    const place = new vscode.Range(line - 1, 0, line - 1, 0);
    await vscode.window.showTextDocument(document, { selection: place });
  } catch {
    // Above 50 MB, binary, or deleted: the caller's own message has to be enough.
  }
}
