import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startEmulator, type Emulator } from '../host/emulator.ts';
import { root } from '../host/root.ts';
import { useWorkbench } from './suite.ts';

suite('the volume of the sandbox, by hand', () => {
  let emulator: Emulator | undefined;
  const workbench = useWorkbench(async () => {
    emulator = await startEmulator('--seed', 'demo');
    return { env: { ORB_API_KEY: emulator.apiKey, ORB_BASE_URL: emulator.url } };
  });
  suiteTeardown(() => emulator?.stop());

  test('is drawn with the figures that the sandbox counts, in light and in dark', async () => {
    const { page } = workbench();
    // The palette knows the commands of extensions only when these are there.
    await workbench().openSideBar();
    await page.getByText('Paste event ids to see what Orb holds.').waitFor();
    await workbench().command('Orb: Show Event Volume');
    const { frame } = workbench();
    await frame.getByRole('grid').locator('.row').nth(3).waitFor();
    await frame.getByText(/^\d+ \w+ \d\d:00 – \d+ \w+ \d\d:00 UTC$/).waitFor();
    const total = await frame.locator('.figure b').first().innerText();
    const end = Math.ceil(Date.now() / 3_600_000) * 3_600_000;
    let counted = 0;
    for (let start = end - 168 * 3_600_000; start < end; start += 84 * 3_600_000) {
      const query = new URLSearchParams({
        timeframe_start: new Date(start).toISOString(),
        timeframe_end: new Date(start + 84 * 3_600_000).toISOString(),
        limit: '100',
      });
      const answer = await fetch(`${emulator!.url}/events/volume?${String(query)}`, {
        headers: { authorization: `Bearer ${emulator!.apiKey}` },
      });
      const { data } = (await answer.json()) as {
        readonly data: readonly { readonly count: number }[];
      };
      counted += data.reduce((sum, { count }) => sum + count, 0);
    }
    assert.equal(total, counted.toLocaleString('en-GB'));
    assert.ok(counted > 0);

    const folder = join(root, 'test-results', 'volume');
    mkdirSync(folder, { recursive: true });
    for (const theme of ['light', 'dark'] as const) {
      await workbench().theme(theme);
      await frame.getByRole('group', { name: 'Events per hour' }).waitFor();
      await page.screenshot({ path: join(folder, `${theme}.png`) });
    }
  });

  test('compares with the week before when asked, and is worked with the keyboard', async () => {
    const { page } = workbench();
    const { frame } = workbench();
    await frame.getByText('Compare with the week before').click();
    await frame.locator('.figures').getByText('Week before').waitFor();
    await frame.getByRole('group', { name: 'Events per hour' }).focus();
    await page.keyboard.press('End');
    for (let step = 0; step < 3; step += 1) await page.keyboard.press('Shift+ArrowLeft');
    await frame.locator('.chosen').getByText('4 h', { exact: true }).waitFor();
  });

  test('is there again after a reload of the window, with its range and comparison', async () => {
    const { frame } = workbench();
    await frame.getByRole('radio', { name: '3 d' }).click();
    await frame.locator('.figures').getByText('Week before').waitFor();
    await frame.locator('[role="grid"][aria-rowcount="73"]').waitFor();
    await workbench().stored('"range":"days3"');
    await workbench().reload();
    await workbench()
      .tab(/^Volume: Environment/)
      .waitFor();
    await frame.getByRole('radio', { name: '3 d', checked: true }).waitFor();
    assert.equal(await frame.locator('#compare').isChecked(), true);
    await frame.locator('.figures').getByText('Week before').waitFor();
    await frame.locator('[role="grid"][aria-rowcount="73"]').waitFor();
  });
});
