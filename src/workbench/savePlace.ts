/** Where a dialog begins that asks for a file to save to. */
import { homedir } from 'node:os';
import * as vscode from 'vscode';

/** In the first folder; at home without one, and where the dialog would not find it: a remote window's knows that machine's disk alone. */
export function savePlace(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const isFound = folder?.scheme === 'file' || vscode.env.remoteName === undefined;
  return vscode.Uri.joinPath(folder && isFound ? folder : vscode.Uri.file(homedir()), name);
}
