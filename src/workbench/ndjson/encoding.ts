/** Whether the text of a document can be sent as it is: Orb takes UTF-8. */
import type * as vscode from 'vscode';

const isUtf8 = (document: vscode.TextDocument) => /^utf-?8/i.test(document.encoding);

/** `utf16`, or `encoding` for text that other bytes stand for in the file. Text of ASCII alone is the same in all others. */
export function encodingFault(document: vscode.TextDocument): 'utf16' | 'encoding' | undefined {
  if (isUtf8(document)) return undefined;
  if (/^utf-?16/i.test(document.encoding)) return 'utf16';
  for (let line = 0; line < document.lineCount; line++) {
    if (/[^\0-\x7f]/.test(document.lineAt(line).text)) return 'encoding';
  }
  return undefined;
}
