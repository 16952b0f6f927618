/** The folder in which a save dialog opens. */
import { homedir } from 'node:os';
import * as vscode from 'vscode';

/** The first workspace folder, else the home folder. In a remote window the dialog finds only folders on that machine's disk. */
export function savePlace(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const isFound = folder?.scheme === 'file' || vscode.env.remoteName === undefined;
  return vscode.Uri.joinPath(folder && isFound ? folder : vscode.Uri.file(homedir()), name);
}
