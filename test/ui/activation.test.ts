import assert from 'node:assert/strict';
import { eventually } from '../helpers/eventually.ts';
import { startEmulator, type Emulator } from '../host/emulator.ts';
import { addConnection } from './addConnection.ts';
import { useWorkbench } from './suite.ts';

const key = 'kept-in-the-key-store-0123456789abcdef';

suite('activation', () => {
  let sandbox: Emulator;
  const workbench = useWorkbench(async () => {
    sandbox = await startEmulator('--api-key', key);
    return { files: { 'usage.jsonl': '{}\n' } };
  });
  suiteTeardown(() => sandbox.stop());

  test("doesn't read the keys of saved connections or send anything to Orb", async () => {
    const { page } = workbench();
    // At trace level, VS Code itself logs each read of its secret storage.
    const reads: string[] = [];
    page.on('console', (message) => {
      const text = message.text();
      if (text.includes('Getting password for orbtools.orb-events')) reads.push(text);
    });
    const trace = encodeURIComponent(JSON.stringify([['logLevel', 'trace']]));
    await page.goto(`${page.url()}&payload=${trace}`);
    // Known to the window but not opened, since a view asks Orb for what it shows.
    await page.locator('.activitybar').getByRole('tab', { name: /^Orb/ }).waitFor();
    await addConnection(workbench(), {
      mode: 'Test',
      name: 'Acme test',
      baseUrl: sandbox.url,
      apiKey: key,
    });
    const status = page.locator('.statusbar').getByText('Orb TEST · Acme test');
    await status.waitFor();
    const before = await requests();
    assert.ok(before > 0, 'adding checks the key');

    // The connection, and finally that it's the active one.
    await workbench().stored('Acme test', 'orb.activeConnection');
    await workbench().reload();
    reads.length = 0;
    await workbench().openFile('usage.jsonl');
    await workbench().textEditor.waitFor();
    await status.waitFor();
    assert.deepEqual(reads, []);
    assert.equal(await requests(), before);

    // The same check sees the first call that needs the key.
    await workbench().command('Orb: Check Connection');
    await eventually('the check reads the key', () => reads.length > 0);
  });

  async function requests(): Promise<number> {
    const response = await fetch(`${sandbox.adminUrl}/state`, {
      headers: { authorization: `Bearer ${key}` },
    });
    return ((await response.json()) as { requests: number }).requests;
  }
});
