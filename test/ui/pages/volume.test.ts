import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { eventually } from '../../helpers/eventually.ts';
import { press } from '../keys.ts';
import { hour } from '../../../src/webview/chart/format.ts';
import { violations } from './access.ts';
import { launchChromium } from './pageHost.ts';
import { openVolume, start, volumeState, type VolumeHost } from './volumeHost.ts';

const HOUR_MS = 3_600_000;
const gap = {
  startMs: Date.parse('2026-08-19T02:00:00Z'),
  endMs: Date.parse('2026-08-19T07:00:00Z'),
};

suite('the volume page', () => {
  let browser: Browser;
  let host: VolumeHost;
  suiteSetup(async () => {
    browser = await launchChromium();
  });
  suiteTeardown(() => browser.close());
  teardown(async () => {
    assert.deepEqual(host.complaints, []);
    await host.close();
  });

  const open = async (
    ...args: [state?: Parameters<typeof openVolume>[1], options?: Parameters<typeof openVolume>[2]]
  ) => {
    host = await openVolume(browser, ...args);
    return host.page;
  };
  const asked = async (line: string) => {
    await eventually(`the page asks for ${line}`, () => host.asked.includes(line));
  };
  const chosen = () => host.page.locator('.chosen b');
  const spoken = () => host.page.locator('body > .spoken');

  test("shows the same figures in its heading, its chart's description, and its table", async () => {
    const state = volumeState();
    const page = await open(state);
    const total = state.series.counts.reduce<number>((sum, each) => sum + (each ?? 0), 0);
    const figures = page.locator('.figures');
    await figures.getByText(total.toLocaleString('en-GB')).waitFor();
    assert.match(
      await figures.innerText(),
      /14,212[^]*Tue 18 Aug 14:00[^]*5[^]*Wed 19 Aug 02:00 – 07:00/,
    );
    const rows = new Map<string, string>();
    const table = page.getByRole('grid');
    for (let top = 0; top < 168 * 24; top += 96) {
      await table.evaluate((element: object, to) => Reflect.set(element, 'scrollTop', to), top);
      await page.locator(`#hour-${Math.min(167, Math.floor(top / 24) + 2)}`).waitFor();
      // Reads all rows at once, since they are redrawn while the table scrolls.
      for (const row of await page.locator('.rows .row').allInnerTexts()) {
        const [when, , events] = row.split('\n').map((cell) => cell.trim());
        // A row that has been replaced no longer has lines.
        if (events !== undefined) rows.set(when ?? '', events);
      }
    }
    assert.equal(rows.size, 168);
    state.series.counts.forEach((each, index) => {
      assert.equal(rows.get(hour(start + index * HOUR_MS)), (each ?? 0).toLocaleString('en-GB'));
    });
  });

  test('goes to the hours without events, and from there to a search and a backfill', async () => {
    const page = await open();
    await page.getByRole('button', { name: /^Hours without events/ }).click();
    await page.getByText('Wed 19 Aug 02:00 – 07:00 UTC').waitFor();
    assert.equal(
      await page.locator('.chosen').innerText(),
      'Wed 19 Aug 02:00 – 07:00 UTC\n5 h\n0 events, −100 % from the week before',
    );
    await page.locator('.rows .selected').nth(4).waitFor();
    assert.equal(await page.locator('.rows .selected').count(), 5);
    await page.getByRole('button', { name: 'Search in This Range…' }).click();
    await asked(`search ${JSON.stringify(gap)}`);
    await page.getByRole('button', { name: 'Backfill This Range…' }).click();
    await asked(`backfill ${JSON.stringify(gap)}`);
    await page.getByRole('button', { name: 'Clear Selection' }).click();
    await page.getByText(/^Drag over the chart/).waitFor();
  });

  test('selects by dragging, zooms in, pans with the wheel, and zooms out', async () => {
    const page = await open();
    const box = await page.locator('.chart').boundingBox();
    assert.ok(box);
    const plot = { left: box.x + 72, width: box.width - 72, y: box.y + 120 };
    const x = (hour: number) => plot.left + (plot.width / 168) * (hour + 0.5);
    await page.mouse.move(x(40), plot.y);
    await page.mouse.down();
    await page.mouse.move(x(50), plot.y, { steps: 4 });
    await page.mouse.move(x(63), plot.y, { steps: 4 });
    await page.mouse.up();
    await page.getByText('Sat 15 Aug 02:00 – Sun 16 Aug 02:00 UTC').waitFor();
    await page.getByRole('button', { name: 'Zoom In' }).click();
    await page.getByText('15 Aug 02:00 – 16 Aug 02:00 UTC', { exact: true }).waitFor();
    await page.mouse.move(x(80), plot.y);
    await page.mouse.wheel(200, 0);
    await page.getByText('15 Aug 07:00 – 16 Aug 07:00 UTC', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Zoom Out' }).click();
    await page.getByRole('button', { name: 'Zoom Out' }).click();
    await page.getByRole('button', { name: 'Zoom Out' }).click();
    await page.getByText('13 Aug 10:00 – 20 Aug 10:00 UTC').waitFor();
  });

  test('has the same range everywhere when zoomed in: chart, figures, table, and export', async () => {
    const state = volumeState();
    const page = await open(state);
    await page.getByRole('button', { name: /^Hours without events/ }).click();
    await page.getByRole('button', { name: 'Zoom In' }).click();
    const shown = state.series.counts.slice(136, 142);
    const total = shown.reduce<number>((sum, each) => sum + (each ?? 0), 0);
    await page.locator('.figure b').first().getByText(total.toLocaleString('en-GB')).waitFor();
    await page.locator('.figures').getByText('Wed 19 Aug 07:00').waitFor();
    assert.equal(await page.getByRole('grid').getAttribute('aria-rowcount'), '7');
    assert.deepEqual(
      await page.locator('.rows .hour').allInnerTexts(),
      [2, 3, 4, 5, 6, 7].map((each) => `Wed 19 Aug 0${each}:00`),
    );
    await page.getByText('19 Aug 02:00 – 19 Aug 08:00 UTC', { exact: true }).waitFor();
    assert.equal(await page.getByRole('radio', { checked: true }).count(), 0);
    await page.getByRole('button', { name: 'Export…' }).click();
    await asked(`export ${JSON.stringify({ ...gap, endMs: gap.endMs + HOUR_MS })}`);
    await page.setViewportSize({ width: 600, height: 760 });
    await page.getByText('19 Aug 02:00 – 19 Aug 08:00 UTC', { exact: true }).waitFor();
    await page.getByRole('radio', { name: '7 d' }).click();
    await page.locator('[role="grid"][aria-rowcount="169"]').waitFor();
    await page.getByRole('radio', { name: '7 d', checked: true }).waitFor();
    assert.equal(await chosen().count(), 1, 'the selection stays');
  });

  test('has only the columns that are turned on', async () => {
    const heads = () => host.page.getByRole('columnheader').allInnerTexts();
    const { series, ...rest } = volumeState();
    await open();
    assert.deepEqual(await heads(), [
      'Hour (UTC)',
      'Local',
      'Events',
      'Week before',
      'Change',
      'Sent from here',
    ]);
    const off = { ...series, before: null, sent: series.counts.map(() => 0) };
    await host.channel.remote.show({ ...rest, series: off, compare: false });
    await eventually('the columns are gone', async () => (await heads()).length === 3);
    assert.deepEqual(await heads(), ['Hour (UTC)', 'Local', 'Events']);
    assert.equal(await host.page.locator('.rows .row').first().locator('span').count(), 3);
  });

  test("keeps its selection and zoom when it's shown again", async () => {
    const first = await open();
    await first.getByRole('button', { name: /^Hours without events/ }).click();
    await first.getByRole('button', { name: 'Zoom In' }).click();
    await first.locator('[role="grid"][aria-rowcount="7"]').waitFor();
    const kept = await first.evaluate('globalThis.keptState');
    await host.close();
    const page = await open(volumeState(), { kept });
    await page.getByText('Wed 19 Aug 02:00 – 07:00 UTC').waitFor();
    await page.locator('[role="grid"][aria-rowcount="7"]').waitFor();
  });

  test('works with only the keyboard, and announces each hour', async () => {
    const page = await open();
    const chart = page.getByRole('group', { name: 'Events per hour' });
    await chart.focus();
    await press(chart, 'End', 'Control+ArrowLeft', 'ArrowLeft');
    await spoken()
      .getByText(/^Wed 19 Aug 08:00 UTC, [\d,]+ events, week before [\d,]+$/)
      .waitFor({ state: 'attached' });
    await press(chart, 'Shift+ArrowLeft', 'Shift+ArrowLeft');
    await chosen().getByText('Wed 19 Aug 06:00 – 09:00 UTC').waitFor();
    await spoken()
      .getByText('Wed 19 Aug 06:00 UTC, 0 events', { exact: false })
      .waitFor({ state: 'attached' });
    await press(chart, 'Enter');
    await page.getByRole('button', { name: 'Zoom Out' }).waitFor();
    await press(chart, 'Escape');
    await page.getByText(/^Drag over the chart/).waitFor();
  });

  test('has the same selection in chart and table', async () => {
    const page = await open();
    await page.locator('#hour-1').click();
    await page.locator('#hour-3').click({ modifiers: ['Shift'] });
    await chosen().getByText('Thu 13 Aug 11:00 – 14:00 UTC').waitFor();
    const table = page.getByRole('grid');
    await table.focus();
    await press(table, 'Shift+ArrowDown');
    await chosen().getByText('Thu 13 Aug 11:00 – 15:00 UTC').waitFor();
    assert.equal(await table.getAttribute('aria-activedescendant'), 'hour-4');
  });

  test('requests ranges, the comparison, and the rest', async () => {
    const page = await open();
    await page.getByRole('radio', { name: '30 d' }).click();
    await asked('choose {"range":"days30"}');
    await page.getByRole('radio', { name: '7 d' }).press('ArrowLeft');
    await asked('choose {"range":"days3"}');
    await page.getByText('Compare with the week before').click();
    await asked('compare {"on":false}');
    await page.getByRole('button', { name: 'Refresh' }).click();
    await asked('refresh');
    await page.getByRole('button', { name: 'Export…' }).click();
    await asked(`export ${JSON.stringify({ startMs: start, endMs: start + 168 * HOUR_MS })}`);
    await page.setViewportSize({ width: 400, height: 760 });
    await page.getByRole('combobox', { name: 'Range' }).selectOption('90 days');
    await asked('choose {"range":"days90"}');
  });

  test("shows the progress of reading, what couldn't be read, and that it's offline", async () => {
    const page = await open(volumeState({ reading: { part: 6, of: 22 } }));
    const status = page.locator('.status');
    await status.getByText('Reading part 7 of 22').waitFor();
    await page.locator('.progress:visible').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await asked('cancel');
    const { series, ...rest } = volumeState();
    const counts = series.counts.map((each, index) => (index < 12 ? null : each));
    await host.channel.remote.show({
      ...rest,
      series: { ...series, counts },
      failure: 'Orb had an internal error (status 500).',
    });
    await status
      .getByText("12 hours couldn't be read. Orb had an internal error (status 500).")
      .waitFor();
    await page.getByRole('button', { name: 'Retry' }).click();
    await asked('retry');
    await host.channel.remote.show({
      ...rest,
      series,
      offline: { readAtMs: Date.parse('2026-08-20T09:14:00Z') },
    });
    await status.getByText('Offline. Last read at 09:14 UTC.').waitFor();
    const none = { ...series, counts: series.counts.map(() => 0) };
    await host.channel.remote.show({ ...rest, series: none });
    await page.getByText('No events in this range.').waitFor();
  });

  test("keeps the selection while more hours arrive, and drops hours that another range doesn't have", async () => {
    const page = await open();
    await page.getByRole('button', { name: /^Hours without events/ }).click();
    await chosen().waitFor();
    await host.channel.remote.show(volumeState({ reading: { part: 1, of: 2 } }));
    await page.getByText('Reading part 2 of 2').waitFor();
    assert.equal(await chosen().count(), 1);
    await host.channel.remote.show(volumeState({ range: 'day' }, 24));
    await page.getByText('13 Aug 10:00 – 14 Aug 10:00 UTC').waitFor();
    assert.equal(await chosen().count(), 0);
  });

  test('describes the hour under the pointer, UTC first and then local time', async () => {
    const page = await open();
    const box = await page.locator('.chart').boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + 72 + ((box.width - 72) / 168) * 125.5, box.y + 100);
    const tooltip = await page.locator('.tooltip:visible').innerText();
    assert.match(
      tooltip,
      /^Tue 18 Aug 15:00 UTC\n17:00 local time\nEvents: [\d,]+\nWeek before: [\d,]+\nSent from here: 40$/,
    );
    assert.equal(start + 125 * HOUR_MS, Date.parse('2026-08-18T15:00:00Z'));
  });

  test("exports its chart as a picture in the theme's colors", async () => {
    await open(volumeState(), { theme: 'light' });
    const png = Buffer.from(await host.channel.remote.image(), 'base64');
    assert.equal(png.subarray(1, 4).toString(), 'PNG');
    assert.ok(png.length > 5_000);
  });

  for (const theme of ['dark', 'light', 'highContrast'] as const) {
    test(`passes axe in the theme ${theme}, wide and narrow`, async () => {
      const page = await open(volumeState(), { theme });
      await page.getByRole('button', { name: /^Hours without events/ }).click();
      await chosen().waitFor();
      for (const width of [1100, 600, 400]) {
        await page.setViewportSize({ width, height: 760 });
        await page.locator('.rows .selected').first().waitFor();
        assert.deepEqual(await violations(page), [], `${width} px`);
      }
    });
  }
});
