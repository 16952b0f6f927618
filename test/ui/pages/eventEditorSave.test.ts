import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { eventually } from '../../helpers/eventually.ts';
import { hold, press } from '../keys.ts';
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
    await json().waitFor();
  };
  const json = () => host.page.locator('.cm-content');

  test('handles the save key itself, and sends the text of that moment once', async () => {
    await open();
    const { page } = host;
    await page.evaluate(`
      window.seen = [];
      addEventListener('keydown', ({ key }) => seen.push(key));`);
    await page.locator('.cm-line', { hasText: '"plan"' }).click();
    await press(json(), 'End', 'ArrowLeft', '1', 'Control+s', '2');
    await eventually('it was asked for', () => host.asked.includes('run amend'));
    await host.show(eventState({ status: { kind: 'sending', changes: 1 } }));
    await page.getByText('Sending 1 change').waitFor();
    await press(json(), 'Control+s');
    await host.show(eventState({ status: { kind: 'noResponse' } }));
    await page.getByRole('button', { name: 'Retry' }).click();
    await eventually('it was asked for again', () => host.asked.includes('run retry'));
    assert.deepEqual(host.asked, ['run amend', 'run retry']);
    assert.deepEqual(host.sent, [
      held.replace('scale', 'scale1'),
      held.replace('scale', 'scale12'),
    ]);
    assert.deepEqual(await page.evaluate('seen.filter((key) => key === "s")'), []);
    // A save that the extension didn't start can be requested again.
    await host.show(eventState());
    await page.getByRole('button', { name: 'Amend', exact: true }).click();
    await eventually('it was asked for again', () => host.asked.length === 3);
    assert.equal(host.sent[2], held.replace('scale', 'scale12'));
  });

  test('requests a save once, however long the key is held, until the extension reports the outcome', async () => {
    let saves = 0;
    const run = () => {
      saves += 1;
      return new Promise<void>(() => undefined);
    };
    await open({ overrides: { run } });
    await hold(json(), 'Control', async () => {
      await hold(json(), 's', () => eventually('it was asked for', () => saves === 1));
      await press(json(), 's');
      await host.show(eventState());
      await hold(json(), 's', async (repeat) => {
        await repeat();
        await eventually('it was asked for again', () => saves === 2);
        await host.show(eventState());
        await repeat();
      });
    });
    // Everything that the keys sent has arrived before the response to this.
    await host.channel.remote.settle();
    assert.equal(saves, 2);
  });
});
