/** The event file that a language model names. */
import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import { file, text, type Reader } from '../argumentReaders.ts';
import { UserError } from '../userError.ts';

/**
 * A path from the workspace's folder, an absolute one, or a URI. Only of the workspace: a text that a model reads may ask it for
 * other files of this machine.
 */
export const workspaceFile: Reader<vscode.Uri> = (value, name) => {
  const path = text(value, name);
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const isWhole = isAbsolute(path) || /^[a-z][\w+.-]+:/i.test(path);
  const uri =
    isWhole || folder === undefined ? file(path, name) : vscode.Uri.joinPath(folder.uri, path);
  if (vscode.workspace.getWorkspaceFolder(uri) !== undefined) return uri;
  throw new UserError(vscode.l10n.t('"{0}" must be a file of this workspace.', name));
};
