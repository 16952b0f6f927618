/** Files that lie on no disk, so that no stream of Node's reads them. */
import * as vscode from 'vscode';
import { UserError } from './userError.ts';

/** VS Code gives no document above this to extensions; other schemes are read whole up to it. */
const MAX_WHOLE_BYTES = 50 * 1024 * 1024;

/** @throws UserError for what is no file, or one above 50 MB */
export async function readWhole(uri: vscode.Uri): Promise<Uint8Array> {
  const stat = await vscode.workspace.fs.stat(uri).then(
    (found) => found,
    () => {
      throw new UserError(vscode.l10n.t('There is no such file.'));
    },
  );
  if ((stat.type & vscode.FileType.Directory) !== 0) {
    throw new UserError(vscode.l10n.t('This is not a file.'));
  }
  if (stat.size > MAX_WHOLE_BYTES) {
    throw new UserError(
      vscode.l10n.t(
        'Files that are not on this machine are ingested up to 50 MB. Copy the file here first.',
      ),
    );
  }
  return vscode.workspace.fs.readFile(uri);
}
