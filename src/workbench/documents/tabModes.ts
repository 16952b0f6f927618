/** The mode of an event's account on its tab: a letter, since a badge has room for two, and the whole name in the tooltip. */
import * as vscode from 'vscode';
import { REMOTE_SCHEME, SCHEME } from '../../contributions.ts';
import { modeAndName, modeWord } from '../connections/labels.ts';
import type { Services } from '../services.ts';
import { addressOf } from '../eventUris.ts';

export function tabModes({ connections }: Services): vscode.Disposable {
  const changed = new vscode.EventEmitter<undefined>();
  const provider: vscode.FileDecorationProvider = {
    onDidChangeFileDecorations: changed.event,
    provideFileDecoration(uri) {
      if (uri.scheme !== SCHEME && uri.scheme !== REMOTE_SCHEME) return undefined;
      const address = addressOf(uri);
      const connection = address && connections.get(address.connectionId);
      if (connection === undefined) return undefined;
      const [letter = ''] = modeWord(connection.mode);
      return new vscode.FileDecoration(letter, modeAndName(connection));
    },
  };
  return vscode.Disposable.from(
    vscode.window.registerFileDecorationProvider(provider),
    connections.onDidChange(() => changed.fire(undefined)),
    changed,
  );
}
