import assert from 'node:assert/strict';
import { eventually } from '../helpers/eventually.ts';
import { secondClient } from '../helpers/secondClient.ts';
import { startEmulator, type Emulator } from '../host/emulator.ts';
import { addConnection } from './addConnection.ts';
import { press } from './keys.ts';
import { useWorkbench } from './suite.ts';
import { select, toggle } from './tree.ts';

/** The types of the browser do not belong in this build. */
interface InBrowser {
  getComputedStyle(
    element: object,
    pseudo?: string,
  ): { readonly color: string; readonly content: string };
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const apiKeys = ['of-the-environment-0123456789abcdef', 'typed-by-hand-0123456789abcdef'] as const;

suite('rows of searches in the side bar', () => {
  let sandbox: Emulator;
  const workbench = useWorkbench(async () => {
    sandbox = await startEmulator(
      ...['--seed', 'none', '--api-key', apiKeys[0], '--api-key', apiKeys[1]],
    );
    await addEvents(sandbox);
    return {
      env: { ORB_API_KEY: apiKeys[0], ORB_BASE_URL: sandbox.url },
      files: { 'mixed.log': log },
      viewport: { width: 1280, height: 900 },
    };
  });
  suiteTeardown(() => sandbox.stop());
  const row = (label: RegExp) => workbench().row(label);
  const search = async (typed: string) => {
    await workbench().command('Orb: Search Events…');
    await workbench().answer(typed);
    await workbench().pick('Last 7 Days');
  };

  test('IDs are counted where they are, and with each key, before anything is asked', async () => {
    const { quick, page } = workbench();
    await workbench().openSideBar();
    await workbench().openFile('mixed.log');
    await workbench().command('Orb: Search Events…');
    await quick.question('Search Events in Environment (SANDBOX) (1/2)');
    const option = (name: RegExp) => quick.widget.getByRole('option', { name });
    await option(/^4 IDs in mixed\.log, .*1 in id=, 1 in idempotency_key, 1 in event=/).waitFor();
    await workbench().type('acme_1');
    await option(/^Search 1 ID, case-sensitive/).waitFor();
    await workbench().type('acme_1, acme_2, acme_1, retry after 2 s');
    await option(/^Search 2 IDs, case-sensitive/).waitFor();
    await option(/^Show What Was Left Out…, 1 duplicate, 1 piece of text/).waitFor();
    await workbench().screenshot('test-results/ui/search-typed.png');
    await workbench().pick('Show What Was Left Out…');
    await quick.question('Left Out of 4 Pieces');
    await page.getByText('reads as a sentence').waitFor();
    await quick.button('Back');
    await quick.question('Search Events in Environment (SANDBOX) (1/2)');
    assert.equal(await quick.input.inputValue(), 'acme_1, acme_2, acme_1, retry after 2 s');
    await workbench().type('retry after 2 s');
    await option(/^No event ID here, "retry after 2 s" reads as a sentence/).waitFor();
    await workbench().type('');
    await workbench().pick('4 IDs in mixed.log');
    await quick.question('(2/2)');
    await workbench().pick('Last 7 Days');
    await row(/^Search 4 IDs from mixed\.log, 4 of 4 found/).waitFor();
    await workbench().command('Orb: Clear Searches');
  });

  test('what all rows share is said at the search; a warning is said at its row', async () => {
    await search('acme_1, acme_2, acme_3, acme_4t');
    const day = new Date(START_MS).getUTCDate();
    await row(new RegExp(`^Search 4 IDs, 4 of 4 found, ${day} \\w{3}, acme$`)).waitFor();
    const warned = row(/^api_call, active, 1 warning, acme_4t, /);
    await warned.waitFor();
    assert.match(await warned.innerText(), /^api_call\s*\d\d:\d\d:\d\d · 4t$/);
    const badge = await warned
      .locator('.monaco-icon-label')
      .evaluate(
        (label: object) =>
          (globalThis as unknown as InBrowser).getComputedStyle(label, '::after').content,
      );
    assert.equal(badge, '"1"');
    await row(/^api_call, active, acme_1, /).waitFor();
  });

  test('results open as a table, and selected rows as an event file', async () => {
    const { frame, textEditor } = workbench();
    await search('acme_1, acme_2, acme_3, acme_4t');
    const found = row(/^Search 4 IDs, 4 of 4 found/);
    await found.waitFor();
    await workbench().menu(found, 'Open Results as Table');
    await frame.getByText('4 of 4 found').waitFor();
    await frame.getByText('acme_4t', { exact: true }).click();
    await press(frame.getByRole('grid'), 'Shift+ArrowUp');
    await frame.getByText(/^2 selected/).waitFor();
    await frame.getByText('acme_4t', { exact: true }).click();
    await frame.getByRole('button', { name: 'Edit as Event File' }).click();
    await textEditor.getByText('"idempotency_key":"acme_4t"').waitFor();
    await workbench().command('View: Close All Editors');
    await (await workbench().dialog()).press("Don't Save");
    await found.waitFor();
  });

  test('Widen asks in place, for what was not found', async () => {
    await search('acme_1, acme_old');
    await row(/^Search 2 IDs, 1 of 2 found, 7 days/).waitFor();
    await toggle(row(/^1 not found/));
    const before = await requests();
    await row(/^Widen to 30 Days, searches for this ID only$/).click();
    await row(/^Search 2 IDs, 2 of 2 found/).waitFor();
    assert.equal(await row(/^Search 2 IDs/).count(), 1);
    assert.deepEqual((await requests()).slice(before.length), [['acme_old']]);
    await row(/^Search 2 IDs/).click();
    await workbench().menu(row(/^Search 2 IDs/), 'Remove Search');
  });

  test('rows are sorted by a property', async () => {
    await workbench().command('Orb: Sort Events…');
    await workbench().pick('By property tokens');
    const rows = workbench()
      .page.locator('.sidebar')
      .getByRole('treeitem', { name: /^api_call,/ });
    const first = rows.first();
    await first.and(row(/acme_3/)).waitFor();
    await workbench().command('Orb: Sort Events…');
    await workbench().pick('In search order');
    await first.and(row(/acme_1/)).waitFor();
  });

  test('groups keep what was opened, and a filter is cleared by the row that names it', async () => {
    await workbench().command('Orb: Group Events…');
    await workbench().pick('By event name');
    await toggle(row(/^api_call, active, acme_1, /));
    await row(/^tokens, 20$/).waitFor();
    await workbench().command('Orb: Filter Events…');
    await workbench().answer('acme_1');
    const clear = row(/^Clear Filter, acme_1, 1 of 4 shown$/);
    await clear.waitFor();
    await row(/^tokens, 20$/).waitFor();
    await workbench().screenshot('test-results/ui/search-filtered.png');
    await clear.click();
    await clear.waitFor({ state: 'detached' });
    await row(/^api_call, active, acme_2, /).waitFor();
    await row(/^tokens, 20$/).waitFor();
    await toggle(row(/^api_call, active, acme_1, /));
    await workbench().command('Orb: Group Events…');
    await workbench().pick('No groups');
  });

  test('F2 renames a search, and a pinned one comes first, also after Clear and a reload', async () => {
    await search('acme_1');
    await row(/^Search acme_1, 1 of 1 found/).waitFor();
    const older = row(/^Search 4 IDs/);
    await select(older);
    await press(workbench().page.locator('.sidebar .monaco-list:focus'), 'F2');
    await workbench().answer('Acme dispute', 'Rename Search');
    await workbench().menu(row(/^Search Acme dispute/), 'Pin or Unpin Search');
    const pinned = row(/^Pinned search Acme dispute, 4 of 4 found/);
    await pinned.waitFor();
    await workbench().stored('Acme dispute', '"pinned":true');
    await workbench().command('Orb: Clear Searches');
    await row(/^Search acme_1/).waitFor({ state: 'detached' });
    await workbench().reload();
    await pinned.waitFor();
  });

  test('a failed search says so in its row alone, with the next step, and stays', async () => {
    const { control } = secondClient(sandbox);
    await control('/faults', [{ path: '/v1/events/search', status: 401 }]);
    await search('acme_3');
    await row(/^Error: .*rejected this connection's API key/).waitFor();
    await row(/^Replace Key…$/).waitFor();
    assert.deepEqual(await workbench().noNoticeOrDialog(), []);
    // A failure without a step of its own is tried again.
    await control('/faults', [{ path: '/v1/events/search', status: 413 }]);
    await workbench().command('Orb: Refresh Events');
    await row(/^Error: The request is too large for Orb/).waitFor();
    await control('/faults', []);
    await row(/^Search Again$/).click();
    await row(/^Search acme_3, 1 of 1 found/).waitFor();
    await row(/^Error: /).waitFor({ state: 'detached' });
  });

  test('rows of another account carry its mode, LIVE in its color', async () => {
    await addConnection(workbench(), {
      ...{ mode: 'Live', name: 'Acme production', baseUrl: sandbox.url, apiKey: apiKeys[1] },
    });
    await row(/^Pinned search Acme dispute, SANDBOX, Environment, 4 of 4 found/).waitFor();
    await row(/^SANDBOX, api_call, active, acme_1, /).waitFor();
    await search('acme_2');
    await row(/^Search acme_2, 1 of 1 found/).waitFor();
    await workbench().command('Orb: Switch Connection…');
    await workbench().pick('Environment');
    const live = row(/^Search acme_2, LIVE, Acme production, 1 of 1 found/);
    await live.waitFor();
    await row(/^LIVE, api_call, active, acme_2, /).waitFor();
    const color = (name: RegExp) =>
      row(name)
        .locator('.label-name')
        .first()
        .evaluate(
          (label: object) => (globalThis as unknown as InBrowser).getComputedStyle(label).color,
        );
    // VS Code asks for colors after it has drawn the rows.
    await eventually('rows of the live account have a color of their own', async () => {
      const other = await color(/^Pinned search Acme dispute/);
      const colors = [await color(/^Search acme_2/), await color(/^LIVE, api_call/)];
      return !colors.includes(other);
    });
    // The status bar is about the event in front, not about the active connection.
    const status = workbench().page.locator(
      '.statusbar-item[id="orbtools.orb-events.orb.connection"]',
    );
    await status.getByText('Orb SANDBOX · Environment').waitFor();
    await row(/^LIVE, api_call/).click();
    await status.getByText('Orb LIVE · Acme production').waitFor();
    await workbench().openFile('mixed.log');
    await status.getByText('Orb SANDBOX · Environment').waitFor();
    for (const theme of ['light', 'highContrast', 'dark'] as const) {
      await workbench().theme(theme);
      await workbench().screenshot(`test-results/ui/search-rows-${theme}.png`);
    }
  });

  /** The IDs of each search that reached the API; an open document reads its one event by itself. */
  async function requests(): Promise<readonly (readonly string[])[]> {
    const calls = (await secondClient(sandbox).control('/requests')) as readonly {
      readonly path: string;
      readonly requestBody: string;
    }[];
    return calls
      .filter(({ path }) => path === '/v1/events/search')
      .map(({ requestBody }) => (JSON.parse(requestBody) as { event_ids: string[] }).event_ids);
  }
});

const log = [
  '12:00 INFO billed id=acme_1 in 3 ms',
  '{"idempotency_key":"acme_2","event_name":"api_call"}',
  'WARN event=acme_3 late',
  'retry of acme_4t for u_77',
  '',
].join('\n');

/** The start of an hour, so that all are of one day. */
const START_MS = Math.floor((Date.now() - HOUR_MS) / HOUR_MS) * HOUR_MS;

async function addEvents(sandbox: Emulator): Promise<void> {
  const ingest = async (
    id: string,
    tokens: number | string,
    timestamp = new Date(START_MS).toISOString(),
    apiKey: string = apiKeys[0],
  ) => {
    const response = await fetch(`${sandbox.url}/ingest`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        events: [
          {
            idempotency_key: id,
            event_name: 'api_call',
            external_customer_id: 'acme',
            timestamp,
            properties: { tokens },
          },
        ],
      }),
    });
    assert.ok(response.ok, await response.text());
  };
  await ingest('acme_1', 20);
  await ingest('acme_2', 30);
  await ingest('acme_2', 30, undefined, apiKeys[1]);
  await ingest('acme_3', 10);
  await ingest('acme_4t', '40');
  const { control } = secondClient(sandbox);
  await control('/settings', { graceHours: 1_000 });
  await ingest('acme_old', 50, new Date(START_MS - 20 * DAY_MS).toISOString());
  await control('/settings', { graceHours: 12 });
}
