// Presses keys as users do: a key goes to whatever has the focus, so check that first.
import type { Locator, Page } from 'playwright-core';
import { eventually } from '../helpers/eventually.ts';

/** Browser types aren't available in this build. */
interface InBrowser {
  readonly ownerDocument: { hasFocus(): boolean };
  matches(selector: string): boolean;
}

/** Waits until this element, or something in it, has the focus, so that keys go there. */
export async function focused(target: Locator): Promise<void> {
  await eventually(`${String(target)} has the focus`, () => hasFocus(target));
}

/**
 * Presses keys once this has the focus. Unlike `locator.press`, it doesn't take the focus, just
 * like a user's keys. The keys follow one another at once, so the target must handle each one
 * before the next.
 */
export async function press(target: Locator, ...keys: readonly string[]): Promise<void> {
  await focused(target);
  for (const key of keys) await target.page().keyboard.press(key);
}

/** Types a text once this has the focus. */
export async function typeInto(
  target: Locator,
  text: string,
  options: { readonly delay?: number } = {},
): Promise<void> {
  await focused(target);
  await target.page().keyboard.type(text, options);
}

/**
 * Holds a key down once this has the focus, until `during` is done.
 * @param during gets a function that repeats the key, like a key that is held down
 */
export async function hold(
  target: Locator,
  key: string,
  during: (repeat: () => Promise<void>) => Promise<unknown>,
): Promise<void> {
  await focused(target);
  const { keyboard } = target.page();
  const down = () => keyboard.down(key);
  await down();
  try {
    await during(down);
  } finally {
    await keyboard.up(key);
  }
}

/** Presses a key that moves the focus, and waits until it has moved. */
export async function moveFocus(from: Locator, key: string, to: Locator): Promise<void> {
  await press(from, key);
  await focused(to);
}

/** Presses a shortcut that works wherever the focus is, and waits for its effect. */
export async function shortcut(keys: string, brings: Locator): Promise<void> {
  await loaded(brings.page());
  await brings.page().keyboard.press(keys);
  await brings.waitFor();
}

/**
 * Waits until the page that has the focus, if any, is loaded. Only then do VS Code's pages pass
 * shortcuts on to the editor.
 */
async function loaded(page: Page): Promise<void> {
  const active = await page.evaluateHandle('document.activeElement ?? document.body');
  const frame = await active.asElement().contentFrame();
  await frame?.locator('#active-frame').waitFor();
}

async function hasFocus(target: Locator): Promise<boolean> {
  return target.first().evaluate((element: object) => {
    const { ownerDocument } = element as InBrowser;
    return ownerDocument.hasFocus() && (element as InBrowser).matches(':focus-within');
  });
}
