/** A JSON array of events becomes lines in a new document; the array stays as it is. Loaded on first use. */
import * as vscode from 'vscode';
import { JsonSyntaxError, readJson } from '../../core/jsonTree.ts';
import { UserError } from '../userError.ts';

/** Each item keeps its own text, numbers included; only line breaks between its tokens go. @throws UserError */
export function arrayToLines(text: string): string {
  try {
    const root = readJson(text.replace(/^\uFEFF/, ''));
    if (root.kind !== 'array') throw new UserError(vscode.l10n.t('This is not a JSON array.'));
    // JSON allows line breaks between tokens only, so taking them out changes no value.
    return root.items
      .map(
        ({ start, end }) =>
          `${text
            .replace(/^\uFEFF/, '')
            .slice(start, end)
            .replaceAll(/[\r\n]+\s*/g, '')}\n`,
      )
      .join('');
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    throw new UserError(vscode.l10n.t('The array is not whole: {0}', error.message));
  }
}

export async function convertArray(uri: vscode.Uri): Promise<void> {
  const bytes = await vscode.workspace.fs.readFile(uri);
  const content = arrayToLines(new TextDecoder().decode(bytes));
  const document = await vscode.workspace.openTextDocument({ language: 'jsonl', content });
  await vscode.window.showTextDocument(document);
}
