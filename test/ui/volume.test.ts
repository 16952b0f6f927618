import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../helpers/eventually.ts';
import { startEmulator, type Emulator } from '../host/emulator.ts';
import { root } from '../host/root.ts';
import { press } from './keys.ts';
import { useWorkbench } from './suite.ts';

const custom = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10);

suite("the sandbox's volume, by hand", () => {
  let emulator: Emulator | undefined;
  const workbench = useWorkbench(async () => {
    emulator = await startEmulator('--seed', 'demo');
    return { env: { ORB_API_KEY: emulator.apiKey, ORB_BASE_URL: emulator.url } };
  });
  suiteTeardown(() => emulator?.stop());

  test("shows the sandbox's counts, in light and in dark", async () => {
    const { page } = workbench();
    // The palette has the commands of extensions only once they are running.
    await workbench().openSideBar();
    await page.getByText('Paste event IDs to find events in Orb.').waitFor();
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

  test('compares with the week before on request, and works with the keyboard', async () => {
    const { frame } = workbench();
    await frame.getByText('Compare with the week before').click();
    await frame.locator('.figures').getByText('Week before').waitFor();
    const chart = frame.getByRole('group', { name: 'Events per hour' });
    await chart.focus();
    await press(chart, 'End', 'Shift+ArrowLeft', 'Shift+ArrowLeft', 'Shift+ArrowLeft');
    await frame.locator('.chosen').getByText('4 h', { exact: true }).waitFor();
  });

  test('is restored after a reload of the window, with its range and comparison', async () => {
    const { frame } = workbench();
    await frame.getByRole('radio', { name: '3 d' }).click();
    await frame.locator('.figures').getByText('Week before').waitFor();
    await frame.locator('[role="grid"][aria-rowcount="73"]').waitFor();
    await workbench().stored('"range":"days3"');
    // The editor saves which tabs are open every few seconds.
    await workbench().stored('Volume: Environment');
    await workbench().reload();
    await workbench()
      .tab(/^Volume: Environment/)
      .waitFor();
    await frame.getByRole('radio', { name: '3 d', checked: true }).waitFor();
    assert.equal(await frame.locator('#compare').isChecked(), true);
    await frame.locator('.figures').getByText('Week before').waitFor();
    await frame.locator('[role="grid"][aria-rowcount="73"]').waitFor();
  });

  test('a part of a typed range is selected by dragging and becomes the time frame of a backfill', async () => {
    const { page, frame, quickInput } = workbench();
    await frame.getByRole('radio', { name: 'Custom…' }).click();
    await workbench().answer(`${custom} 06:00`);
    await workbench().answer(`${custom} 18:00`);
    await frame.getByRole('radio', { name: 'Custom…', checked: true }).waitFor();
    await frame.locator('[role="grid"][aria-rowcount="13"]').waitFor();
    const box = await frame.locator('.chart').boundingBox();
    assert.ok(box);
    // Hours 3 to 5 of twelve, next to the 72 pixels of the axis.
    const x = (hour: number) => box.x + 72 + ((box.width - 72) / 12) * (hour + 0.5);
    await page.mouse.move(x(3), box.y + 120);
    await page.mouse.down();
    await page.mouse.move(x(5), box.y + 120, { steps: 5 });
    await page.mouse.up();
    await frame.locator('.chosen b').getByText('09:00 – 12:00 UTC').waitFor();
    await frame.getByRole('button', { name: 'Backfill This Range…' }).click();
    // The time frame is known, so the next question is about the customer.
    await workbench().pick('ALL Customers');
    await workbench().pick('Add to the Existing Events');
    await workbench().pick('In One Day');
    const dialog = await workbench().dialog();
    assert.match(dialog.message, /09:00 – 12:00 in Environment \(SANDBOX\)\?$/);
    await dialog.press('Cancel');
    await quickInput.waitFor({ state: 'hidden' });
    assert.deepEqual(await workbench().noNoticeOrDialog(), []);
  });

  test('is exported as text and as a picture, to the clipboard and to files', async () => {
    const { frame, folder } = workbench();
    const choose = async (what: string) => {
      await frame.getByRole('button', { name: 'Export…' }).click();
      await workbench().pick(what);
    };
    /** @param last the end of the complete file, since a file exists before all of it is written */
    const file = async (what: string, extension: string, last: string) => {
      await choose(what);
      const path = join(folder, `orb-volume-${custom}.${extension}`);
      await workbench().quickInput.getByRole('button', { name: 'OK' }).click();
      return await eventually(`${path} is written`, () => {
        const bytes = existsSync(path) && readFileSync(path);
        return bytes && bytes.includes(last) && bytes;
      });
    };
    const csv = (await file('Save as CSV…', 'csv', `${custom}T17:00:00Z`)).toString();
    assert.equal(csv.split('\r\n').length, 14);
    assert.match(csv, new RegExp(`^hour_utc,events,week_before,.*\r\n${custom}T06:00:00Z,\\d+,`));
    await choose('Copy as CSV');
    await workbench().copied(csv);
    const png = await file('Save as PNG…', 'png', 'IEND');
    assert.equal(png.subarray(1, 4).toString(), 'PNG');
    assert.ok(png.length > 2_000);
    assert.deepEqual(await workbench().noNoticeOrDialog(), []);
    // A browser may prevent that; then the page shows a message.
    await choose('Copy as PNG');
    const copied = workbench().fulfilled(
      `navigator.clipboard.read().then(([item]) => item.types.includes('image/png'))`,
    );
    const told = workbench().notice("doesn't let a page copy pictures here").waitFor();
    await Promise.any([copied, told]);
  });
});
