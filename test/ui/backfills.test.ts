import assert from 'node:assert/strict';
import { startEmulator, type Emulator } from '../host/emulator.ts';
import { useWorkbench } from './suite.ts';

const DAY = 86_400_000;
const start = Math.floor(Date.now() / DAY) * DAY - 20 * DAY;
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const label = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  day: 'numeric',
  month: 'short',
}).format(start);

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
      viewport: { width: 1280, height: 900 },
    };
  });
  suiteTeardown(() => sandbox?.stop());
  const row = (words: string) => workbench().row(new RegExp(`^${label}, ${words}`));

  test('the view lists them with state, scope and countdown, and the steps below', async () => {
    await workbench().openSideBar();
    const pending = workbench().row(/, pending, cus_globex, closes in \d+ h$/);
    await pending.waitFor();
    await workbench()
      .row(/, reflected, cus_acme$/)
      .waitFor();
    await pending.click();
    await workbench()
      .row(/^24 events ingested, adding, done$/)
      .waitFor();
    await workbench()
      .row(/^Closes by itself, .* UTC, to come$/)
      .waitFor();
    await pending.click();
  });

  test('one is created step by step', async () => {
    const { page } = workbench();
    await page.locator('.pane-header', { hasText: 'Backfills' }).hover();
    await page
      .locator('.pane-header', { hasText: 'Backfills' })
      .getByRole('button', { name: 'New Backfill…' })
      .click();
    await workbench().pick('Exact Time Frame…');
    await workbench().answer(dayOf(start));
    await workbench().answer(dayOf(start + DAY));
    await workbench().pick('One Customer, by External Id…');
    await workbench().answer('acme');
    await workbench().pick('Replace the Existing Events');
    await workbench().answer('');
    await workbench().pick('In One Day');
    const dialog = await workbench().dialog();
    assert.equal(dialog.message, `Create a backfill of ${label} in Environment (SANDBOX)?`);
    assert.match(dialog.detail, /For acme\.\nOnce it is closed, its events REPLACE all/);
    await dialog.press('Create Backfill');
    await row('pending, acme, closes in').waitFor();
  });

  test('closing it tells what comes in, and it is watched until it is reflected', async () => {
    const all = await call(sandbox!, '/v1/events/backfills');
    const [newest] = (all as { data: { id: string }[] }).data;
    const timestamp = new Date(start + 3_600_000).toISOString();
    const event = {
      event_name: 'api_call',
      external_customer_id: 'acme',
      timestamp,
      properties: {},
    };
    await call(sandbox!, `/v1/ingest?backfill_id=${newest!.id}`, {
      events: ['a', 'b'].map((id) => ({ ...event, idempotency_key: id })),
    });
    await workbench().menu(row('pending'), 'Close Backfill…');
    const dialog = await workbench().dialog();
    assert.equal(dialog.message, `Close the backfill of ${label} in Environment (SANDBOX)?`);
    assert.match(dialog.detail, /^2 events come in for acme and replace all of theirs/);
    assert.match(dialog.detail, /Orb counts 0 events of all customers in these 24 hours/);
    await dialog.press('Close Backfill');
    await row('closing, acme$').waitFor();
    await row('reflected, acme$').waitFor();
  });

  test('reverting it asks too, and it is watched until it is reverted', async () => {
    await workbench().menu(row('reflected'), 'Revert Backfill…');
    const dialog = await workbench().dialog();
    assert.match(
      dialog.detail,
      /^2 events of acme leave again, and those they replaced come back\./,
    );
    await dialog.press('Revert Backfill');
    await row('pending revert, acme$').waitFor();
    await row('reverted, acme$').waitFor();
    assert.deepEqual(await workbench().noNoticeOrDialog(), []);
  });
});
