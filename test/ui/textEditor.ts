// Actions in VS Code's own text editor: problems and their fixes.
import type { Locator } from 'playwright-core';
import { focused, press } from './keys.ts';

/**
 * Goes to the next problem with F8, and waits until its message is shown below the line. Before
 * that, Escape would have no effect.
 */
export async function nextProblem(editor: Locator): Promise<Locator> {
  await press(editor, 'F8');
  const words = editor.page().locator('.marker-widget .message');
  await words.getByText(/./).first().waitFor();
  return words;
}

/** Closes a problem's message; the cursor stays there. */
export async function closeProblem(editor: Locator): Promise<void> {
  await press(editor, 'Escape');
  await editor.page().locator('.marker-widget').waitFor({ state: 'hidden' });
}

/** The light bulb next to the text, or in the margin if the text leaves no room. */
function lightbulb(editor: Locator): Locator {
  return editor
    .page()
    .locator('.lightBulbWidget:visible, [class*="gutter-lightbulb"]:visible')
    .first();
}

/**
 * Opens the list of fixes at the cursor, with Ctrl+. or the light bulb, and chooses the first. Both
 * wait for the bulb: while the editor is still looking for fixes on its own, it drops the response
 * to the key.
 * @param title the expected title of that fix
 */
export async function takeFirstFix(
  editor: Locator,
  by: 'key' | 'lightbulb',
  title: string | RegExp = /./,
): Promise<void> {
  const bulb = lightbulb(editor);
  await bulb.waitFor();
  if (by === 'key') await press(editor, 'Control+.');
  else await bulb.click();
  const list = editor.page().locator('.action-widget .monaco-list');
  const first = list.getByRole('option').first();
  await first.and(editor.page().locator('.focused')).filter({ hasText: title }).waitFor();
  await focused(list);
  await press(list, 'Enter');
  await list.waitFor({ state: 'hidden' });
}

/**
 * Puts the cursor at an underlined place. The line is drawn over a mark, so the click goes to
 * whatever is there.
 */
export async function clickMark(editor: Locator, mark: Locator): Promise<void> {
  await mark.click({ force: true });
  await focused(editor);
}

/** Waits until no fix is offered at the cursor. */
export async function noFix(editor: Locator): Promise<void> {
  await lightbulb(editor).waitFor({ state: 'hidden' });
}
