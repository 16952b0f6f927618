import assert from 'node:assert/strict';
import { join } from 'node:path';
import { startEmulator, type Emulator } from '../host/emulator.ts';
import { addPseudoLocale, pseudo, PSEUDO_LOCALE } from '../helpers/pseudoLocale.ts';
import { useWorkbench } from './suite.ts';
import { select } from './tree.ts';
import { closeProblem, nextProblem } from './textEditor.ts';

const line = (key: string, more: string) =>
  `{"idempotency_key":"${key}","event_name":"api_call","timestamp":"${new Date().toISOString()}","external_customer_id":"acme"${more},"properties":{}}`;

suite('in a made-up language', () => {
  let sandbox: Emulator;
  const workbench = useWorkbench(async () => {
    sandbox = await startEmulator('--seed', 'demo');
    // Windows in English never read what is added here.
    addPseudoLocale(join(process.env['ORB_TEST_EXTENSIONS'] ?? '', 'orbtools.orb-events-0.1.0'));
    return {
      locale: PSEUDO_LOCALE,
      env: { ORB_API_KEY: sandbox.apiKey, ORB_BASE_URL: sandbox.url },
      files: {
        'ids.txt': 'event_id=evt_wrong_type\nevent_id=evt_0229\nevent_id=evt_unknown\n',
        'night.orb.ndjson': `${line('a', ',"plan":"pro"')}\n${line('b', '')}\n`,
      },
    };
  });
  suiteTeardown(() => sandbox.stop());
  const command = (title: string) => workbench().command(`Orb: ${pseudo(title)}`);

  test('the manifest and the status bar are translated', async () => {
    const { page } = workbench();
    await page.locator('.activitybar').getByRole('tab', { name: '⟦Ǒrb' }).click();
    await page.locator('.sidebar .pane-header', { hasText: pseudo('Events') }).waitFor();
    await page.locator('.sidebar .pane-header', { hasText: pseudo('Backfills') }).waitFor();
    const mode = pseudo('SANDBOX');
    await page.locator('.statusbar').getByText(`Orb ${mode} · Environment`).waitFor();
  });

  test('questions are translated', async () => {
    await command('Add Connection…');
    const { quickInput, quick } = workbench();
    await quickInput.getByText(pseudo('Live'), { exact: true }).waitFor();
    const shown = await quickInput
      .locator(
        '.quick-input-title:visible, .label-name:visible, .quick-input-list-label-meta:visible',
      )
      .allInnerTexts();
    assert.deepEqual(
      shown.filter((text) => text !== '' && !text.startsWith('⟦')),
      [],
    );
    await quick.dismiss();
  });

  test('the tree of a search is translated', async () => {
    await workbench().openFile('ids.txt');
    await command('Search IDs in Selection, File, or Clipboard');
    const rows = workbench().page.locator('.sidebar').getByRole('treeitem');
    await rows.filter({ hasText: 'api_call' }).first().waitFor();
    const labels = await rows.locator('.label-name').allInnerTexts();
    // Event names and the days of backfills are data; everything else is ours.
    const data = /^(api_call|\d+ \w+)$/;
    const left = labels.filter((text) => !data.test(text) && !text.includes('⟦'));
    assert.deepEqual(left, []);
  });

  test("the event editor's page is translated", async () => {
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

  test('a backfill and its steps are translated', async () => {
    await select(workbench().row(/cus_globex/));
    const { page } = workbench();
    await page.locator('.sidebar').getByRole('treeitem').filter({ hasText: '24' }).last().waitFor();
    const rows = page.locator('.sidebar .pane-body').last().locator('.monaco-list-row');
    await rows.nth(4).waitFor();
    const texts = await rows.locator('.label-name, .label-description').allInnerTexts();
    assert.ok(texts.length > 6);
    assert.deepEqual(untranslated(texts), []);
  });

  test('the volume page is translated', async () => {
    await command('Show Event Volume');
    const { frame } = workbench();
    await frame.getByRole('grid').locator('.row').nth(3).waitFor();
    const texts = await frame
      .locator(
        'button:visible, label:visible, h1, h2, h3, .figure:visible, [role=columnheader], .status, .hint',
      )
      .allInnerTexts();
    assert.ok(texts.length > 10);
    assert.deepEqual(untranslated(texts), []);
  });

  test('an event file, its question, and its summary are translated', async () => {
    const { page, frame, textEditor } = workbench();
    await workbench().openFile('night.orb.ndjson');
    await page.locator('.codelens-decoration a').first().waitFor();
    const lenses = await page.locator('.codelens-decoration a').allInnerTexts();
    assert.deepEqual(untranslated(lenses), []);
    await page.locator('.squiggly-error').first().waitFor();
    const words = await nextProblem(textEditor);
    await words.getByText('⟦').first().waitFor();
    await closeProblem(textEditor);
    await command('Ingest Event File…');
    const dialog = await workbench().dialog();
    assert.deepEqual(untranslated([dialog.message, ...dialog.detail.split('\n')]), []);
    await dialog.press(pseudo('Ingest'));
    await frame.getByText('⟦').first().waitFor();
    const shown = await frame
      .locator('.label, .cause-label, .cause-more, .head > *, .sentence > *, button:visible')
      .allInnerTexts();
    assert.deepEqual(untranslated(shown), []);
  });
});

/**
 * Names of events and customers, times, IDs, and file names are data; everything else with letters
 * is ours.
 */
function untranslated(texts: readonly string[]): readonly string[] {
  const data =
    /^(api_call|acme|cus_\w+|\d{17}-[0-9a-f]+|[\d\s–:,.·-]*( ?(\d{1,2} )?(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun|UTC))+[\w\s–:,.·-]*)$/;
  return texts.filter(
    (text) => /\p{L}/u.test(text) && !text.includes('⟦') && !data.test(text.trim()),
  );
}
