// Actions in the editor's window. A command uses the selection and the active editor that the
// extension host last received, so each action here waits for that.
import * as vscode from 'vscode';
import { eventually } from '../helpers/eventually.ts';

/**
 * Selects, and waits until the editor reports it: before that, the echo of an earlier selection may
 * replace it.
 */
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

/**
 * Closes every editor, and waits until none is active. In tests, edits are discarded without a
 * question.
 */
export async function closeAll(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await eventually('the editors close', () => {
    const active = vscode.window.activeTextEditor?.document.uri.scheme;
    // A log in the panel isn't an editor that closes.
    const isGone = active === undefined || active === 'output';
    return isGone && vscode.window.tabGroups.all.every(({ tabs }) => tabs.length === 0);
  });
}

/** Waits until the active text editor's document has this language. */
export async function textInFront(languageId: string): Promise<vscode.TextDocument> {
  return eventually(`${languageId} is in front`, () => {
    const shown = vscode.window.activeTextEditor?.document;
    return shown?.languageId === languageId && shown;
  });
}

/** Waits until the active tab's input is of this kind. */
export async function tabInFront<T>(kind: new (...args: never[]) => T): Promise<T> {
  return eventually(`a tab of ${kind.name} is in front`, () => {
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    return input instanceof kind && input;
  });
}
