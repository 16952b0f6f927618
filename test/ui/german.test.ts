import assert from 'node:assert/strict';
import { german, leftInEnglish } from '../helpers/german.ts';
import { EventPage } from './eventPage.ts';
import { useSandboxWorkbench } from './suite.ts';

const now = new Date().toISOString();
const line = (key: string, more = '') =>
  `{"idempotency_key":"${key}","event_name":"api_call","timestamp":"${now}","external_customer_id":"acme"${more},"properties":{}}\n`;

suite('in a German window', () => {
  const { workbench } = useSandboxWorkbench({
    locale: 'de',
    files: {
      'ids.txt': 'event_id=evt_wrong_type\nevent_id=evt_0229\nevent_id=evt_unknown\n',
      'night.orb.ndjson': line('a', ',"plan":"pro"') + line('b'),
    },
  });
  const command = (title: string) => workbench().command(`Orb: ${german(title)}`);
  /** Everything that the product shows in this part of the window. */
  async function assertGerman(texts: Promise<readonly string[]>): Promise<void> {
    const shown = (await texts).filter((text) => text.trim() !== '');
    assert.ok(shown.length > 0);
    assert.deepEqual(leftInEnglish(shown), []);
  }

  test('a search, its question, and its rows are in German', async () => {
    await workbench().openFile('ids.txt');
    await command('Search IDs in Selection, File, or Clipboard');
    const { page } = workbench();
    await page.locator('.sidebar').getByText(german('{0} not found', '1')).waitFor();
    await assertGerman(
      page.locator('.sidebar .label-name, .sidebar .label-description').allInnerTexts(),
    );
  });

  test('an event is amended in German', async () => {
    await workbench()
      .page.locator('.sidebar')
      .getByRole('treeitem')
      .filter({ hasText: 'api_call' })
      .first()
      .click();
    const event = new EventPage(workbench);
    await event.click('"tokens"');
    // The quotes around 1250, but not the comma.
    await event.press('End', 'ArrowLeft', 'Backspace');
    await event.press(...Array<string>(4).fill('ArrowLeft'), 'Backspace');
    await event.sentence(german('1 change, not sent.'));
    const { frame } = workbench();
    await assertGerman(
      frame.locator('button:visible, h1, h2, h3, dt, [role=status]').allInnerTexts(),
    );
    await event.save();
    await frame.getByText(/^Geändert um/).waitFor();
  });

  test('an event file is validated and ingested in German, including texts from the ingest worker', async () => {
    const { page, frame } = workbench();
    await workbench().openFile('night.orb.ndjson');
    await page.locator('.codelens-decoration a', { hasText: 'Alle einspielen' }).waitFor();
    await command('Ingest Event File…');
    const dialog = await workbench().dialog();
    await assertGerman(Promise.resolve([dialog.message, ...dialog.detail.split('\n')]));
    await dialog.press(german('Ingest'));
    await frame.getByRole('option', { name: german('Rejected') }).waitFor();
    await assertGerman(
      frame
        .locator('.label, .cause-label, .cause-more, .head > *, .sentence > *, button:visible')
        .allInnerTexts(),
    );
  });

  test('event volume formats dates and numbers in German', async () => {
    await command('Show Event Volume');
    const { frame } = workbench();
    await frame.getByRole('grid').locator('.row').nth(3).waitFor();
    await assertGerman(
      frame
        .locator('button:visible, label:visible, h1, h2, .figure:visible, [role=columnheader]')
        .allInnerTexts(),
    );
    const rows = await frame.getByRole('grid').locator('.row').allInnerTexts();
    assert.match(rows.join('\n'), /\d\. (Jan|Feb|März|Apr|Mai|Juni|Juli|Aug|Sept|Okt|Nov|Dez)/);
  });

  test('usage asks for its customer in German', async () => {
    const { frame } = workbench();
    await frame.getByRole('button', { name: german('Show Usage') }).click();
    await workbench()
      .tab(/^Nutzung: /)
      .waitFor();
    await frame.getByText(german('Pick a customer.')).waitFor();
    await assertGerman(
      frame.locator('button:visible, label:visible, h1, .problem').allInnerTexts(),
    );
  });
});
