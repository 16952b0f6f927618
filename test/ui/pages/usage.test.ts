import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { usageSeries } from '../../../src/core/usage/usageSeries.ts';
import type { UsageProblem } from '../../../src/protocol/usage.ts';
import { eventually } from '../../helpers/eventually.ts';
import { press } from '../keys.ts';
import { leftInEnglish } from '../../helpers/german.ts';
import { violations } from './access.ts';
import { launchChromium } from './pageHost.ts';
import { openUsage, start, usageRows, usageState, type UsageHost } from './usageHost.ts';

const HOUR_MS = 3_600_000;

/** Buttons and labels that are wider than there is room, and the page itself. */
const OVERFLOWING = `[...document.querySelectorAll('main, button, label, .figure, .controls, .pickers')]
  .filter((each) => each.offsetParent !== null && each.scrollWidth > each.clientWidth + 1)
  .map((each) => each.className + ' ' + each.innerText.slice(0, 40))`;

suite('the usage page', () => {
  let browser: Browser;
  let host: UsageHost;
  suiteSetup(async () => {
    browser = await launchChromium();
  });
  suiteTeardown(() => browser.close());
  teardown(async () => {
    assert.deepEqual(host.complaints, []);
    await host.close();
  });

  const open = async (
    ...args: [state?: Parameters<typeof openUsage>[1], options?: Parameters<typeof openUsage>[2]]
  ) => {
    host = await openUsage(browser, ...args);
    return host.page;
  };
  const asked = async (line: string) => {
    await eventually(`the page asks for ${line}`, () => host.asked.includes(line));
  };
  const figure = (index: number) => host.page.locator('.figure b').nth(index);
  const selectGapIn = (name: string) =>
    host.page.getByRole('button', { name: new RegExp(`^${name}`) }).click();
  const selectGap = () => selectGapIn('Hours without usage');

  test('shows exact sums of what Orb reported', async () => {
    const rows = [
      { startMs: start, quantity: '9007199254740993', amount: '0.000000000001' },
      { startMs: start + HOUR_MS, quantity: '0.5', amount: '12.3' },
    ];
    const steps = { startMs: start, stepMs: HOUR_MS, length: 3, runningMs: start + 3 * HOUR_MS };
    const series = usageSeries(steps, rows, () => true);
    const page = await open(usageState({ series, groupBy: null }));
    await page.locator('.figures').getByText('9,007,199,254,740,993.5').waitFor();
    assert.equal(await figure(1).innerText(), '$12.3000');
    assert.equal(await page.locator('.figure').nth(1).getAttribute('title'), '12.300000000001 USD');
    assert.deepEqual(await page.locator('.rows .amount').allInnerTexts(), [
      '$0.0000',
      '$12.3000',
      '–',
    ]);
    assert.deepEqual(await page.getByRole('columnheader').allInnerTexts(), [
      'Hour (UTC)',
      'Local',
      'Input tokens',
      'Amount',
    ]);
  });

  test("writes amounts in a unit that isn't money with that unit", async () => {
    const page = await open(usageState({ currency: 'credits' }));
    await page
      .locator('.figures')
      .getByText(/^[\d.,]+ credits$/)
      .waitFor();
  });

  test('has a button for each group, which adds it to the filter', async () => {
    const page = await open(usageState({ filter: "region = 'eu'" }));
    const legend = page.getByRole('group', { name: 'Groups' });
    assert.deepEqual(await legend.getByRole('button').locator('.data').allInnerTexts(), [
      'gpt-4.1',
      'gpt-4.1-mini',
      'sonnet-4',
      'o4-mini',
      'gpt-4o',
      'gemini-2.5',
    ]);
    await legend.getByText('3 others').waitFor();
    await legend.getByRole('button', { name: 'gpt-4.1 ', exact: false }).first().click();
    await asked(`filter ${JSON.stringify({ filter: "region = 'eu' AND model = 'gpt-4.1'" })}`);
  });

  test('names groups that are numbers, booleans, empty, missing, or hostile so that none looks like another', async () => {
    const values = ['1', 1, true, 'true', '', null, '<b>x</b>\u202e'];
    const rows = values.map((group, index) => ({
      startMs: start,
      group,
      quantity: String(100 - index),
      amount: '1',
    }));
    const steps = { startMs: start, stepMs: HOUR_MS, length: 2, runningMs: start + 2 * HOUR_MS };
    const page = await open(usageState({ series: usageSeries(steps, rows, () => true) }));
    await page.locator('.legend').waitFor();
    assert.deepEqual(await page.locator('.legend .data').allInnerTexts(), [
      '"1"',
      '1',
      'true',
      '"true"',
      '(empty or not set)',
      '(not set)',
      '1 other',
    ]);
    await page.locator('.legend button').nth(2).click();
    await asked(`filter ${JSON.stringify({ filter: 'model = true' })}`);
    await page.locator('.legend button').nth(5).click();
    await asked(`filter ${JSON.stringify({ filter: 'model IS NULL' })}`);
    const hostile = usageSeries(steps, rows.slice(-1), () => true);
    await host.channel.remote.show(usageState({ series: hostile }));
    await page.locator('.legend').getByText('<b>x</b>[U+202E]').waitFor();
  });

  test('asks for what is picked', async () => {
    const page = await open();
    await page.getByLabel('Customer').selectOption('globex');
    await asked('customer {"customer":"external:globex"}');
    await page.getByLabel('Customer').selectOption('Other Customer…');
    await asked('customer {"customer":null}');
    await page.getByLabel('Price').selectOption('API calls');
    await asked('price {"priceId":"price_calls"}');
    await page.getByLabel('Group by').selectOption('none');
    await asked('groupBy {"property":null}');
    await page.getByLabel('Group by').selectOption('region');
    await asked('groupBy {"property":"region"}');
    await page.getByLabel('Group by').selectOption('Other Property…');
    await asked('groupBy {"property":null,"other":true}');
    await page.getByRole('radio', { name: 'Period' }).click();
    await asked('choose {"range":"period"}');
    await page.getByRole('radio', { name: 'Days' }).click();
    await asked('granularity {"granularity":"day"}');
    await page.getByRole('button', { name: 'Refresh' }).click();
    await asked('refresh');
    await page.getByRole('button', { name: 'Export…' }).click();
    await asked(`export ${JSON.stringify({ startMs: start, endMs: start + 168 * HOUR_MS })}`);
  });

  test('sends a filter on Enter, keeps what is being typed, and shows what Orb says of it', async () => {
    const page = await open();
    const filter = page.getByLabel('Filter');
    await filter.fill("regio = 'x'");
    await host.channel.remote.show(usageState({ reading: { part: 1, of: 3 } }));
    await page.getByText('Reading part 2 of 3').waitFor();
    assert.equal(await filter.inputValue(), "regio = 'x'");
    await filter.press('Enter');
    await asked(`filter ${JSON.stringify({ filter: "regio = 'x'" })}`);
    const filterProblem = 'Orb rejected the request. Unknown column regio.';
    await host.channel.remote.show(usageState({ filter: "regio = 'x'", filterProblem }));
    await page.getByRole('alert').getByText(filterProblem).waitFor();
    assert.equal(await filter.getAttribute('aria-invalid'), 'true');
    await filter.fill('typed');
    await filter.press('Escape');
    assert.equal(await filter.inputValue(), "regio = 'x'");
  });

  test('leads from selected hours to the IDs that were sent in them, and to a file', async () => {
    const page = await open();
    await selectGap();
    await page.locator('.chosen').getByText('Sat 31 Oct 10:00 – 14:00 UTC').waitFor();
    assert.equal(
      await page.locator('.chosen').innerText(),
      'Sat 31 Oct 10:00 – 14:00 UTC\n4 h\n0 Input tokens',
    );
    await page.getByRole('button', { name: 'Search 1,084 Sent IDs' }).click();
    const gap = { startMs: start + 154 * HOUR_MS, endMs: start + 158 * HOUR_MS };
    await asked(`searchSentIds ${JSON.stringify(gap)}`);
    await page.getByRole('button', { name: 'Compare with File…' }).click();
    await asked('compareWithFile');
    await page.getByRole('button', { name: 'Zoom In' }).click();
    await page.getByRole('button', { name: 'Zoom Out' }).waitFor();
    assert.equal(await page.getByRole('grid').getAttribute('aria-rowcount'), '7');
  });

  test('says that no sent IDs are known, and searches nothing then', async () => {
    const page = await open(usageState(), { sent: 0 });
    await selectGap();
    const search = page.getByRole('button', { name: 'Search Sent IDs' });
    await page.getByTitle('No IDs sent in these hours are known here.').waitFor();
    await search.press('Enter');
    assert.equal(await search.getAttribute('aria-disabled'), 'true');
    assert.deepEqual(
      host.asked.filter((line) => line.startsWith('searchSentIds')),
      [],
    );
  });

  test('is worked with the keyboard alone, and says each hour', async () => {
    const page = await open();
    const chart = page.getByRole('group', { name: 'Usage over time' });
    await chart.focus();
    await press(chart, 'End', 'ArrowLeft', 'Shift+ArrowLeft');
    await page.locator('.chosen b').getByText('Sat 31 Oct 21:00 – 23:00 UTC').waitFor();
    await page
      .locator('body > .spoken')
      .getByText(/^Sat 31 Oct 21:00 UTC, [\d,]+ Input tokens, \$\d+\.\d{4}$/)
      .waitFor({ state: 'attached' });
    const legend = page.locator('.legend button');
    await legend.first().focus();
    await press(legend.first(), 'ArrowRight');
    assert.match(
      String(await page.evaluate('document.activeElement.innerText')),
      /^gpt-4\.1-mini\s8\.47M$/,
    );
    assert.equal(await page.locator('.legend button[tabindex="0"]').count(), 1);
    await press(legend.nth(1), 'Enter');
    await asked(`filter ${JSON.stringify({ filter: "model = 'gpt-4.1-mini'" })}`);
  });

  test('shows days as days', async () => {
    const dayMs = 24 * HOUR_MS;
    const rows = [0, 1, 3].map((day) => ({
      ...{ startMs: start + day * dayMs, quantity: `${day + 1}`, amount: '1' },
    }));
    const steps = { startMs: start, stepMs: dayMs, length: 7, runningMs: start + 7 * dayMs };
    const series = usageSeries(steps, rows, () => true);
    const page = await open(usageState({ series, groupBy: null, granularity: 'day' }));
    await page.getByRole('button', { name: /^Days without usage/ }).click();
    await page.locator('.chosen').getByText('Tue 27 Oct UTC').waitFor();
    await page.locator('.chosen').getByText('1 d', { exact: true }).waitFor();
    await page.locator('.figures').getByText('Peak day').waitFor();
    await page.getByRole('columnheader', { name: 'Day (UTC)' }).waitFor();
    const chart = page.getByRole('group', { name: 'Usage over time' });
    await chart.focus();
    await press(chart, 'Shift+ArrowRight');
    await page.locator('.chosen b').getByText('Tue 27 Oct – Wed 28 Oct UTC').waitFor();
  });

  const problem = (text: string, others: Partial<UsageProblem> = {}): UsageProblem => ({
    ...{ icon: 'info', text, hint: null, action: null },
    ...others,
  });
  for (const [text, others, action, request] of [
    ['Pick a customer.', {}, undefined, undefined],
    [
      'request_id has too many values to group by.',
      { icon: 'error', action: { kind: 'groupByDay', label: 'Group by Day' } },
      'Group by Day',
      'granularity {"granularity":"day"}',
    ],
    [
      "Acme test's API key can't read billing data.",
      { icon: 'lock', action: { kind: 'replaceKey', label: 'Replace Key…' } },
      'Replace Key…',
      'replaceKey',
    ],
  ] as const) {
    test(`says why there is no chart: ${text}`, async () => {
      const page = await open(usageState({ problem: problem(text, others) }));
      await page.getByText(text).waitFor();
      assert.equal(await page.locator('.chart-box:visible, .table:visible').count(), 0);
      if (action !== undefined) {
        await page.getByRole('button', { name: action }).click();
        await asked(request);
      }
      await host.channel.remote.show(usageState());
      await page.locator('.rows .row').first().waitFor();
      await page.locator('.legend:visible').waitFor();
    });
  }

  test('shows how reading goes and what its figures leave out', async () => {
    const page = await open(usageState({ reading: { part: 6, of: 22 }, isCut: true }));
    await page.locator('.status').getByText('Reading part 7 of 22').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await asked('cancel');
    await page
      .getByText("Orb evaluates the last 100 days. Hours before 25 Oct aren't shown.")
      .waitFor();
    const steps = {
      startMs: start,
      stepMs: HOUR_MS,
      length: 168,
      runningMs: start + 167 * HOUR_MS,
    };
    const read = start + 156 * HOUR_MS;
    const series = usageSeries(steps, usageRows(156, true), (ms) => ms < read);
    const failure = 'Orb had an internal error (status 500).';
    await host.channel.remote.show(usageState({ series, failure, isUnitPrice: false }));
    await page.getByText(`12 hours couldn't be read. ${failure}`).waitFor();
    await page.getByText(/^Each part is priced from the first tier\./).waitFor();
    await page.getByRole('button', { name: 'Retry' }).click();
    await asked('retry');
  });

  for (const theme of ['dark', 'light', 'highContrast'] as const) {
    test(`has nothing for axe to find in the theme ${theme}, wide and narrow`, async () => {
      const page = await open(usageState(), { theme });
      await selectGap();
      await page.getByText('Search 1,084 Sent IDs').waitFor();
      for (const width of [1100, 600, 400]) {
        await page.setViewportSize({ width, height: 760 });
        await page.locator('.rows .selected').first().waitFor();
        assert.deepEqual(await violations(page), [], `${width} px`);
      }
      const shown = problem('Pick a customer.');
      const filterProblem = 'Orb rejected the request.';
      await host.channel.remote.show(usageState({ problem: shown, filterProblem }));
      await page.getByText('Pick a customer.').waitFor();
      assert.deepEqual(await violations(page), []);
    });
  }

  test('is in German, and has room for it', async () => {
    const page = await open(usageState({ isCut: true, isUnitPrice: false }), { language: 'de' });
    await selectGapIn('Stunden ohne Nutzung');
    for (const width of [1100, 600, 400]) {
      await page.setViewportSize({ width, height: 760 });
      await page.locator('.rows .selected').first().waitFor();
      const texts = page.locator(
        'h1, label:visible, button:visible, .figure, .notes, .head > :visible, .chosen > span',
      );
      assert.deepEqual(leftInEnglish(await texts.allInnerTexts()), []);
      const cut = await page.evaluate<readonly string[]>(OVERFLOWING);
      assert.deepEqual(cut, [], `${width} px`);
    }
    await page.getByText(/^Orb wertet die letzten 100 Tage aus/).waitFor();
    assert.match(await page.locator('.figures').innerText(), /38\.519\.228/);
  });

  test('has the top group alone where it is narrow', async () => {
    const page = await open(usageState(), { width: 600 });
    await page.locator('.rows .row').first().waitFor();
    assert.deepEqual(await page.locator('.head > :visible').allInnerTexts(), [
      'Hour (UTC)',
      'Top model',
      'Input tokens',
      'Amount',
    ]);
    await page
      .locator('.rows .top')
      .first()
      .getByText(/^gpt-4\.1 [\d,]+$/)
      .waitFor();
  });
});
