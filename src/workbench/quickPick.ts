/** Pick lists with steps and a Back button, which showQuickPick doesn't have. */
import * as vscode from 'vscode';
import { withoutIcons } from '../std/plain.ts';
import { GoBack, type PickOptions } from './questionOptions.ts';

/** @returns undefined when dismissed. @throws GoBack; what `items` rejects with */
export async function askPick<T extends vscode.QuickPickItem>(
  items: readonly T[] | Promise<readonly T[]>,
  options: PickOptions<T>,
): Promise<T | undefined> {
  return (await ask(items, options, false))?.[0];
}

/** Like `askPick`, with a checkbox for each item; `picked` items are checked. */
export const askPickMany = <T extends vscode.QuickPickItem>(
  items: readonly T[],
  options: PickOptions<T>,
): Promise<readonly T[] | undefined> => ask(items, options, true);

async function ask<T extends vscode.QuickPickItem>(
  items: readonly T[] | Promise<readonly T[]>,
  options: PickOptions<T>,
  many: boolean,
): Promise<readonly T[] | undefined> {
  const list = vscode.window.createQuickPick<Shown<T>>();
  list.title = options.title;
  list.placeholder = options.placeHolder;
  list.matchOnDescription = options.matchOnDescription ?? false;
  list.matchOnDetail = options.matchOnDetail ?? false;
  list.canSelectMany = many;
  // A page that opens takes the focus, but that must not lose what was typed and chosen. Escape
  // ends the question.
  list.ignoreFocusOut = options.ignoreFocusOut ?? true;
  list.step = options.step;
  list.totalSteps = options.totalSteps;
  if (options.canGoBack === true) list.buttons = [vscode.QuickInputButtons.Back];
  list.busy = true;
  try {
    return await new Promise<readonly T[] | undefined>((resolve, reject) => {
      list.onDidTriggerButton(() => reject(new GoBack()));
      list.onDidHide(() => resolve(undefined));
      list.onDidAccept(() => {
        const chosen = many ? list.selectedItems : list.activeItems;
        if (many || chosen.length > 0) resolve(chosen.map(({ item }) => item));
      });
      list.show();
      const show = (all: readonly T[]) => {
        list.items = all.map(shown);
        list.busy = false;
        if (many) list.selectedItems = list.items.filter(({ item }) => item.picked);
        const active = list.items.find(({ item }) => item === options.active);
        if (active !== undefined) list.activeItems = [active];
      };
      // A list that is ready is shown at once.
      if (items instanceof Promise) items.then(show).catch(reject);
      else show(items);
    });
  } finally {
    list.dispose();
  }
}

export type Shown<T> = vscode.QuickPickItem & { readonly item: T };

/** Shows texts literally; our own icons use `iconPath`. */
export const shown = <T extends vscode.QuickPickItem>(item: T): Shown<T> => ({
  ...item,
  label: withoutIcons(item.label),
  ...(item.description !== undefined && { description: withoutIcons(item.description) }),
  ...(item.detail !== undefined && { detail: withoutIcons(item.detail) }),
  item,
});
