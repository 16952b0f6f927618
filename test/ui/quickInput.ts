// The box at the top of the window: the palette, questions, pick lists. All of them use one widget,
// so each action here waits until its question is shown, and afterwards until it's gone.
import type { Locator, Page } from 'playwright-core';
import { eventually } from '../helpers/eventually.ts';
import { press, shortcut, typeInto } from './keys.ts';

/** What distinguishes a question from the next. */
interface Face {
  readonly title: string;
  readonly placeholder: string;
  readonly value: string;
  readonly labels: readonly string[];
}

// A string, since browser types aren't available in this build.
const readFace = `(() => {
  const shown = (element) => element.offsetParent !== null;
  const widget = [...document.querySelectorAll('.quick-input-widget')].find(shown);
  if (widget === undefined) return undefined;
  const input = [...widget.querySelectorAll('input:not([type="checkbox"])')].find(shown);
  return {
    title: widget.querySelector('.quick-input-title')?.textContent ?? '',
    placeholder: input?.placeholder ?? '',
    value: input?.value ?? '',
    labels: [...widget.querySelectorAll('.monaco-list-row .label-name')].map((label) => label.textContent),
  };
})()`;

export class QuickInput {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get widget(): Locator {
    return this.page.locator('.quick-input-widget:visible');
  }

  get input(): Locator {
    return this.widget.locator('input.input, input[type="text"]').first();
  }

  /** Waits for the question whose title contains this text, such as `(2/3)`. */
  async question(title: string): Promise<void> {
    await this.widget.locator('.quick-input-title', { hasText: title }).waitFor();
  }

  /** Replaces the text of the open box. */
  async type(text: string): Promise<void> {
    await this.input.fill(text);
  }

  /**
   * Answers the open input box, and waits until it's gone or asks the next question, since what is
   * typed before that is lost.
   * @param title text in the question's title, if another question may be shown before it
   */
  async answer(text: string, title?: string): Promise<void> {
    if (title !== undefined) await this.question(title);
    await this.type(text);
    const before = await this.#face();
    // To the box itself, since a page that opens at this moment takes the focus.
    await this.input.press('Enter');
    await this.#left(`"${text}" is taken as the answer`, before, (now) => now.value !== text);
  }

  /**
   * Clicks the item of the open pick list with this label, and waits until the list is gone or asks
   * the next question.
   */
  async pick(label: string): Promise<void> {
    const exact = new RegExp(`^${escapeRegExp(label)}(,|$)`);
    const labels = this.page.locator('.label-name', { hasText: exact });
    await this.#choose(
      this.#rows.filter({ has: labels }).or(this.widget.getByRole('option', { name: exact })),
      label,
    );
  }

  /** Filters the open pick list by a label, and clicks the item with that label. */
  async find(label: string): Promise<void> {
    await this.type(label);
    const labels = this.page.locator('.label-name', { hasText: wholly(label) });
    await this.#choose(this.#filtered.filter({ has: labels }), label);
  }

  /** Runs a command by its full title, from the palette. */
  async command(title: string): Promise<void> {
    await shortcut('F1', this.input);
    await this.type(`>${title}`);
    const labels = this.page.locator('.label-name', { hasText: wholly(title) });
    await this.#choose(this.#filtered.filter({ has: labels }), title);
  }

  /** The same with only the keyboard. The title must be the best match for what is typed. */
  async commandByKeys(title: string): Promise<void> {
    await shortcut('F1', this.input);
    await typeInto(this.input, title);
    await this.pickByKeys(title);
  }

  /** Presses Enter once it would pick the item with this text. */
  async pickByKeys(words: string): Promise<void> {
    await this.#rows.and(this.page.locator('.focused')).filter({ hasText: words }).waitFor();
    const before = await this.#face();
    await press(this.input, 'Enter');
    await this.#left(`${words} is taken`, before, () => false);
  }

  /** Opens a file of the workspace by any part of its name, as Go to File does. */
  async file(name: string): Promise<void> {
    await shortcut('Control+P', this.input);
    await this.type(name);
    await this.#choose(this.#filtered.filter({ hasText: name }), name);
  }

  /** Clicks a button in the title, by its tooltip. */
  async button(tooltip: string): Promise<void> {
    await this.widget.getByRole('button', { name: tooltip }).click();
  }

  /** Presses Enter in the open input box, without waiting for the result. */
  async enter(): Promise<void> {
    await this.input.press('Enter');
  }

  /** Waits for this text below the input box. */
  async message(text: string | RegExp): Promise<void> {
    await this.widget.locator('.quick-input-message', { hasText: text }).waitFor();
  }

  /** Dismisses the question. */
  async dismiss(): Promise<void> {
    await this.input.press('Escape');
    await this.widget.waitFor({ state: 'hidden' });
  }

  get #rows(): Locator {
    return this.widget.locator('.quick-input-list .monaco-list-row');
  }

  /**
   * Rows that highlight what was typed. Until the list is filtered, the old rows are shown, and a
   * row may be replaced before a click on it arrives.
   */
  get #filtered(): Locator {
    return this.#rows.filter({ has: this.page.locator('.highlight') });
  }

  async #choose(row: Locator, label: string): Promise<void> {
    const chosen = row.first();
    await chosen.waitFor();
    const before = await this.#face();
    await chosen.click();
    await this.#left(`${label} is taken`, before, ({ labels }) => !labels.includes(label));
  }

  /** Waits until the question is gone or another one is shown. */
  async #left(
    what: string,
    before: Face | undefined,
    isNext: (now: Face) => boolean,
  ): Promise<void> {
    await eventually(what, async () => {
      const now = await this.#face();
      if (now === undefined || now.title !== before?.title) return true;
      return now.placeholder !== before.placeholder || isNext(now);
    });
  }

  async #face(): Promise<Face | undefined> {
    return this.page.evaluate<Face | undefined>(readFace);
  }
}

const wholly = (text: string) => new RegExp(`^${escapeRegExp(text)}$`);

function escapeRegExp(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&');
}
