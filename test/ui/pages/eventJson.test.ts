import assert from 'node:assert/strict';
import type { Browser, Locator } from 'playwright-core';
import type { Completions } from '../../../src/protocol/eventEditor.ts';
import { eventually } from '../../helpers/eventually.ts';
import { press, typeInto } from '../keys.ts';
import {
  eventState,
  held,
  openEventEditor,
  type EditorHost,
  type EditorOptions,
} from './eventEditorHost.ts';
import { launchChromium } from './pageHost.ts';

suite("the JSON of the event editor's page", () => {
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
  const json = () => host.page.locator('.cm-content');
  /** Puts the cursor after a text of the document with only the keyboard. */
  async function cursorBehind(text: string): Promise<void> {
    const before = host.text().slice(0, host.text().indexOf(text) + text.length);
    const lines = before.split('\n');
    await json().focus();
    const down = repeated('ArrowDown', lines.length - 1);
    const right = repeated('ArrowRight', lines.at(-1)!.length);
    await press(json(), 'Control+Home', ...down, ...right);
  }
  const repeated = (key: string, times: number) => Array<string>(times).fill(key);
  const typed = (what: string, is: (text: string) => boolean) =>
    eventually(what, () => is(host.text()));

  suite('suggestions', () => {
    /** Suggests values for the string at the cursor, as the extension does. */
    function offering(...inserts: readonly string[]) {
      const asked: string[] = [];
      const complete = ({ offset }: { readonly offset: number }): Completions | undefined => {
        const text = host.text();
        asked.push(text.slice(0, offset).split('\n').at(-1) ?? '');
        const quote = text.lastIndexOf('"', offset - 1);
        const isString =
          /^"[^"\n]*"/.test(text.slice(quote)) && !text.slice(quote, offset).includes('\n');
        const start = isString ? quote : offset;
        const end = isString ? text.indexOf('"', offset) + 1 : offset;
        const items = inserts.map((insert) => ({
          label: insert.replaceAll(/"|: $/g, ''),
          insert,
          kind: insert.endsWith(': ') ? ('property' as const) : ('value' as const),
        }));
        return { start, end, items };
      };
      return { asked, overrides: { complete } };
    }
    const list = () => host.page.locator('.cm-tooltip-autocomplete');
    const item = (text: string) => list().locator('li', { hasText: text });

    test('a digit and Enter add a new line, without asking the host', async () => {
      const { asked, overrides } = offering('"2026-08-20T03:12:04.250Z"');
      await open({ overrides });
      await cursorBehind('"input_tokens": 1200');
      await typeInto(json(), '5');
      await press(json(), 'Control+Space');
      await typed('the digit arrived', (text) => text.includes('12005,'));
      // Responses keep their order, so a request about the number would have been made by now.
      await cursorBehind('"plan": "sca');
      await typeInto(json(), 'x');
      await eventually('another question', () => asked.length > 0);
      assert.deepEqual(asked, ['    "plan": "scax']);
      await press(json(), 'Escape');
      await cursorBehind('12005');
      await typeInto(json(), '7');
      await press(json(), 'Enter');
      await typed('the line is broken', (text) => /"input_tokens": 120057\n\s*,/.test(text));
      assert.equal(asked.length, 1);
    });

    test('within quotes are filtered by what is typed, and replace everything between them', async () => {
      const { overrides } = offering('"starter"', '"scale"', '"scale-plus"');
      await open({ overrides });
      await cursorBehind('"plan": "');
      await press(json(), 'Control+Space');
      await item('starter').waitFor();
      await typeInto(json(), 'scale-');
      await item('starter').waitFor({ state: 'detached' });
      await press(json(), 'Enter');
      await typed('it was put in', (text) => text.includes('"plan": "scale-plus"\n'));
    });

    test("Tab accepts, and indents if there's nothing to accept", async () => {
      const { overrides } = offering('"starter"', '"scale"');
      await open({ overrides });
      await cursorBehind('"plan": "');
      await press(json(), 'Control+Space');
      await item('starter').waitFor();
      await press(json(), 'Tab');
      await typed('it was put in', (text) => text.includes('"plan": "starter"\n'));
      await press(json(), 'Home', 'Tab');
      await typed('the line moved', (text) => text.includes('\n      "plan": "starter"'));
    });

    test('disappear after the closing quote, where Enter adds a new line', async () => {
      const { overrides } = offering('"scale-plus"', '"scale"');
      await open({ overrides });
      await cursorBehind('"plan": "');
      await press(json(), 'Control+Space');
      await item('scale-plus').waitFor();
      await press(json(), ...repeated('ArrowRight', 'scale"'.length));
      await list().waitFor({ state: 'detached' });
      await press(json(), 'Enter');
      await typed('the line is broken', (text) => /"plan": "scale"\n\s*\n/.test(text));
    });

    test('a digit where a value is missing closes the list', async () => {
      const { overrides } = offering('"gpt-4.1"', '"o3"');
      await open({ overrides, text: held.replace('"gpt-4.1"', '') });
      await cursorBehind('"model": ');
      await press(json(), 'Control+Space');
      await item('gpt-4.1').waitFor();
      await typeInto(json(), '4');
      await list().waitFor({ state: 'detached' });
      await press(json(), 'Enter');
      await typed('the number stands', (text) => /"model": 4\n\s*,/.test(text));
    });

    test('a new property leads on to its values', async () => {
      const { overrides } = offering('"tier": ');
      await open({
        overrides,
        text: held.replace('"streamed": true,\n', '"streamed": true,\n    "t",\n'),
      });
      await cursorBehind('    "t');
      await press(json(), 'Control+Space');
      await item('tier').waitFor();
      await item('tier').click();
      await typed('it was put in', (text) => text.includes('    "tier": ,'));
      await list().waitFor();
    });
  });

  test('line numbers stay readable over a long line that is scrolled sideways', async () => {
    const text = held.replace('"scale"', `"${'scale '.repeat(60)}"`);
    const page = await open({ text, state: eventState({ held: text }), width: 360 });
    await page.locator('.mode-row').click();
    const gutters = await page.locator('.cm-gutters').boundingBox();
    assert.ok(gutters);
    const scroller = page.locator('.cm-scroller');
    const height = Math.min(gutters.height, (await scroller.boundingBox())!.height);
    const picture = () => page.screenshot({ clip: { ...gutters, height }, caret: 'hide' });
    const before = await picture();
    await scroller.evaluate((element: object) => Reflect.set(element, 'scrollLeft', 300));
    await eventually('the text moved', () =>
      scroller.evaluate((element: object) => Reflect.get(element, 'scrollLeft') === 300),
    );
    assert.ok(before.equals(await picture()), 'something else than the gutter shows there');
  });

  test('a hover shows its text as it is', async () => {
    const page = await open({
      overrides: {
        hover: ({ offset }) => ({
          start: offset,
          end: offset + 1,
          text: 'In UTC: 2026-08-20 \\ <b>',
        }),
      },
    });
    const { x, y } = (await line('"timestamp"').locator('.tok-propertyName').boundingBox())!;
    await page.mouse.move(x + 40, y + 8);
    await page.mouse.move(x + 8, y + 8, { steps: 8 });
    await page.locator('.hover').getByText('In UTC: 2026-08-20 \\ <b>', { exact: true }).waitFor();
  });

  suite('while the JSON is invalid', () => {
    const changed = held.replace('1200', '1500').replace('us-east', 'eu-west');
    const noteOf = (text: string) => line(text).locator('.note');

    test('notes and bars stay with their lines, and the note of a changed line disappears', async () => {
      const page = await open({ text: changed });
      await noteOf('"input_tokens"').getByText('Orb holds 1200').waitFor();
      await cursorBehind('"input_tokens": 15');
      await typeInto(json(), 'x');
      await page.getByText('Fix the JSON to see the changes.').waitFor();
      await noteOf('"input_tokens"').waitFor({ state: 'detached' });
      assert.equal(await noteOf('"region"').innerText(), 'Orb holds "us-east-1"');
      await cursorBehind('"request_id": "chatcmpl-9f2c41d7",');
      await press(json(), 'Enter', 'Enter');
      assert.equal(await noteOf('"region"').innerText(), 'Orb holds "us-east-1"');
      const bars = await page.locator('.bars .bar').all();
      assert.equal(bars.length, 1);
      const [bar, region] = [await bars[0]!.boundingBox(), await line('"region"').boundingBox()];
      assert.ok(Math.abs(bar!.y - region!.y) < 2, JSON.stringify([bar, region]));
      await cursorBehind('"input_tokens": 15x');
      await press(json(), 'Backspace');
      await noteOf('"input_tokens"').getByText('Orb holds 1200').waitFor();
    });

    test('a note stays on its line when the next one starts after it', async () => {
      const page = await open({ text: changed });
      await cursorBehind('"streamed": true');
      await typeInto(json(), 'x');
      await page.getByText('Fix the JSON to see the changes.').waitFor();
      await cursorBehind('"region": "eu-west-1",');
      await press(json(), 'Enter');
      await typeInto(json(), '"new": 1,');
      assert.equal(await noteOf('"region"').innerText(), 'Orb holds "us-east-1"');
      await cursorBehind('\n    ');
      await press(json(), 'Home', 'Enter');
      assert.equal(await noteOf('"region"').innerText(), 'Orb holds "us-east-1"');
    });
  });
});
