// Gestures in the editor's window. What a command takes for the selection, or for what is in front, is what the extension host was last told:
// each gesture here waits until it was.
import * as vscode from 'vscode';
import { eventually } from '../helpers/eventually.ts';

/** Selects, and waits until the editor says so: until then the echo of an earlier selection may take its place. */
export async function select(
  editor: vscode.TextEditor,
  selection: vscode.Selection,
): Promise<void> {
  if (editor.selection.isEqual(selection)) return;
  const said = new Promise<void>((resolve) => {
    const listening = vscode.window.onDidChangeTextEditorSelection((event) => {
      if (event.textEditor !== editor || event.selections[0]?.isEqual(selection) !== true) return;
      listening.dispose();
      resolve();
    });
  });
  editor.selection = selection;
  await said;
}

/** Closes every editor, and waits until nothing is in front. Asks nothing in tests: edits are discarded. */
export async function closeAll(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await eventually('the editors close', () => {
    const active = vscode.window.activeTextEditor?.document.uri.scheme;
    // A log in the panel below is no editor that closes.
    const isGone = active === undefined || active === 'output';
    return isGone && vscode.window.tabGroups.all.every(({ tabs }) => tabs.length === 0);
  });
}

/** Waits for a text editor in front whose document is of this language. */
export async function textInFront(languageId: string): Promise<vscode.TextDocument> {
  return eventually(`${languageId} is in front`, () => {
    const shown = vscode.window.activeTextEditor?.document;
    return shown?.languageId === languageId && shown;
  });
}

/** Waits for a tab in front whose input is of this kind. */
export async function tabInFront<T>(kind: new (...args: never[]) => T): Promise<T> {
  return eventually(`a tab of ${kind.name} is in front`, () => {
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    return input instanceof kind && input;
  });
}
