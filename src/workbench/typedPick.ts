/** A pick list whose items follow what is typed, instead of being filtered by it. */
import * as vscode from 'vscode';
import { shown, type Shown } from './quickPick.ts';
import { GoBack, type TypedPickOptions } from './questionOptions.ts';

export interface TypedPick<T> {
  readonly item: T;
  readonly typed: string;
}

/**
 * @param itemsFor the items for a text; the signal is aborted when the text has changed
 * @returns undefined when it is dismissed.
 * @throws what `itemsFor` rejects with
 */
export async function askTyped<T extends vscode.QuickPickItem>(
  itemsFor: (typed: string, signal: AbortSignal) => Promise<readonly T[]>,
  options: TypedPickOptions<T>,
): Promise<TypedPick<T> | undefined> {
  const list = vscode.window.createQuickPick<Shown<T>>();
  list.title = options.title;
  list.placeholder = options.placeHolder;
  list.value = options.value ?? '';
  // A page that comes up takes the focus; what was typed must not go with it.
  list.ignoreFocusOut = true;
  list.step = options.step;
  list.totalSteps = options.totalSteps;
  if (options.canGoBack === true) list.buttons = [vscode.QuickInputButtons.Back];
  let reading = new AbortController();
  try {
    return await new Promise<TypedPick<T> | undefined>((resolve, reject) => {
      /** What is read of the text in the box. Its items are in the list when it's done. */
      let read = Promise.resolve();
      const follow = () => {
        reading.abort();
        const { signal } = (reading = new AbortController());
        list.busy = true;
        read = itemsFor(list.value, signal).then((items) => {
          if (signal.aborted) return;
          list.busy = false;
          list.items = items.map((item) => ({ ...shown(item), alwaysShow: true }));
          const active = list.items.find(({ item }) => options.isChoice(item));
          list.activeItems = active === undefined ? [] : [active];
        });
        read.catch(unlessAborted(signal, reject));
      };
      const accept = async () => {
        await read.catch(() => undefined);
        const chosen = list.activeItems[0]?.item;
        if (chosen !== undefined && options.isChoice(chosen)) {
          resolve({ item: chosen, typed: list.value });
        }
      };
      list.onDidTriggerButton(() => reject(new GoBack(list.value)));
      list.onDidHide(() => resolve(undefined));
      list.onDidChangeValue(follow);
      list.onDidAccept(() => void accept());
      list.show();
      follow();
    });
  } finally {
    reading.abort();
    list.dispose();
  }
}

const unlessAborted =
  (signal: AbortSignal, reject: (error: unknown) => void) =>
  (error: unknown): void => {
    if (!signal.aborted) reject(error);
  };
