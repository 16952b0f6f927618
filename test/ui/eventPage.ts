// The page of an event: its JSON, its footer's sentence, and its buttons.
import type { Locator } from 'playwright-core';
import { focused, press, typeInto } from './keys.ts';
import type { Workbench } from './workbench.ts';

/** The active page, or the one next to a text editor. */
export class EventPage {
  private readonly workbench: () => Workbench;

  constructor(workbench: () => Workbench) {
    this.workbench = workbench;
  }

  /** The editable JSON. */
  get json(): Locator {
    return this.workbench().frame.locator('.cm-content');
  }

  /** A line of the JSON, by text in it. */
  line(text: string): Locator {
    return this.workbench().frame.locator('.cm-line', { hasText: text });
  }

  /** Waits until the page is shown and has the focus. */
  async focused(): Promise<void> {
    await focused(this.json);
  }

  /** Waits for the footer's text. */
  async sentence(text: string | RegExp): Promise<void> {
    await this.workbench().frame.locator('.sentence').getByText(text).waitFor();
  }

  /** Puts the cursor into a line. */
  async click(text: string): Promise<void> {
    await this.line(text).click();
    await this.line(text).and(this.workbench().frame.locator('.cm-activeLine')).waitFor();
  }

  /** Puts the cursor after the value of a line, before its comma. */
  async clickBehind(text: string): Promise<void> {
    await this.click(text);
    await this.press('End', 'ArrowLeft');
  }

  /**
   * Presses Ctrl+S. While the extension doesn't respond, the page says so and doesn't save, and
   * users wait for that, too.
   */
  async save(): Promise<void> {
    await this.workbench().frame.locator('.waiting').waitFor({ state: 'hidden' });
    await this.press('Control+s');
  }

  press(...keys: readonly string[]): Promise<void> {
    return press(this.json, ...keys);
  }

  type(text: string): Promise<void> {
    return typeInto(this.json, text);
  }

  /** Hovers over the name of a property, and waits for text about it. */
  async hover(line: string, words: string): Promise<void> {
    await this.line(line).locator('.tok-propertyName').hover();
    await this.workbench().frame.locator('.hover', { hasText: words }).waitFor();
  }

  /** Presses a button of the page. */
  async button(name: string): Promise<void> {
    await this.workbench().frame.getByRole('button', { name, exact: true }).click();
  }
}
