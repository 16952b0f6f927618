// Rows of the trees in the side bar.
import type { Locator } from 'playwright-core';
import { focused, press } from './keys.ts';

/** Clicks a row, and waits until it is selected. A click on an event also opens its page, which takes the focus a moment later. */
export async function select(row: Locator): Promise<void> {
  await row.click();
  await isSelected(row);
}

/** Adds a row to the selection. */
export async function alsoSelect(row: Locator): Promise<void> {
  await row.click({ modifiers: ['Control'] });
  await isSelected(row);
}

/** Expands or collapses a row with its arrow, and waits for that. */
export async function toggle(row: Locator): Promise<void> {
  const before = await row.getAttribute('aria-expanded');
  await row.locator('.monaco-tl-twistie').click();
  const after = before === 'true' ? 'false' : 'true';
  await row.and(row.page().locator(`[aria-expanded="${after}"]`)).waitFor();
}

/** Presses a key that moves to a row of the focused tree, and waits for that. */
export async function moveTo(row: Locator, key: string): Promise<void> {
  const page = row.page();
  await press(page.locator('.sidebar .monaco-list:focus'), key);
  await row.and(page.locator('.focused')).waitFor();
}

/** Presses a key, such as Enter, for the tree's focused row. */
export async function pressOn(row: Locator, key: string): Promise<void> {
  const page = row.page();
  await row.and(page.locator('.monaco-list:focus .focused')).waitFor();
  await page.keyboard.press(key);
}

/** Chooses from a row's context menu, and waits until the menu is gone. */
export async function chooseFromMenu(row: Locator, title: string): Promise<void> {
  const page = row.page();
  await row.click({ button: 'right' });
  const words = page.getByText(title, { exact: true });
  const item = page.getByRole('menuitem').filter({ has: words });
  // A menu ignores the mouse just after it has opened, so the keyboard chooses what the pointer
  // selected.
  await item.hover();
  await focused(item);
  await page.keyboard.press('Enter');
  await item.waitFor({ state: 'detached' });
}

/** Waits until the row is selected. */
export async function isSelected(row: Locator): Promise<void> {
  await row.and(row.page().locator('[aria-selected="true"]')).waitFor();
}
