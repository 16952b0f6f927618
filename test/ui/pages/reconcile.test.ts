import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { eventually } from '../../helpers/eventually.ts';
import { press } from '../keys.ts';
import { violations } from './access.ts';
import { launchChromium } from './pageHost.ts';
import { groups, openReconcile, reconcileState, type ReconcileHost } from './reconcileHost.ts';

suite('the page of a comparison', () => {
  let browser: Browser;
  let host: ReconcileHost;
  suiteSetup(async () => {
    browser = await launchChromium();
  });
  suiteTeardown(() => browser.close());
  teardown(async () => {
    assert.deepEqual(host.complaints, []);
    await host.close();
  });

  const open = async (
    ...args: [
      state?: Parameters<typeof openReconcile>[1],
      shown?: Parameters<typeof openReconcile>[2],
      options?: Parameters<typeof openReconcile>[3],
    ]
  ) => {
    host = await openReconcile(browser, ...args);
    return host.page;
  };
  const asked = (pattern: RegExp) =>
    eventually(`the page asks for ${pattern.source}`, () =>
      host.asked.some((line) => pattern.test(line)),
    );
  const option = (name: RegExp) => host.page.getByRole('option', { name });
  const row = (index: number) => host.page.locator('.grid-row').nth(index);

  test('shows figures that add up, the kinds with their hours, and all rows that differ', async () => {
    const counts = { ...reconcileState().counts, same: 12_940, duplicates: 10 };
    const page = await open(reconcileState({ counts }));
    assert.deepEqual(await page.locator('.figure').allInnerTexts(), [
      'Lines\n14,212\n2 customers',
      'As sent\n12,940\n91%',
      'Missing\n402',
      'Different\n856',
      'Deprecated in Orb\n3',
      'Invalid\n1',
      'Duplicates\n10',
    ]);
    const options = await page.getByRole('option').allInnerTexts();
    assert.deepEqual(
      options.slice(0, 4).map((text) => text.replaceAll('\n', ' | ')),
      [
        'Missing | 402',
        'Inside the grace period | Sat 31 Oct 09:00 – 14:00 UTC | 390',
        'Past the grace period | Sat 31 Oct 09:00 – 10:00 UTC | 12',
        'Different | 856',
      ],
    );
    await page.getByText('1,262 lines: All differences').waitFor();
    await row(0).getByText('28 Oct 22:00:10').waitFor();
  });

  test('shows the rows of a kind, and how long the grace period lasts', async () => {
    const page = await open();
    await option(/^properties\.cached is text/).click();
    await asked(/"kind":"properties\.cached:type"/);
    await page.getByText('812 lines: properties.cached is text in Orb').waitFor();
    await page.getByRole('columnheader', { name: 'properties.cached' }).waitFor();
    await row(0).getByText('"true"').waitFor();
    await option(/^Past the grace/).click();
    await page.getByRole('columnheader', { name: 'Grace period' }).waitFor();
    await row(0).getByText('past').waitFor();
    await page.getByRole('button', { name: /^Missing/ }).click();
    await row(14).getByText('ends in 1 min').waitFor();
    await page.getByRole('button', { name: /^Different/ }).click();
    await asked(/select \{"outcome":"different","kind":null/);
  });

  test('unfolds the diff of a line in place, with links to the event and the line', async () => {
    const page = await open();
    const grid = page.getByRole('grid');
    await row(0).waitFor();
    await grid.focus();
    await press(grid, 'Enter');
    const detail = page.locator('.grid-detail');
    await detail.locator('.diff-line.removed').getByText('"cached": "true"').waitFor();
    await detail.locator('.diff-line.inserted').getByText('"cached": true').waitFor();
    await detail.getByRole('button', { name: 'Open Event' }).click();
    await asked(/^event chatcmpl-00001eef/);
    await detail.getByRole('button', { name: 'Open Line 1' }).click();
    await asked(/^line 1$/);
    await grid.focus();
    await press(grid, 'ArrowDown', 'ArrowDown', 'Enter');
    await page.getByText('The file no longer has this event on line 3.').waitFor();
  });

  test('selects several rows, and hours of the chart', async () => {
    const page = await open();
    await row(0).waitFor();
    await row(0).click();
    await row(2).click({ modifiers: ['Shift'] });
    await asked(/"lines":\[1,2,3\]/);
    const chart = page.getByRole('group', { name: 'Lines by hour' });
    await chart.focus();
    await press(chart, 'ArrowRight', 'Shift+ArrowRight');
    await asked(/"span":\{"startMs":1792886400000,"endMs":1792893600000\}/);
    await page.getByText('Sun 25 Oct 00:00 – 02:00 UTC').waitFor();
    await page.getByRole('button', { name: 'Clear Selection' }).click();
    await eventually('nothing is selected', () =>
      host.asked.at(-1)!.includes('"span":null,"lines":null'),
    );
  });

  test("draws the footer's buttons, and does nothing for one that is off", async () => {
    const footer = {
      icon: 'cloud-upload',
      sentence: '390 events can be ingested now.',
      second: 'They keep their event IDs, so sending them again is safe.',
      buttons: [
        { action: 'repair:backfill', label: 'Backfill 12…', disabled: true },
        { action: 'repair:ingest', label: 'Ingest 390…' },
      ],
    } as const;
    const page = await open(reconcileState({ footer }));
    await page.getByText('They keep their event IDs').waitFor();
    await page.getByRole('button', { name: 'Backfill 12…' }).click({ force: true });
    await page.getByRole('button', { name: 'Ingest 390…' }).click();
    await asked(/^repair:ingest$/);
    assert.ok(!host.asked.includes('repair:backfill'));
  });

  test('follows a comparison: progress, groups as they come, rows that stay, and no head actions', async () => {
    const running = (same: number, different: number, progress: number) =>
      reconcileState({
        ...{ isWorking: true, progress, step: `comparing ${Math.floor(progress * 4)}` },
        counts: {
          ...{ same, missing: 0, different, deprecated: 0, invalid: 0, duplicates: 0 },
          notCompared: 14_212 - same - different,
        },
        footer: {
          icon: 'loading',
          sentence: 'Compared 5,500 of 14,211 event IDs. About 4 s left.',
          buttons: [{ action: 'stop', label: 'Stop' }],
        },
      });
    const page = await open(running(0, 0, 0), []);
    await page.getByText('Comparing changes nothing in Orb').waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await asked(/^stop$/);
    await option(/^Missing/)
      .getByText('0')
      .waitFor();
    await host.channel.remote.show(running(5_187, 312, 0.39));
    await host.channel.remote.showGroups([{ ...groups[2]!, count: 312 }]);
    await page.getByText('312 lines: All differences').waitFor();
    await row(0).waitFor();
    const spoken = page.locator('body > .spoken');
    await spoken.getByText(/^Compared 5,500/).waitFor({ state: 'attached' });
    await host.channel.remote.show(reconcileState());
    await host.channel.remote.showGroups(groups);
    await page.getByRole('button', { name: 'Compare Again' }).click();
    await asked(/^again$/);
    assert.equal(await page.locator('.progress').isVisible(), false);
  });

  test('scrolls through a million lines, and reads only the pages in view', async () => {
    const counts = { ...reconcileState().counts, missing: 1_000_000 };
    const many = [{ ...groups[0]!, count: 1_000_000 }];
    const page = await open(reconcileState({ counts }), many);
    const grid = page.getByRole('grid');
    await option(/^Inside the grace/).click();
    await row(0).waitFor();
    await grid.focus();
    await press(grid, 'Control+End');
    await page.locator('.grid-row').getByText('1,000,000', { exact: true }).waitFor();
    assert.equal(await grid.getAttribute('aria-rowcount'), '1000001');
    assert.ok((await page.locator('.grid-row').count()) < 100);
  });

  test('says that all is well, and what a comparison cannot know', async () => {
    const counts = {
      ...{ same: 14_212, missing: 0, different: 0, deprecated: 0, invalid: 0 },
      ...{ duplicates: 0, notCompared: 0 },
    };
    const message = {
      lines: ['All 14,212 events are in Orb as this file says.'],
      links: [{ action: 'saveReport', label: 'Save Report…' }],
    } as const;
    const page = await open(reconcileState({ counts, message }), []);
    await page.getByText('All 14,212 events are in Orb as this file says.').waitFor();
    await page.getByRole('button', { name: 'Save Report…' }).click();
    await asked(/^saveReport$/);
    assert.equal(await page.getByRole('listbox').isVisible(), false);
  });

  test('keeps a repaired group with a check, goes from group to group, and clears with Escape', async () => {
    const done = groups.map((group) =>
      group.kind === 'grace:inside' ? { ...group, count: 0, repaired: 390 } : group,
    );
    const page = await open(reconcileState(), done);
    await option(/^Inside the grace/)
      .locator('.codicon-check')
      .waitFor();
    const list = page.getByRole('listbox');
    await list.focus();
    await press(list, 'F8', 'F8');
    await page.getByRole('option', { name: /^Past the grace/, selected: true }).waitFor();
    await press(list, 'Escape');
    await page.getByText('1,262 lines: All differences').waitFor();
  });

  test('fits a narrow window, with the groups in a dropdown and no zero figures', async () => {
    const page = await open(reconcileState(), groups, { width: 600 });
    const dropDown = page.getByRole('combobox', { name: 'Outcomes' });
    await dropDown.getByRole('option', { name: 'All differences', selected: true }).waitFor({
      state: 'attached',
    });
    await dropDown.selectOption({ label: 'Past the grace period, 12' });
    await asked(/"kind":"grace:past"/);
    for (const width of [600, 400]) {
      await page.setViewportSize({ width, height: 760 });
      const over = await page
        .locator('body')
        .evaluate(
          (body: object) =>
            Number(Reflect.get(body, 'scrollWidth')) - Number(Reflect.get(body, 'clientWidth')),
        );
      assert.ok(over <= 0, `${width} px: ${over} px too wide`);
    }
  });

  for (const theme of ['dark', 'light', 'highContrast'] as const) {
    test(`passes axe in the theme ${theme}, wide and narrow`, async () => {
      const page = await open(reconcileState(), groups, { theme });
      await option(/^properties\.cached is text/).click();
      await row(0).waitFor();
      const grid = page.getByRole('grid');
      await grid.focus();
      await press(grid, 'Enter');
      await page.locator('.diff-line').first().waitFor();
      for (const width of [1100, 600]) {
        await page.setViewportSize({ width, height: 760 });
        assert.deepEqual(await violations(page), [], `${width} px`);
      }
    });
  }
});
