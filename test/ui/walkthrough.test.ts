import assert from 'node:assert/strict';
import { join } from 'node:path';
import { root } from '../host/root.ts';
import { EventPage } from './eventPage.ts';
import { useWorkbench } from './suite.ts';

const DAY = 86_400_000;
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const pictures = join(root, 'test-results', 'walkthrough');

suite('the walkthrough', () => {
  const workbench = useWorkbench({
    settings: { 'orb.sandbox.port': 0 },
    viewport: { width: 1600, height: 900 },
  });
  const step = (name: string) =>
    workbench().page.locator(`.getting-started-step[data-step-id$="orb.firstSteps.${name}"]`);
  /**
   * Activates it. From then on it takes the focus at each completed step, which would close a
   * palette.
   */
  async function openWalkthrough(): Promise<void> {
    if (await step('connect').isVisible()) return;
    await workbench().command('Welcome: Open Walkthrough...');
    await workbench().pick('Get Started with Orb Events');
    await step('connect').waitFor();
  }
  async function done(name: string): Promise<void> {
    await openWalkthrough();
    await step(name).locator('.codicon-getting-started-step-checked').waitFor();
  }
  /** Its picture and text, as users see them. */
  async function show(name: string): Promise<void> {
    await openWalkthrough();
    if (!(await step(name).getAttribute('class'))?.includes('expanded')) await step(name).click();
    await workbench()
      .page.locator(
        '.getting-started-media .visible, .getting-started-media svg, .getting-started-media iframe',
      )
      .first()
      .waitFor();
    // The picture takes the focus when it appears, and with it the next key.
    await workbench().page.locator('iframe.webview.ready:visible').first().waitFor();
    await workbench().screenshot(join(pictures, `${name}.png`));
  }
  const press = (name: string, button: string) =>
    step(name).getByRole('button', { name: button }).click();

  test('nothing pops up at startup, and the walkthrough is where VS Code lists them', async () => {
    const { page } = workbench();
    await workbench().openSideBar();
    await page.getByText('Connect to Orb to find').waitFor();
    assert.deepEqual(await workbench().noNoticeOrDialog(), []);
    await openWalkthrough();
    assert.equal(await page.locator('.codicon-getting-started-step-checked').count(), 0);
  });

  test('a sandbox is a connection', async () => {
    await show('connect');
    await press('connect', 'Start Sandbox');
    await done('connect');
    assert.match(await workbench().statusBar(/^Orb connection/), /^Orb SANDBOX$/);
  });

  test('a search finds events', async () => {
    await show('search');
    await press('search', 'Search Events…');
    await workbench().answer('evt_wrong_type, evt_amended, evt_0229');
    await workbench().pick('Last 7 Days');
    await workbench()
      .row(/^Search 3 IDs, 3 of 3 found/)
      .waitFor();
    await done('search');
  });

  test('an event is corrected', async () => {
    await show('amend');
    await press('amend', 'Open Event…');
    await workbench().answer('evt_wrong_type', 'Event ID');
    const event = new EventPage(workbench);
    await event.click('"tokens"');
    // The quotes around 1250, but not the comma.
    await event.press('End', 'ArrowLeft', 'Backspace');
    await event.press(...Array<string>(4).fill('ArrowLeft'), 'Backspace');
    await event.sentence('1 change, not sent.');
    await event.save();
    await event.sentence(/^Amended at/);
    await done('amend');
  });

  test('an event file is ingested', async () => {
    await show('ingest');
    await press('ingest', 'New Event File');
    await workbench().page.locator('.codelens-decoration a', { hasText: 'Ingest All (1)' }).click();
    await (await workbench().dialog()).press('Ingest');
    await workbench()
      .frame.locator('footer')
      .getByText(/^1 line accepted at/)
      .waitFor();
    await done('ingest');
  });

  test('a gap is filled with a backfill', async () => {
    await show('backfill');
    await press('backfill', 'New Backfill…');
    await workbench().pick('Exact Time Frame…');
    await workbench().answer(dayOf(Date.now() - 20 * DAY));
    await workbench().answer(dayOf(Date.now() - 19 * DAY));
    await workbench().pick('One Customer, by External ID…');
    await workbench().answer('acme');
    await workbench().pick('Add to the Existing Events');
    await workbench().pick('In One Day');
    await (await workbench().dialog()).press('Create Backfill');
    await done('backfill');
    await show('backfill');
    assert.deepEqual(await workbench().noNoticeOrDialog(), []);
  });
});
