// Keys, pressed as a person presses them: a key goes to whatever has the focus, so first it is seen who has it.
import type { Locator } from 'playwright-core';
import { eventually } from '../helpers/eventually.ts';

/** The types of the browser do not belong in this build. */
interface InBrowser {
  readonly ownerDocument: { hasFocus(): boolean };
  matches(selector: string): boolean;
}

/** Waits until this element, or something in it, has the focus: from then on keys go there. */
export async function focused(target: Locator): Promise<void> {
  await eventually(`${String(target)} has the focus`, () => hasFocus(target));
}

/**
 * Presses keys once this has the focus. Unlike `locator.press`, it doesn't take the focus: a user's keys don't either.
 * The keys follow each other at once, so all of them must be for an editor that handles each before the next.
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
 * @param during is given what has the key repeat, as a key does that is held for long
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

/** Presses a shortcut that works wherever the focus is, and waits for what it brings. */
export async function shortcut(keys: string, brings: Locator): Promise<void> {
  await brings.page().keyboard.press(keys);
  await brings.waitFor();
}

async function hasFocus(target: Locator): Promise<boolean> {
  return target.first().evaluate((element: object) => {
    const { ownerDocument } = element as InBrowser;
    return ownerDocument.hasFocus() && (element as InBrowser).matches(':focus-within');
  });
}
