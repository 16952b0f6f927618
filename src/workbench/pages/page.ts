/** Puts a page of dist/webview into a webview, and gives the channel to it. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { Port } from '../../protocol/rpc.ts';
import { pageHtml } from './html.ts';

export type PageName = 'eventEditor' | 'volume';

/**
 * Loads the page. Whoever listens at the port must do so before, or the page's first call is missed: connect, then load.
 * @param title for screen readers
 */
export function loadPage(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  page: PageName,
  title: string,
): void {
  const folder = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
  const file = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(folder, name)).toString();
  webview.options = { enableScripts: true, localResourceRoots: [folder] };
  webview.html = pageHtml({
    title,
    language: vscode.env.language,
    script: file(`${page}.js`),
    style: file(`${page}.css`),
    source: webview.cspSource,
    nonce: randomBytes(16).toString('base64url'),
  });
}

/** The extension's end of the channel. */
export function webviewPort(webview: vscode.Webview): Port {
  return {
    // A page that is hidden or closed takes no messages: its end is disposed with it.
    post: (message) => void webview.postMessage(message).then(undefined, () => undefined),
    listen(listener) {
      const registration = webview.onDidReceiveMessage(listener);
      return () => void registration.dispose();
    },
  };
}
