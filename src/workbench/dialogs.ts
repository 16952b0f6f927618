/**
 * The one port for questions and notices. Extension tests inject another, since dialogs reject inside them.
 * A dialog that is refused or dismissed counts as Cancel: undefined, or false.
 */
import * as vscode from 'vscode';
import { withoutIcons, withoutLinks } from '../std/plain.ts';

export interface Question {
  readonly message: string;
  readonly detail?: string;
  /** The button that says yes, a verb in Orb's words. */
  readonly action: string;
  /** The button that leaves everything as it is. It comes first, so that Enter presses it. */
  readonly decline?: string;
  /** Another button: it shows more, and comes back to the question. */
  readonly look?: { readonly label: string; readonly show: () => Promise<void> };
}

export interface Dialogs {
  /** Modal yes or no. */
  confirm(question: Question): Promise<boolean>;
  /** Modal, several ways out; undefined is Cancel. */
  choose(
    message: string,
    detail: string | undefined,
    actions: readonly string[],
  ): Promise<string | undefined>;
  pick<T extends vscode.QuickPickItem>(
    items: readonly T[] | Promise<readonly T[]>,
    options: vscode.QuickPickOptions,
  ): Promise<T | undefined>;
  pickMany<T extends vscode.QuickPickItem>(
    items: readonly T[],
    options: vscode.QuickPickOptions,
  ): Promise<readonly T[] | undefined>;
  input(options: vscode.InputBoxOptions): Promise<string | undefined>;
  openFile(options: vscode.OpenDialogOptions): Promise<vscode.Uri | undefined>;
  saveFile(options: vscode.SaveDialogOptions): Promise<vscode.Uri | undefined>;
  /** A notice that nobody has to answer; never await it inside a command or a save. */
  notify(
    severity: 'info' | 'warning' | 'error',
    message: string,
    ...actions: readonly string[]
  ): Promise<string | undefined>;
}

/** A page that comes up takes the focus; what was typed and chosen so far must not go with it. Escape ends the question. */
const staying = { ignoreFocusOut: true } as const;

/** The editor's own dialogs. */
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
  pick: async (items, options) => {
    const shown = Promise.resolve(items).then((all) => asText(all));
    return (await vscode.window.showQuickPick(shown, { ...staying, ...options }))?.item;
  },
  pickMany: async (items, options) => {
    const all = { ...staying, ...options, canPickMany: true } as const;
    return (await vscode.window.showQuickPick(asText(items), all))?.map(({ item }) => item);
  },
  input: async (options) => vscode.window.showInputBox({ ...staying, ...options }),
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

/** Texts as they are; icons of our own come by `iconPath`. */
function asText<T extends vscode.QuickPickItem>(items: readonly T[]) {
  return items.map((item) => ({
    ...item,
    label: withoutIcons(item.label),
    ...(item.description !== undefined && { description: withoutIcons(item.description) }),
    ...(item.detail !== undefined && { detail: withoutIcons(item.detail) }),
    item,
  }));
}

async function modal(
  message: string,
  detail: string | undefined,
  actions: readonly string[],
): Promise<string | undefined> {
  const options = { modal: true, ...(detail === undefined ? {} : { detail }) };
  try {
    return await vscode.window.showWarningMessage<string>(message, options, ...actions);
  } catch {
    // Dialogs reject where the editor may not show them (tests, closing windows): that is Cancel.
    return undefined;
  }
}
