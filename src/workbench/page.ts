/** The HTML of a page: one script, one style sheet, and a policy that lets nothing else run or load. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { Port } from '../protocol/rpc.ts';

/**
 * Fills a webview with a page of dist/webview.
 * @param name of the script and style sheet, without extension
 */
export function showPage(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  name: 'eventEditor' | 'volume',
): void {
  const folder = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
  webview.options = { enableScripts: true, localResourceRoots: [folder] };
  const nonce = randomBytes(18).toString('base64');
  const file = (extension: string) =>
    webview.asWebviewUri(vscode.Uri.joinPath(folder, `${name}.${extension}`)).toString();
  // Styles made by script carry the nonce as well; attributes with styles are not allowed.
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource}`,
  ].join('; ');
  webview.html = `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${file('css')}">
</head>
<body>
<script nonce="${nonce}" src="${file('js')}"></script>
</body>
</html>`;
}

/** The extension's end of the channel to a page. */
export function pagePort(webview: vscode.Webview): Port {
  return {
    post: (message) => void webview.postMessage(message),
    listen(listener) {
      const listening = webview.onDidReceiveMessage(listener);
      return () => void listening.dispose();
    },
  };
}
