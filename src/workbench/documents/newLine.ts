/** A new line of an event file, made from an event. */
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { JSON_LINES } from '../../contributions.ts';
import { lineWithId } from '../../core/search/exportLine.ts';
import { UserError } from '../userError.ts';

/** Opens a new file with a line that has a new event ID and otherwise the text's content. @throws UserError when that isn't JSON */
export async function openNewLine(text: string): Promise<void> {
  const line = lineWithId(randomUUID(), text);
  if (line === undefined) throw new UserError(vscode.l10n.t('Fix the JSON of this event first.'));
  const content = `${line}\n`;
  const file = await vscode.workspace.openTextDocument({ language: JSON_LINES, content });
  await vscode.window.showTextDocument(file);
}
