/** Composition root: builds the parts by hand and registers them, nothing else. No network and no secret is touched here. */
import * as vscode from 'vscode';
import { registerCommands } from './workbench/commands.ts';
import { editorDialogs, type Dialogs } from './workbench/dialogs.ts';

/** In extension tests only: lets a test answer the questions that the editor would refuse to show. */
export interface TestApi {
  setDialogs(dialogs: Dialogs): void;
}

export function activate(context: vscode.ExtensionContext): TestApi | undefined {
  const log = vscode.window.createOutputChannel('Orb Events', { log: true });
  const testing = context.extensionMode === vscode.ExtensionMode.Test;
  let dialogs = editorDialogs;
  const ask: Dialogs = testing
    ? new Proxy(editorDialogs, { get: (_target, name) => Reflect.get(dialogs, name) as unknown })
    : editorDialogs;

  context.subscriptions.push(log, registerCommands({ 'orb.log.show': () => log.show() }, ask, log));
  return testing ? { setDialogs: (value) => (dialogs = value) } : undefined;
}
