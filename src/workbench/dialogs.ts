/**
 * The only way to ask questions and show notices. Extension tests inject another one, since dialogs
 * reject inside them. A dialog that is declined or dismissed counts as Cancel: undefined, or false.
 */
import * as vscode from 'vscode';
import { withoutLinks } from '../std/plain.ts';
import type { InputOptions, PickOptions, TypedPickOptions } from './questionOptions.ts';
import type { TypedPick } from './typedPick.ts';
import { homedir } from 'node:os';

export interface Question {
  readonly message: string;
  readonly detail?: string;
  /** The label of the button that confirms: a verb, Orb's term for the operation. */
  readonly action: string;
  /** The button that changes nothing. It comes first, so Enter presses it. */
  readonly decline?: string;
  /** A button that shows more and then returns to the question. */
  readonly look?: { readonly label: string; readonly show: () => Promise<void> };
}

export interface Dialogs {
  /** A modal yes-or-no question. */
  confirm(question: Question): Promise<boolean>;
  /** A modal question with several actions; undefined is Cancel. Enter presses the first. */
  choose(
    message: string,
    detail: string | undefined,
    actions: readonly string[],
  ): Promise<string | undefined>;
  /** @throws GoBack if `canGoBack` is given */
  pick<T extends vscode.QuickPickItem>(
    items: readonly T[] | Promise<readonly T[]>,
    options: PickOptions<T>,
  ): Promise<T | undefined>;
  /** @throws GoBack if `canGoBack` is given */
  pickMany<T extends vscode.QuickPickItem>(
    items: readonly T[],
    options: PickOptions<T>,
  ): Promise<readonly T[] | undefined>;
  /** A pick list whose items follow what is typed. @throws GoBack if `canGoBack` is given */
  pickTyped<T extends vscode.QuickPickItem>(
    itemsFor: (typed: string, signal: AbortSignal) => Promise<readonly T[]>,
    options: TypedPickOptions<T>,
  ): Promise<TypedPick<T> | undefined>;
  /** @throws GoBack if `canGoBack` is given */
  input(options: InputOptions): Promise<string | undefined>;
  openFile(options: vscode.OpenDialogOptions): Promise<vscode.Uri | undefined>;
  saveFile(options: vscode.SaveDialogOptions): Promise<vscode.Uri | undefined>;
  /** Never await it inside a command or a save, since it may stay open. */
  notify(
    severity: 'info' | 'warning' | 'error',
    message: string,
    ...actions: readonly string[]
  ): Promise<string | undefined>;
}

/** VS Code's own dialogs. */
export const editorDialogs: Dialogs = {
  confirm: async ({ message, detail, action, decline, look }) => {
    const buttons = [decline ?? vscode.l10n.t('Not Now'), action, ...(look ? [look.label] : [])];
    for (;;) {
      const pressed = await modal(message, detail, buttons);
      if (look === undefined || pressed !== look.label) return pressed === action;
      await look.show();
    }
  },
  choose: (message, detail, actions) => modal(message, detail, actions),
  // Loaded on first use: activation needs neither.
  pick: async (items, options) => (await import('./quickPick.ts')).askPick(items, options),
  pickMany: async (items, options) => (await import('./quickPick.ts')).askPickMany(items, options),
  pickTyped: async (itemsFor, options) =>
    (await import('./typedPick.ts')).askTyped(itemsFor, options),
  input: async (options) => (await import('./inputBox.ts')).askInput(options),
  openFile: async (options) =>
    (await vscode.window.showOpenDialog({ ...options, canSelectMany: false }))?.[0],
  saveFile: async (options) => vscode.window.showSaveDialog(options),
  notify: async (severity, message, ...actions) => {
    const show = {
      info: vscode.window.showInformationMessage,
      warning: vscode.window.showWarningMessage,
      error: vscode.window.showErrorMessage,
    }[severity];
    return show<string>(withoutLinks(message), ...actions);
  },
};

async function modal(
  message: string,
  detail: string | undefined,
  actions: readonly string[],
): Promise<string | undefined> {
  const options = { modal: true, ...(detail === undefined ? {} : { detail }) };
  try {
    return await vscode.window.showWarningMessage<string>(message, options, ...actions);
  } catch {
    // Dialogs reject when VS Code can't show them (in tests, or in a closing window); that counts
    // as Cancel.
    return undefined;
  }
}

/**
 * Where a save dialog opens: in the first workspace folder, or else the home folder. In a remote
 * window, the dialog finds only folders on that machine's disk.
 */
export function savePlace(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const isFound = folder?.scheme === 'file' || vscode.env.remoteName === undefined;
  return vscode.Uri.joinPath(folder && isFound ? folder : vscode.Uri.file(homedir()), name);
}
