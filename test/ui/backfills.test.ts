import assert from 'node:assert/strict';
import { startEmulator, type Emulator } from '../host/emulator.ts';
import { useWorkbench } from './suite.ts';
import { select } from './tree.ts';

const DAY = 86_400_000;
const start = Math.floor(Date.now() / DAY) * DAY - 20 * DAY;
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const label = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  day: 'numeric',
  month: 'short',
}).format(start);

const lines = ['a', 'b', 'c']
  .map((id) =>
    JSON.stringify({
      idempotency_key: `by-hand-${id}`,
      event_name: 'api_call',
      external_customer_id: 'acme',
      timestamp: new Date(start + 3_600_000).toISOString(),
      properties: { tokens: 1 },
    }),
  )
  .join('\n');

async function call(sandbox: Emulator, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(new URL(path, sandbox.adminUrl), {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${sandbox.apiKey}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  assert.ok(response.ok, `${path}: ${response.status}`);
  return response.json();
}

suite('backfills in the side bar', () => {
  let sandbox: Emulator | undefined;
  const workbench = useWorkbench(async () => {
    sandbox = await startEmulator('--seed', 'demo');
    await call(sandbox, '/sandbox/settings', { reflectDelayMs: 2_000 });
    return {
      env: { ORB_API_KEY: sandbox.apiKey, ORB_BASE_URL: sandbox.url },
      files: { 'wrong-day.orb.ndjson': lines },
      viewport: { width: 1280, height: 900 },
    };
  });
  suiteTeardown(() => sandbox?.stop());
  const row = (words: string) => workbench().row(new RegExp(`^${label}, ${words}`));

  test('the view lists them with state, scope, and countdown, and the steps below', async () => {
    await workbench().openSideBar();
    const pending = workbench().row(/, pending, cus_globex, closes in \d+ h$/);
    await pending.waitFor();
    await workbench()
      .row(/, reflected, cus_acme$/)
      .waitFor();
    await select(pending);
    await workbench()
      .row(/^24 events ingested, adding, done$/)
      .waitFor();
    await workbench()
      .row(/^Closes automatically, .* UTC, upcoming$/)
      .waitFor();
    await select(pending);
  });

  test('one is created in four steps, with Back', async () => {
    const header = workbench().page.locator('.pane-header', { hasText: 'Backfills' });
    await header.hover();
    await header.getByRole('button', { name: 'New Backfill…' }).click();
    const { quick } = workbench();
    await quick.question('New Backfill in Environment (SANDBOX) (1/4)');
    await workbench().pick('Exact Time Frame…');
    await workbench().answer(dayOf(start), '(1/4)');
    await workbench().answer(dayOf(start + DAY), '(1/4)');
    await quick.question('(2/4)');
    await workbench().pick('One Customer, by External ID…');
    await workbench().answer('acme', '(2/4)');
    await quick.question('(3/4)');
    await workbench().pick('Replace the Existing Events');
    await quick.message('Which events to replace');
    await quick.question('(3/4)');
    await quick.button('Back');
    await workbench().pick('Replace the Existing Events');
    await workbench().answer('', '(3/4)');
    await quick.question('(4/4)');
    await quick.button('Back');
    await quick.question('(3/4)');
    await workbench().pick('Replace the Existing Events');
    await workbench().answer('', '(3/4)');
    await quick.question('(4/4)');
    await workbench().pick('In One Day');
    const dialog = await workbench().dialog();
    assert.equal(dialog.message, `Create a backfill of ${label} in Environment (SANDBOX)?`);
    assert.match(dialog.detail, /For acme\.\nWhen it closes, its events REPLACE all/);
    await dialog.press('Create Backfill');
    await row('pending, acme, closes in').waitFor();
  });

  test('the active file is ingested into it', async () => {
    await workbench().openFile('wrong-day.orb.ndjson');
    await workbench()
      .tab(/^wrong-day/)
      .waitFor();
    await workbench().menu(row('pending'), 'Ingest File into Backfill…');
    const dialog = await workbench().dialog();
    assert.equal(
      dialog.message,
      `Ingest 3 events into the backfill of ${label} in Environment (SANDBOX)?`,
    );
    assert.match(dialog.detail, /Customers: 1 \(acme\)/);
    await dialog.press('Ingest');
    await select(row('pending, acme'));
    await workbench()
      .row(/^3 events ingested, replacing, done$/)
      .waitFor();
    await select(row('pending, acme'));
  });

  test("closing it shows the events it adds and those of each hour, and its row is updated until it's reflected", async () => {
    await workbench().menu(row('pending'), 'Close Backfill…');
    const first = await workbench().dialog();
    assert.equal(first.message, `Close the backfill of ${label} in Environment (SANDBOX)?`);
    assert.match(first.detail, /^Adds 3 events for acme and replaces all of their events/);
    assert.match(first.detail, /Orb counts 0 events of all customers in these 24 hours/);
    await first.press('Show Hours…');
    await workbench()
      .quickInput.getByRole('option', { name: /^01:00 – 02:00.*no events · 3 sent from here/ })
      .waitFor();
    await workbench().quick.dismiss();
    const dialog = await workbench().dialog();
    assert.equal(dialog.message, first.message);
    await dialog.press('Close Backfill');
    await row('closing, acme$').waitFor();
    await row('reflected, acme$').waitFor();
  });

  test("reverting it asks, too, and its row is updated until it's reverted", async () => {
    await workbench().menu(row('reflected'), 'Revert Backfill…');
    const dialog = await workbench().dialog();
    assert.match(
      dialog.detail,
      /^Removes 3 events for acme and restores the ones they replaced\.\nOrb counts 3 events of all/,
    );
    await dialog.press('Revert Backfill');
    await row('pending revert, acme$').waitFor();
    await row('reverted, acme$').waitFor();
    assert.deepEqual(await workbench().noNoticeOrDialog(), []);
  });
});
