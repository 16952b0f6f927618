/** Loads a page of dist/webview into a webview, and provides the channel to it. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { Port } from '../../protocol/rpc.ts';
import type { DoorAddress } from './door.ts';
import { pageHtml } from './html.ts';

export type PageName =
  'eventEditor' | 'volume' | 'usage' | 'traffic' | 'ingestRun' | 'results' | 'reconcile';

/**
 * Loads the page. Connect to the port first, or the page's first call is missed.
 * @param title for screen readers
 * @param door how the page finds the next extension host; it shows `waiting` while none responds
 */
export function loadPage(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  page: PageName,
  title: string,
  door?: { readonly address: DoorAddress; readonly waiting: string },
): void {
  const folder = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
  const file = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(folder, name)).toString();
  const roots = door === undefined ? [folder] : [folder, door.address.root];
  webview.options = { enableScripts: true, localResourceRoots: roots };
  webview.html = pageHtml({
    title,
    language: vscode.env.language,
    script: file(`${page}.js`),
    style: file(`${page}.css`),
    source: webview.cspSource,
    nonce: randomBytes(16).toString('base64url'),
    ...(door === undefined ? {} : openDoor(webview, door.address, door.waiting)),
  });
}

function openDoor(webview: vscode.Webview, { address, host }: DoorAddress, waiting: string) {
  const door = webview.asWebviewUri(address).toString();
  // `https://*.vscode-resource.…`: what the editor itself serves, from the roots. The label before
  // it, which contains the scheme, has characters that a policy can't contain.
  const { protocol, host: name } = new URL(door);
  const fetches = `${protocol}//*${name.slice(name.indexOf('.'))}`;
  return { fetches, data: { door, host, waiting } };
}

/** The extension's end of the channel. */
export function webviewPort(webview: vscode.Webview): Port {
  return {
    // A hidden or closed page doesn't receive messages: its end is disposed with it.
    post: (message) => void webview.postMessage(message).then(undefined, () => undefined),
    listen(listener) {
      const registration = webview.onDidReceiveMessage(listener);
      return () => void registration.dispose();
    },
  };
}
