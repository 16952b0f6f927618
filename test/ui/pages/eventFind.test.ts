import assert from 'node:assert/strict';
import type { Browser, Locator } from 'playwright-core';
import { eventually } from '../../helpers/eventually.ts';
import { moveFocus, press, typeInto } from '../keys.ts';
import { violations } from './access.ts';
import {
  eventState,
  held,
  openEventEditor,
  type EditorHost,
  type EditorOptions,
} from './eventEditorHost.ts';
import { launchChromium, type PageTheme } from './pageHost.ts';

suite("find in the event editor's page", () => {
  let browser: Browser;
  let host: EditorHost;
  suiteSetup(async () => {
    browser = await launchChromium();
  });
  suiteTeardown(() => browser.close());
  teardown(async () => {
    assert.deepEqual(host.complaints, []);
    await host.close();
  });

  const open = async (options: EditorOptions = {}) => {
    host = await openEventEditor(browser, options);
    return host.page;
  };
  const line = (text: string): Locator => host.page.locator('.cm-line', { hasText: text });
  const typed = (what: string, is: (text: string) => boolean) =>
    eventually(what, () => is(host.text()));
  const count = () => host.page.getByRole('search').getByRole('status');
  const counted = (text: string) => count().getByText(text, { exact: true }).waitFor();
  const selected = () => host.page.locator('.cm-searchMatch-selected');
  const field = () => host.page.getByRole('textbox', { name: 'Find' });
  const json = () => host.page.locator('.cm-content');
  async function find(text: string, keys = 'Control+f'): Promise<void> {
    await moveFocus(json(), keys, field());
    await typeInto(field(), text);
  }

  test('counts, goes forward with Enter and back with Shift+Enter, and returns to the text with Esc', async () => {
    const page = await open();
    await find('tokens');
    await counted('1 of 3');
    assert.equal(await page.locator('.cm-searchMatch').count(), 3);
    await press(field(), 'Enter');
    await counted('2 of 3');
    assert.equal(await line('output_tokens').locator('.cm-searchMatch-selected').count(), 1);
    await press(field(), 'Shift+Enter', 'Shift+Enter');
    await counted('3 of 3');
    await press(field(), 'F3');
    await counted('1 of 3');
    await moveFocus(field(), 'Escape', json());
    await page.getByRole('search').waitFor({ state: 'detached' });
    await press(json(), 'Shift+F3');
    assert.equal(await page.locator('.cm-content:focus').count(), 1);
    await typeInto(json(), 'X');
    await typed('the last match was replaced', (text) => text.includes('"cached_X"'));
  });

  test('starts with the selection, and says if there are no results', async () => {
    const page = await open();
    await line('"region"').locator('.tok-propertyName').dblclick();
    await moveFocus(json(), 'Control+f', field());
    assert.equal(await field().inputValue(), 'region');
    await counted('1 of 1');
    await typeInto(field(), 'no such word');
    await counted('No results');
    for (const name of [/^Next Match/, /^Previous Match/]) {
      assert.equal(await page.getByRole('button', { name }).isDisabled(), true);
    }
    assert.equal(await selected().count(), 0);
  });

  test('supports case, whole words, and regular expressions, by button and key', async () => {
    const page = await open({ text: held.replace('"scale"', '"Tokens"') });
    await find('tokens');
    await counted('1 of 4');
    await page.getByRole('button', { name: /^Match Case/ }).click();
    await counted('1 of 3');
    await field().press('Alt+c');
    await counted('1 of 4');
    await field().press('Alt+w');
    await counted('1 of 1');
    assert.equal(
      await page.getByRole('button', { name: /^Match Whole Word/ }).getAttribute('aria-pressed'),
      'true',
    );
    await field().press('Alt+w');
    await field().press('Alt+r');
    await field().fill('^ *"\\w+_tokens');
    await counted('1 of 3');
    await field().fill('(');
    await counted('No results');
    assert.equal(await field().getAttribute('aria-invalid'), 'true');
    await field().press('Alt+r');
    await field().fill('\\n');
    await counted('No results');
  });

  test('replaces one or all, but not in an event that can’t be amended', async () => {
    const page = await open();
    await find('tokens', 'Control+h');
    await counted('1 of 3');
    await page.getByRole('textbox', { name: 'Replace' }).fill('units');
    await page.getByRole('textbox', { name: 'Replace' }).press('Enter');
    await typed('one is replaced', (text) => text.includes('"input_units"'));
    await page.getByRole('button', { name: 'Replace All' }).click();
    await typed('all are replaced', (text) => text === held.replaceAll('tokens', 'units'));
    await host.show(eventState({ status: { kind: 'readOnly', sentence: 'Read-only.' } }));
    await page.getByRole('textbox', { name: 'Replace' }).waitFor({ state: 'hidden' });
    assert.equal(await page.getByRole('button', { name: 'Toggle Replace' }).isVisible(), false);
  });

  test('updates the count while the text changes', async () => {
    await open();
    await find('plan');
    await counted('1 of 1');
    const at = host.text().indexOf('"region"') + 1;
    await host.change(at, at, 'plan_');
    await counted('2 of 2');
  });

  for (const theme of ['dark', 'light', 'highContrast'] as const satisfies PageTheme[]) {
    test(`passes axe in the theme ${theme}, and fits any width`, async () => {
      const page = await open({ theme });
      await find('tokens', 'Control+h');
      await counted('1 of 3');
      for (const width of [1100, 500, 320]) {
        await page.setViewportSize({ width, height: 760 });
        const found = await violations(page);
        // The colors of text on a match are the theme's own.
        assert.deepEqual(
          found.filter((each) => !each.includes('class="tok-')),
          [],
          `${width} px`,
        );
        for (const part of await page.getByRole('search').locator('button, input').all()) {
          const box = await part.boundingBox();
          assert.ok(
            box && box.x >= 0 && box.x + box.width <= width,
            `${width}: ${JSON.stringify(box)}`,
          );
        }
      }
    });
  }
});
