import assert from 'node:assert/strict';
import { join } from 'node:path';
import { startEmulator, type Emulator } from '../host/emulator.ts';
import { addPseudoLocale, pseudo, PSEUDO_LOCALE } from '../helpers/pseudoLocale.ts';
import { useWorkbench } from './suite.ts';

suite('in a language that nobody speaks', () => {
  let sandbox: Emulator;
  const workbench = useWorkbench(async () => {
    sandbox = await startEmulator('--seed', 'demo');
    // English windows never read what is added here.
    addPseudoLocale(join(process.env['ORB_TEST_EXTENSIONS'] ?? '', 'orbtools.orb-events-0.1.0'));
    return {
      locale: PSEUDO_LOCALE,
      env: { ORB_API_KEY: sandbox.apiKey, ORB_BASE_URL: sandbox.url },
      files: { 'ids.txt': 'event_id=evt_wrong_type\nevent_id=evt_0229\nevent_id=evt_unknown\n' },
    };
  });
  suiteTeardown(() => sandbox.stop());
  const command = (title: string) => workbench().command(`Orb: ${pseudo(title)}`);

  test('the manifest speaks it, and the status bar', async () => {
    const { page } = workbench();
    await page.locator('.activitybar').getByRole('tab', { name: '⟦Ǒrb' }).click();
    await page.locator('.sidebar .pane-header', { hasText: pseudo('Events') }).waitFor();
    await page.locator('.sidebar .pane-header', { hasText: pseudo('Backfills') }).waitFor();
    const mode = pseudo('SANDBOX');
    await page.locator('.statusbar').getByText(`Orb ${mode} · Environment`).waitFor();
  });

  test('questions speak it', async () => {
    await command('Add Connection…');
    const { quickInput, page } = workbench();
    await quickInput.getByText(pseudo('LIVE')).waitFor();
    const shown = await quickInput
      .locator('.quick-input-title, .label-name, .quick-input-list-label-meta')
      .allInnerTexts();
    assert.deepEqual(
      shown.filter((text) => text !== '' && !text.startsWith('⟦')),
      [],
    );
    await page.keyboard.press('Escape');
  });

  test('the tree of a search speaks it', async () => {
    await workbench().openFile('ids.txt');
    await command('Search Ids in Selection, File or Clipboard');
    const rows = workbench().page.locator('.sidebar').getByRole('treeitem');
    await rows.filter({ hasText: 'api_call' }).first().waitFor();
    const labels = await rows.locator('.label-name').allInnerTexts();
    // Names of events and the days of backfills are data; everything else is ours.
    const data = /^(api_call|\d+ \w+)$/;
    const left = labels.filter((text) => !data.test(text) && !text.includes('⟦'));
    assert.deepEqual(left, []);
  });

  test("the event editor's page speaks it", async () => {
    await workbench()
      .page.locator('.sidebar')
      .getByRole('treeitem')
      .filter({ hasText: 'api_call' })
      .first()
      .click();
    const { frame } = workbench();
    await frame
      .getByRole('button', { name: pseudo('Amend') })
      .first()
      .waitFor();
    const texts = await frame
      .locator('button:visible, h1:visible, h2:visible, h3:visible, [role=status]')
      .allInnerTexts();
    const left = texts.map((text) => text.trim()).filter((text) => /\p{L}/u.test(text));
    assert.deepEqual(
      left.filter((text) => text !== 'api_call' && !text.includes('⟦')),
      [],
    );
    const label = await frame.locator('.facts dt:visible').first().boundingBox();
    const value = await frame.locator('.facts dd:visible').first().boundingBox();
    assert.ok(
      label && value && label.x + label.width <= value.x,
      'a longer label covers its value',
    );
  });
});
