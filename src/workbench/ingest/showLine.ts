/** Shows a line of a file, and a file of which no line can be sent. */
import { countText } from '../../core/language.ts';
import * as vscode from 'vscode';
import { UserError } from '../userError.ts';

/** Nothing is asked, recorded or written then; the first problem is shown. */
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

/** @param line from 1; nothing is shown of a file that the editor can't open */
export async function showLine(uri: vscode.Uri, line: number | undefined): Promise<void> {
  if (line === undefined) return;
  try {
    const document = await vscode.workspace.openTextDocument(uri);
    const place = new vscode.Range(line - 1, 0, line - 1, 0);
    await vscode.window.showTextDocument(document, { selection: place });
  } catch {
    // Above 50 MB, binary or deleted: the caller's own sentence has to do.
  }
}
