import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../helpers/eventually.ts';
import { secondClient } from '../helpers/secondClient.ts';
import { startEmulator, type Emulator } from '../host/emulator.ts';
import { root } from '../host/root.ts';
import { useWorkbench } from './suite.ts';
import { select } from './tree.ts';

const pictures = join(root, 'test-results', 'ui');
/** The IDs of the event that Orb has at the start, and of the three in the file. */
const ids = ['held-by-orb', 'memory-1', 'memory-2', 'memory-3'];
const FILE = 'usage.orb.ndjson';

suite("a virtual workspace, whose only folder isn't on a disk", () => {
  let sandbox: Emulator;
  const workbench = useWorkbench(async () => {
    sandbox = await startEmulator('--seed', 'none');
    await addEvent(sandbox, 'held-by-orb');
    return {
      env: { ORB_API_KEY: sandbox.apiKey, ORB_BASE_URL: sandbox.url },
      virtualFolder: 'memory:/',
      fixture: 'memoryFiles',
    };
  });
  suiteTeardown(() => sandbox.stop());

  test('the editor runs the extension, and shows its note about such workspaces', async () => {
    const { page } = workbench();
    await workbench().row(FILE).waitFor();
    await workbench().command('Extensions: Show Installed Extensions');
    const item = page.locator('.extensions-viewlet .monaco-list-row', { hasText: 'Orb Events' });
    // The list draws a row again with the time that its extension took.
    await item.filter({ hasText: /\dms/ }).click();
    // The editor shows this only while the workspace is virtual.
    const told = "Event files that aren't on a disk can be ingested up to 50 MB.";
    await page.locator('.extension-editor').getByText(told).waitFor();
    await workbench().screenshot(join(pictures, 'virtual-extension.png'));
  });

  test('an event is found by its ID, and its page opens', async () => {
    await workbench().openSideBar();
    await workbench().command('Orb: Search Events…');
    await workbench().answer('held-by-orb');
    await workbench().pick('Last 7 Days');
    await workbench()
      .row(/^api_call, active, .* UTC, customer acme$/)
      .click();
    await workbench()
      .tab(/^held-by-orb/)
      .waitFor();
    await workbench().frame.locator('.cm-line', { hasText: '"tokens": 120' }).waitFor();
    await workbench().screenshot(join(pictures, 'virtual-event.png'));
  });

  test('the event file has its code lenses, and is ingested after a question', async () => {
    await workbench().command('View: Show Explorer');
    await workbench().row(FILE).dblclick();
    const lenses = workbench().page.locator('.codelens-decoration a');
    await lenses.filter({ hasText: 'Ingest All (3)' }).waitFor();
    await workbench().screenshot(join(pictures, 'virtual-file.png'));
    await workbench().command('Orb: Ingest Event File…');
    const dialog = await workbench().dialog();
    assert.equal(dialog.message, 'Ingest 3 events into Environment (SANDBOX)?');
    assert.match(dialog.detail, /^usage\.orb\.ndjson: 3 lines, 3 valid$/m);
    assert.deepEqual(await heldIds(sandbox), ['held-by-orb']);
    await dialog.press('Ingest');
    await workbench()
      .frame.locator('footer')
      .getByText(/^3 of 3 lines accepted at/)
      .waitFor();
    await workbench().screenshot(join(pictures, 'virtual-summary.png'));
    assert.deepEqual(await heldIds(sandbox), ids);
    await workbench().command('Orb: Verify Ingested Events');
    await workbench()
      .frame.locator('footer')
      .getByText(/^Same as Orb at/)
      .waitFor();
  });

  test('the active event file is ingested into a backfill', async () => {
    await addBackfill(sandbox);
    await workbench()
      .tab(/^usage\.orb\.ndjson/)
      .click();
    await workbench().openSideBar();
    await workbench().command('Orb: Refresh Backfills');
    const backfill = workbench().row(/, pending, ALL customers, closes in/);
    await workbench().menu(backfill, 'Ingest File into Backfill…');
    const dialog = await workbench().dialog();
    await workbench().screenshot(join(pictures, 'virtual-backfill.png'));
    assert.match(
      dialog.message,
      /^Ingest 3 events into the backfill of .* in Environment \(SANDBOX\)\?$/,
    );
    await dialog.press('Ingest');
    await select(backfill);
    await workbench()
      .row(/^3 events ingested, replacing, done$/)
      .waitFor();
    // The summary takes the focus when it appears.
    await workbench()
      .frame.locator('footer')
      .getByText(/^3 events are in the backfill of/)
      .waitFor();
  });

  test('the events of a search are exported, and the dialog suggests a folder that it can reach', async () => {
    const { quickInput, home } = workbench();
    await workbench().command('Orb: Export Search Results…');
    await quickInput.getByText('Export Events', { exact: true }).waitFor();
    const proposed = join(homedir(), 'events.orb.ndjson');
    const input = quickInput.getByRole('textbox').first();
    await eventually('a place is proposed', async () => (await input.inputValue()) === proposed);
    await workbench().screenshot(join(pictures, 'virtual-export.png'));
    await workbench().quick.type(join(home, 'saved.orb.ndjson'));
    await quickInput.getByRole('button', { name: 'OK' }).click();
    await workbench()
      .tab(/^saved\.orb\.ndjson(,|$)/)
      .waitFor();
    await workbench().textEditor.getByText('held-by-orb').first().waitFor();
    await workbench().screenshot(join(pictures, 'virtual-exported.png'));
    assert.deepEqual(await workbench().noNoticeOrDialog(), []);
  });
});

async function addBackfill(sandbox: Emulator): Promise<void> {
  await secondClient(sandbox).api('POST', '/events/backfills', {
    timeframe_start: new Date(Date.now() - 3_600_000).toISOString(),
    timeframe_end: new Date().toISOString(),
    replace_existing_events: true,
  });
}

async function heldIds(sandbox: Emulator): Promise<readonly string[]> {
  const answer = await secondClient(sandbox).api('POST', '/events/search', { event_ids: ids });
  const { data } = answer as { readonly data: readonly { readonly id: string }[] };
  return data.map(({ id }) => id).sort();
}

async function addEvent(sandbox: Emulator, id: string): Promise<void> {
  const event = {
    idempotency_key: id,
    event_name: 'api_call',
    timestamp: new Date(Date.now() - 3_600_000).toISOString(),
    external_customer_id: 'acme',
    properties: { tokens: 120 },
  };
  await secondClient(sandbox).api('POST', '/ingest', { events: [event] });
}
