import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../helpers/eventually.ts';
import { root } from '../host/root.ts';
import { startEmulator, type Emulator } from '../host/emulator.ts';
import { useWorkbench } from './suite.ts';

suite('the usage of the sandbox, by hand', () => {
  let emulator: Emulator | undefined;
  let customer = '';
  const workbench = useWorkbench(async () => {
    emulator = await startEmulator('--seed', 'demo');
    const answer = await fetch(`${emulator.adminUrl}/customers`, {
      headers: { authorization: `Bearer ${emulator.apiKey}` },
    });
    const customers = (await answer.json()) as readonly { readonly externalCustomerId: string }[];
    customer = customers[0]!.externalCustomerId;
    return { env: { ORB_API_KEY: emulator.apiKey, ORB_BASE_URL: emulator.url } };
  });
  suiteTeardown(() => emulator?.stop());

  test('is shown for a customer whose ID is typed, and grouped and filtered with clicks', async () => {
    const { page } = workbench();
    // The palette has the commands of extensions only after this.
    await workbench().openSideBar();
    await page.getByText('Paste event IDs to find events in Orb.').waitFor();
    await workbench().command('Orb: Show Usage');
    const { frame } = workbench();
    await frame.getByText('Pick a customer.').waitFor();
    await frame.getByLabel('Customer').selectOption('Other Customer…');
    await workbench().pick('By External ID…');
    await workbench().answer(customer);
    await frame.getByLabel('Price').selectOption('Input tokens');
    await frame.locator('.figure').first().getByText('Input tokens').waitFor();
    await frame.getByLabel('Group by').selectOption('Other Property…');
    await workbench().answer('event_name');
    const group = frame.locator('.legend').getByRole('button', { name: /^api_call/ });
    await group.click();
    await eventually(
      'the filter has the group',
      async () => (await frame.getByLabel('Filter').inputValue()) === "event_name = 'api_call'",
    );
    await group.waitFor();
    assert.match(await frame.locator('.figure b').nth(1).innerText(), /^\$\d+\.\d{2,4}$/);
    const folder = join(root, 'test-results', 'usage');
    mkdirSync(folder, { recursive: true });
    for (const theme of ['light', 'dark'] as const) {
      await workbench().theme(theme);
      await frame.getByRole('group', { name: 'Usage over time' }).waitFor();
      await page.screenshot({ path: join(folder, `${theme}.png`) });
    }
    assert.deepEqual(await workbench().noNoticeOrDialog(), []);
  });
});
