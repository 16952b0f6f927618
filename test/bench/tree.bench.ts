// 10,000 results in the Events view of the real editor: how long users wait for the next page and
// for a filter.
import { startEmulator, type Emulator } from '../host/emulator.ts';
import { Workbench } from '../ui/workbench.ts';
import { bench, milliseconds } from './bench.ts';

const nameOf = (index: number) => `event_${String(index).padStart(5, '0')}`;

export default bench({
  needs: 'package',
  rounds: 3,
  measures: {
    nextPage: ({ size }) =>
      withResults(size(10_000), async (workbench) => {
        // A click focuses the search and collapses it.
        await workbench.row(/^Search /).click();
        await workbench.page.keyboard.press('ArrowRight');
        await shown(workbench, nameOf(0));
        await workbench.page.keyboard.press('End');
        await workbench.page.locator('.monaco-list-row.focused', { hasText: /^Load / }).waitFor();
        return milliseconds(async () => {
          await workbench.page.keyboard.press('Enter');
          await shown(workbench, nameOf(100));
        });
      }),
    filter: ({ size }) =>
      withResults(size(10_000), async (workbench) => {
        await workbench.command('Orb: Filter Events…');
        await workbench.type(nameOf(777));
        return milliseconds(async () => {
          await workbench.page.keyboard.press('Enter');
          await shown(workbench, nameOf(777));
        });
      }),
  },
  rows: [
    { name: 'page on in a tree of 10,000 results', of: 'nextPage', unit: 'ms', aim: 200 },
    { name: 'filter a tree of 10,000 results', of: 'filter', unit: 'ms', aim: 200 },
  ],
});

/**
 * Waits until a row with this text is rendered. A string, since browser types aren't available in
 * this build.
 */
async function shown({ page }: Workbench, text: string): Promise<void> {
  await page.waitForFunction(
    `[...document.querySelectorAll('.sidebar .monaco-list-row .label-name')].some((row) => row.textContent === '${text}')`,
    undefined,
    { polling: 'raf' },
  );
}

/** An editor whose Events view shows the results of a search for `count` IDs. */
async function withResults(
  count: number,
  work: (workbench: Workbench) => Promise<number>,
): Promise<number> {
  const sandbox = await startEmulator('--seed', 'none');
  const ids = Array.from({ length: count }, (_, index) => `id_${index}`);
  await ingest(sandbox, ids);
  const workbench = await Workbench.open({
    env: { ORB_API_KEY: sandbox.apiKey, ORB_BASE_URL: sandbox.url },
    files: { 'ids.txt': ids.map((id) => `idempotency_key=${id}\n`).join('') },
  });
  try {
    await workbench.command('Go to File...');
    await workbench.type('ids.txt');
    await workbench.pick('ids.txt');
    await workbench.textEditor.waitFor();
    await workbench.command('Orb: Search IDs in Selection, File, or Clipboard');
    const all = count.toLocaleString('en');
    await workbench.row(new RegExp(`${all} of ${all} found`)).waitFor();
    await shown(workbench, nameOf(0));
    return await work(workbench);
  } finally {
    await workbench.close();
    await sandbox.stop();
  }
}

async function ingest({ url, apiKey }: Emulator, ids: readonly string[]): Promise<void> {
  const timestamp = new Date(Date.now() - 3_600_000).toISOString();
  for (let at = 0; at < ids.length; at += 500) {
    const events = ids.slice(at, at + 500).map((id, index) => ({
      idempotency_key: id,
      event_name: nameOf(at + index),
      external_customer_id: 'acme',
      timestamp,
      properties: { tokens: index, model: 'orb-large', region: 'eu-west-1' },
    }));
    const response = await fetch(`${url}/ingest`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ events }),
    });
    if (!response.ok) throw new Error(await response.text());
  }
}
