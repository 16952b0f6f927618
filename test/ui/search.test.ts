import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { secondClient } from '../helpers/secondClient.ts';
import { startEmulator, type Emulator } from '../host/emulator.ts';
import { EventPage } from './eventPage.ts';
import { useWorkbench } from './suite.ts';
import { alsoSelect, isSelected, moveTo, pressOn, select, toggle } from './tree.ts';

suite('events in the side bar', () => {
  let sandbox: Emulator | undefined;
  const workbench = useWorkbench(async () => {
    sandbox = await startEmulator('--seed', 'none');
    await addEvents(sandbox);
    return {
      env: { ORB_API_KEY: sandbox.apiKey, ORB_BASE_URL: sandbox.url },
      files: { 'checkout.log': log() },
      viewport: { width: 1280, height: 900 },
      // As users have it, to check that our own lists stay open.
      settings: { 'workbench.quickOpen.closeOnFocusLost': true },
    };
  });
  suiteTeardown(() => sandbox?.stop());
  const event = new EventPage(workbench);

  test('an empty view says what to do, and nothing was sent to the API before', async () => {
    await workbench().openSideBar();
    await workbench().page.getByText('Paste event IDs to find events in Orb.').waitFor();
    assert.deepEqual(await searchesAsked(sandbox!), []);
  });

  test("IDs typed by hand are found, and those that aren't found say why", async () => {
    const { page } = workbench();
    await page.locator('.welcome-view').getByRole('button', { name: 'Search Events…' }).click();
    await workbench().answer('req_8841, chatcmpl-77ab0c, chatcmpl-77ab0d');
    // As a page that opens does: it takes the focus, which must not lose the IDs.
    await page.locator('.part.editor').click();
    await page.locator('.part.editor :focus, .part.editor:focus-within').first().waitFor();
    await workbench().pick('Last 7 Days');
    await workbench()
      .row(/^Search 3 IDs, 1 of 3 found, 7 days/)
      .waitFor();
    await workbench()
      .row(/^chat_completion, active, .* UTC, customer acme-corp$/)
      .waitFor();
    const notFound = workbench().row('2 not found');
    await select(notFound);
    await workbench()
      .row(/^chatcmpl-77ab0c not found: not in the last 7 days$/)
      .waitFor();
    await workbench().menu(notFound, 'Copy Event ID');
    await workbench().page.getByRole('alert', { name: 'Copied 2 event IDs' }).waitFor();
    await workbench()
      .page.locator('.sidebar .pane-header', { hasText: 'Copied 2 event IDs' })
      .waitFor();
    await workbench().copied('chatcmpl-77ab0c\nchatcmpl-77ab0d');
  });

  test('the keyboard copies the ID of a row', async () => {
    const row = workbench().row(/^chatcmpl-77ab0c not found/);
    await moveTo(workbench().row(/^Widen to 30 Days, searches for these 2 only$/), 'ArrowDown');
    await moveTo(row, 'ArrowDown');
    // The arrow key only moves the focus.
    await pressOn(row, 'Enter');
    await isSelected(row);
    await pressOn(row, 'Control+c');
    await workbench().copied('chatcmpl-77ab0c');
  });

  test('the IDs of a log are taken from the active file', async () => {
    await workbench().openFile('checkout.log');
    await workbench().command('Orb: Search IDs in Selection, File, or Clipboard');
    const search = workbench().row(/^Search 50 IDs from checkout.log, 48 of 50 found, 7 days/);
    await search.waitFor();
    await toggle(workbench().row(/^chat_completion, active/));
    await workbench()
      .row(/^Warning: output_tokens, "305", text, not a number$/)
      .waitFor();
    await toggle(workbench().row(/^chat_completion, active/));
  });

  test('pointing at an ID in the log shows its event, and its link opens the page', async () => {
    const { page } = workbench();
    await page
      .locator('.view-line')
      .first()
      .locator('span', { hasText: idOf(0) })
      .last()
      .hover();
    const hover = page.locator('.monaco-hover:visible', { hasText: 'chat_completion' });
    await hover.getByText('SANDBOX').waitFor();
    await hover.getByText('text, not a number').waitFor();
    await hover.locator('a', { hasText: 'Open Event' }).click();
    await page.locator('.tabs-container .tab.active', { hasText: idOf(0) }).waitFor();
  });

  test('three events are deprecated at once, after one question', async () => {
    const { page } = workbench();
    const rows = page
      .locator('.sidebar')
      .getByRole('treeitem', { name: /^image_generation, active/ });
    // A click opens the event, whose page takes the focus, even from a menu.
    await select(rows.nth(0));
    await event.focused();
    await alsoSelect(rows.nth(1));
    await alsoSelect(rows.nth(2));
    await workbench().menu(rows.nth(1), 'Deprecate Events…');
    const dialog = await workbench().dialog();
    assert.match(dialog.message, /^Deprecate 3 events in Environment \(SANDBOX\)\?$/);
    assert.match(
      dialog.detail,
      /^(image_generation · \S+ · .* UTC\n){3}\nThey will no longer be billed\. .*\n0 of 100 deprecated events of initech in 100 days\./,
    );
    await dialog.press('Deprecate');
    // They change one by one, as Orb acknowledges each.
    await page
      .locator('.sidebar')
      .getByRole('treeitem', { name: /^image_generation, deprecated/ })
      .nth(2)
      .waitFor();
    assert.equal(
      await workbench()
        .notice(/deprecated/)
        .count(),
      0,
    );
  });

  test("a deprecation is canceled: what was sent is done, and each event's outcome is reported", async () => {
    const { page } = workbench();
    const active = page.locator('.sidebar').getByRole('treeitem', { name: /^embedding, active/ });
    const [first, second, third] = [2, 6, 10].map(idOf);
    const path = (id: string) => `/v1/events/${id}/deprecate`;
    await secondClient(sandbox!).control('/faults', [{ path: path(second!), delayMs: 60_000 }]);
    await workbench().command('View: Close All Editors');
    await select(active.nth(0));
    await event.focused();
    await alsoSelect(active.nth(1));
    await alsoSelect(active.nth(2));
    await workbench().menu(active.nth(1), 'Deprecate Events…');
    await (await workbench().dialog()).press('Deprecate');
    await page
      .locator('.sidebar')
      .getByRole('treeitem', { name: /^embedding, deprecated/ })
      .waitFor();
    const progress = workbench().notice('Deprecating 3 events in Environment (SANDBOX)');
    await progress.getByText('2 of 3').waitFor();
    await progress.getByRole('button', { name: 'Cancel' }).click();
    await workbench()
      .notice(
        /1 deprecated, 2 not: Canceled while the request was on its way. The event may be deprecated/,
      )
      .waitFor();
    const log = readLog(workbench().home);
    assert.ok(log.includes(`${second!} wasn't deprecated: Canceled while the request`), log);
    assert.ok(log.includes(`${third!} wasn't deprecated: Not sent: canceled.`), log);
    const calls = (await secondClient(sandbox!).control('/requests')) as readonly {
      readonly path: string;
    }[];
    const tried = [first, second, third].map((id) => calls.some((call) => call.path === path(id!)));
    assert.deepEqual(tried.slice(0, 1).concat(tried.slice(2)), [true, false]);
  });

  test('searches survive a reload and run again once their view is open', async () => {
    const before = (await searchesAsked(sandbox!)).length;
    await workbench().stored('serializedGrid', `${idOf(2)}.orbevent`);
    await workbench().reload();
    await workbench()
      .row(/^Search 50 IDs from checkout.log, 48 of 50 found/)
      .waitFor();
    assert.equal((await searchesAsked(sandbox!)).length, before + 1);
    // The page that was open comes back, too, and takes the focus when it's drawn, which closes an
    // open menu.
    await event.json.waitFor();
  });

  test('a search is removed with its own menu, and the other one stays', async () => {
    const search = workbench().row(/^Search 50 IDs from checkout.log/);
    await workbench().menu(search, 'Remove Search');
    await search.waitFor({ state: 'detached' });
    await workbench()
      .row(/^Search 3 IDs/)
      .waitFor();
  });
});

/** The extension's log in all windows. */
function readLog(home: string): string {
  return readdirSync(home, { recursive: true })
    .map(String)
    .filter((name) => basename(name) === 'Orb Events.log')
    .map((name) => readFileSync(join(home, name), 'utf8'))
    .join('');
}

/** Searches for several IDs; an open document reads its event separately. */
async function searchesAsked(sandbox: Emulator): Promise<readonly unknown[]> {
  const calls = (await secondClient(sandbox).control('/requests')) as readonly {
    readonly path: string;
    readonly requestBody: string;
  }[];
  return calls
    .filter(({ path }) => path === '/v1/events/search')
    .map(({ requestBody }) => JSON.parse(requestBody) as { readonly event_ids: readonly string[] })
    .filter(({ event_ids: ids }) => ids.length > 1);
}

const names = ['chat_completion', 'chat_completion', 'embedding', 'image_generation'] as const;
const customers = ['acme-corp', 'acme-corp', 'globex', 'initech'] as const;
const idOf = (index: number) =>
  `chatcmpl-b81e07aa-1f6c-4f1e-9d1b-${String(index).padStart(12, '0')}`;

function log(): string {
  const lines = Array.from(
    { length: 48 },
    (_, index) => `03:12:04 INFO billed idempotency_key=${idOf(index)} in ${index} ms`,
  );
  return [...lines, 'WARN event_id="chatcmpl-77ab0c"', 'WARN event_id="CHATCMPL-77AB0C"', ''].join(
    '\n',
  );
}

async function addEvents({ url, apiKey, adminUrl }: Emulator): Promise<void> {
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
  // Orb deprecates only events of customers it has.
  for (const externalCustomerId of new Set(customers)) {
    const customer = { id: `cus_${externalCustomerId}`, externalCustomerId };
    const body = JSON.stringify(customer);
    const added = await fetch(`${adminUrl}/customers`, { method: 'POST', headers, body });
    assert.ok(added.ok, await added.text());
  }
  const start = Date.now() - 3_600_000;
  const event = (id: string, index: number) => ({
    idempotency_key: id,
    event_name: names[index % 4],
    external_customer_id: customers[index % 4],
    timestamp: new Date(start + index * 7_000).toISOString(),
    properties: {
      request_id: id.slice(0, 17),
      model: 'gpt-4.1',
      region: 'us-east-1',
      input_tokens: 860,
      output_tokens: '305',
      streamed: true,
    },
  });
  const events = [
    ...Array.from({ length: 48 }, (_, index) => event(idOf(index), index)),
    event('req_8841', 0),
  ];
  const response = await fetch(`${url}/ingest`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ events }),
  });
  assert.ok(response.ok, await response.text());
}
