/** While the extension is being developed, its open pages reload whenever `npm run watch` has built them again. */
import { watch } from 'node:fs';
import * as vscode from 'vscode';

/** A build writes several files at once. */
const QUIET_MS = 200;

/**
 * Watches the files of the built pages.
 * @param folder dist/webview, which must exist
 * @param reload called once after each build
 */
export function onPagesBuilt(folder: string, reload: () => void): vscode.Disposable {
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(folder, () => {
    clearTimeout(timer);
    timer = setTimeout(reload, QUIET_MS);
  });
  return new vscode.Disposable(() => {
    watcher.close();
    clearTimeout(timer);
  });
}

export function reloadBuiltPages(extensionUri: vscode.Uri): vscode.Disposable {
  return onPagesBuilt(vscode.Uri.joinPath(extensionUri, 'dist', 'webview').fsPath, () => {
    void vscode.commands.executeCommand('workbench.action.webview.reloadWebviewAction');
  });
}
