// The modal dialog.
import type { Locator, Page } from 'playwright-core';
import { eventually } from '../helpers/eventually.ts';
import { focused, press } from './keys.ts';

/** A dialog's texts and buttons. */
export interface Dialog {
  readonly message: string;
  readonly detail: string;
  /** Clicks a button and waits until this dialog is gone; another one may follow. */
  press(button: string): Promise<void>;
  /** The same with the keyboard alone: Tab leads to the button. */
  pressByKeys(button: string): Promise<void>;
}

/** Waits for the dialog. */
export async function openDialog(page: Page): Promise<Dialog> {
  const box = page.locator('.monaco-dialog-box');
  await box.waitFor();
  const message = await box.locator('.dialog-message-text').innerText();
  const detail = (await box.locator('.dialog-message-detail').allInnerTexts()).join('\n');
  const button = (name: string) => box.getByRole('button', { name, exact: true });
  /** Its own element, since a second dialog may follow at once. */
  const leave = async (way: () => Promise<void>) => {
    const element = await box.elementHandle();
    await way();
    await element.waitForElementState('hidden');
  };
  return {
    message,
    detail,
    press: (name) => leave(() => button(name).click()),
    pressByKeys: (name) =>
      leave(async () => {
        await tabTo(box, button(name));
        await press(button(name), 'Enter');
      }),
  };
}

/** Presses Tab until this button has the focus. */
async function tabTo(box: Locator, button: Locator): Promise<void> {
  await focused(box);
  const buttons = await box.getByRole('button').count();
  for (let tabs = 0; tabs < buttons; tabs++) {
    const at = await box.locator(':focus').elementHandle();
    const isThere = await button.evaluate(
      (element: unknown, focus: unknown) => element === focus,
      at,
    );
    if (isThere) return;
    await press(box, 'Tab');
    await eventually('the focus moves on', async () => {
      const now = await box.locator(':focus').elementHandles();
      return now.length === 1 && !(await now[0]!.evaluate((element, old) => element === old, at));
    });
  }
  await focused(button);
}
