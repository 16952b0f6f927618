import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { eventually } from '../../helpers/eventually.ts';
import {
  eventState,
  held,
  openEventEditor,
  type EditorHost,
  type EditorOptions,
} from './eventEditorHost.ts';
import { launchChromium } from './pageHost.ts';

suite("saving from the event editor's page", () => {
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
    await host.page.locator('.cm-content').waitFor();
  };

  test('takes the key that saves for itself, and sends the text of that moment once', async () => {
    await open();
    const { page } = host;
    await page.evaluate(`
      window.seen = [];
      addEventListener('keydown', ({ key }) => seen.push(key));`);
    await page.locator('.cm-line', { hasText: '"plan"' }).click();
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.type('1');
    await page.keyboard.press('Control+s');
    await page.keyboard.type('2');
    await eventually('it was asked for', () => host.asked.includes('run amend'));
    await host.show(eventState({ status: { kind: 'sending', changes: 1 } }));
    await page.getByText('Sending 1 change').waitFor();
    await page.keyboard.press('Control+s');
    await host.show(eventState({ status: { kind: 'noResponse' } }));
    await page.getByRole('button', { name: 'Retry' }).click();
    await eventually('it was asked for again', () => host.asked.includes('run retry'));
    assert.deepEqual(host.asked, ['run amend', 'run retry']);
    assert.deepEqual(host.sent, [
      held.replace('scale', 'scale1'),
      held.replace('scale', 'scale12'),
    ]);
    assert.deepEqual(await page.evaluate('seen.filter((key) => key === "s")'), []);
    // A save that the extension did not take on can be asked for again.
    await host.show(eventState());
    await page.getByRole('button', { name: 'Amend', exact: true }).click();
    await eventually('it was asked for again', () => host.asked.length === 3);
    assert.equal(host.sent[2], held.replace('scale', 'scale12'));
  });

  test('asks once for a save, however long the key is held and until the extension says what becomes of it', async () => {
    let saves = 0;
    const run = () => {
      saves += 1;
      return new Promise<void>(() => undefined);
    };
    await open({ overrides: { run } });
    const { page } = host;
    await page.keyboard.down('Control');
    await page.keyboard.down('s');
    await eventually('it was asked for', () => saves === 1);
    await page.keyboard.up('s');
    await page.keyboard.press('s');
    await host.show(eventState());
    await page.keyboard.down('s');
    await page.keyboard.down('s');
    await eventually('it was asked for again', () => saves === 2);
    await host.show(eventState());
    await page.keyboard.down('s');
    await page.keyboard.up('s');
    await page.keyboard.up('Control');
    // Everything the keys sent has arrived before the answer to this.
    await host.channel.remote.settle();
    assert.equal(saves, 2);
  });
});
