import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { tableOf } from '../../../src/core/results/rows.ts';
import { eventually } from '../../helpers/eventually.ts';
import { leftInEnglish } from '../../helpers/german.ts';
import { press, typeInto } from '../keys.ts';
import { violations } from './access.ts';
import { launchChromium } from './pageHost.ts';
import { manyEvents, openResults, resultsState, view, type ResultsHost } from './resultsHost.ts';

const missing = [{ id: 'chatcmpl-gone', reason: 'not in the last 7 days' }];

/** A few events with what is special about values. */
const special = tableOf(
  [
    view('evt_a', '{"tokens":9007199254740993,"model":"gpt"}'),
    view('evt_b', '{"tokens":0.10,"model":"=HYPERLINK(1)"}', { externalCustomerId: 'globex' }),
    view('evt_c', '{"tokens":"9120","model":"gpt"}'),
    view('evt_d', '{"tokens":5}', { deprecated: true, eventName: 'embedding' }),
  ],
  missing,
);

suite('the page with results', () => {
  let browser: Browser;
  let host: ResultsHost;
  suiteSetup(async () => {
    browser = await launchChromium();
  });
  suiteTeardown(() => browser.close());
  teardown(async () => {
    assert.deepEqual(host.complaints, []);
    await host.close();
  });

  const open = async (
    table: Parameters<typeof openResults>[1] = special,
    options: Parameters<typeof openResults>[2] = {},
  ) => {
    host = await openResults(browser, table, options);
    return host.page;
  };
  const grid = () => host.page.getByRole('grid', { name: 'Events' });
  const ids = () => host.page.locator('.grid-row .grid-cell:first-child').allInnerTexts();
  const shows = (...expected: readonly string[]) =>
    eventually(`the table shows ${expected.join(', ')}`, async () => {
      return (await ids()).join() === expected.join();
    });
  const asked = (line: string) =>
    eventually(`the page asks for ${line}`, () => host.asked.includes(line));
  const press1 = (name: string) => host.page.getByRole('button', { name, exact: true }).click();
  const figures = () => host.page.locator('.figure').allInnerTexts();

  test('shows events as rows with values as Orb wrote them, and IDs that were not found last', async () => {
    const page = await open();
    assert.deepEqual(await page.getByRole('columnheader').allInnerTexts(), [
      'Event ID',
      'Time (UTC)',
      'Event name',
      'Customer',
      'Σtokens',
      'model',
      'State',
    ]);
    assert.deepEqual(await page.getByRole('row').nth(2).getByRole('gridcell').allInnerTexts(), [
      'evt_a',
      '28 Oct 22:00:10.412',
      'chat_completion',
      'acme-corp',
      '9007199254740993',
      'gpt',
      'Active',
    ]);
    const last = await page.getByRole('row').last().getByRole('gridcell').allInnerTexts();
    assert.deepEqual([last[0], last.at(-1)], ['chatcmpl-gone', 'not in the last 7 days']);
    await page.getByText('4 of 5 found').waitFor();
  });

  test('sums exactly, leaves deprecated events and text out, and marks text among numbers', async () => {
    const page = await open();
    assert.deepEqual(await figures(), [
      'Events\n4\n1 deprecated, not summed',
      'Sum of tokens\n9,007,199,254,740,993.1',
      'Numbers\n2',
      'Min\n0.1',
      'Max\n9,007,199,254,740,993',
      'Text, not summed\n1',
      'Not found\n1',
    ]);
    assert.deepEqual(await page.locator('.legend .group').allInnerTexts(), [
      'acme-corp\n9,007,199,254,740,993\n100.0 %, 2 events',
      'globex\n0.1\n0.0 %, 1 event',
    ]);
    const odd = page.getByText('"9120"');
    assert.match((await odd.getAttribute('class')) ?? '', /warning/);
    await page.getByTitle('Show Text').click();
    await shows('evt_c');
    await press1('Clear Filters');
    await page.getByTitle('Show IDs Not Found').click();
    await shows('chatcmpl-gone');
  });

  test('sums by event name, and keeps that choice', async () => {
    const page = await open();
    await page.getByLabel('by', { exact: true }).selectOption('Event name');
    await eventually('the legend lists event names', async () => {
      return (await page.locator('.legend .data').allInnerTexts()).join() === 'chat_completion';
    });
    assert.equal(host.keptViews.at(-1)?.by, 'name');
    await page.getByLabel('Sum of').selectOption('none');
    assert.deepEqual(await figures(), ['Events\n4', 'Not found\n1']);
  });

  test('filters by what is typed below a title, and figures follow', async () => {
    const page = await open();
    await page.getByLabel('Filter tokens').fill('> 9007199254740992');
    await shows('evt_a');
    await page.locator('.range').getByText('1 of 5 shown').waitFor();
    assert.equal((await figures())[1], 'Sum of tokens\n9,007,199,254,740,993');
    await page.getByLabel('Filter tokens').fill('no such number');
    await page.getByText('None of 5 events match.').waitFor();
    await press1('Clear Filters');
    await page.getByRole('button', { name: /^globex/ }).click();
    await shows('evt_b');
    await press1('Clear Filters');
    await page.getByLabel('Filter State').selectOption('Deprecated');
    await shows('evt_d');
    await page.getByLabel('Filter State').selectOption('any');
    await shows('evt_a', 'evt_b', 'evt_c', 'evt_d', 'chatcmpl-gone');
  });

  test('sorts numbers by value, before text and empty cells', async () => {
    const page = await open();
    await page.getByRole('columnheader', { name: 'tokens' }).click();
    await shows('evt_b', 'evt_d', 'evt_a', 'evt_c', 'chatcmpl-gone');
    await page.getByRole('status').getByText('Sorted by tokens, ascending').waitFor();
    await press(grid(), 'Enter');
    await shows('evt_c', 'evt_a', 'evt_d', 'evt_b', 'chatcmpl-gone');
    assert.deepEqual(await page.evaluate('keptState.view.sort'), {
      column: 'property:tokens',
      isDescending: true,
    });
  });

  test('acts on the selected events', async () => {
    const page = await open();
    await page.getByText('Select rows to open').waitFor();
    await page.getByText('evt_a', { exact: true }).click();
    await press(grid(), 'Shift+ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowDown');
    await page.getByText('4 selected, 9,007,199,254,740,998.1 tokens, 1 text').waitFor();
    await press1('Open 4');
    await asked('open {"ids":["evt_a","evt_b","evt_c","evt_d"]}');
    await press1('Deprecate 3…');
    await asked('deprecate {"ids":["evt_a","evt_b","evt_c"]}');
    await press1('Edit as Event File');
    await asked('edit {"ids":["evt_a","evt_b","evt_c"]}');
    await page.getByText('evt_d', { exact: true }).click();
    await page.getByText("1 selected. Deprecated events can't be amended").waitFor();
    await press(grid(), 'Delete', 'Enter');
    await asked('open {"ids":["evt_d"]}');
    assert.equal(host.asked.filter((each) => each.startsWith('deprecate')).length, 1);
  });

  test('copies and exports the columns that are shown, without formulas', async () => {
    const page = await open(special, {
      view: {
        layout: {
          order: ['property:model', 'id', 'state'],
          visible: { time: false, name: false, customer: false },
        },
        sumOf: 'tokens',
        by: 'customer',
      },
    });
    await page.getByText('evt_b', { exact: true }).click();
    await press(grid(), 'Control+c');
    await page.getByRole('status').getByText('Copied').waitFor();
    assert.equal(
      host.texts.at(-1),
      "model\tEvent ID\ttokens\tState\n'=HYPERLINK(1)\tevt_b\t0.10\tactive\n",
    );
    await page.locator('.actions').getByRole('button', { name: 'Export…' }).click();
    await asked('export 5');
    assert.equal(host.texts.at(-1)?.split('\r\n')[2], `"'=HYPERLINK(1)",evt_b,0.10,active`);
  });

  test('shows the columns that are chosen, and keeps the layout', async () => {
    const page = await open(special, { chosen: ['id', 'state'] });
    await press1('Columns…');
    await eventually('two columns are left', async () => {
      return (await page.getByRole('columnheader').allInnerTexts()).join() === 'Event ID,State';
    });
    assert.match(host.asked.at(-1) ?? '', /property:tokens in 4 events/);
    const { visible } = host.keptViews.at(-1)?.layout as { readonly visible: object };
    assert.deepEqual(visible, {
      ...{ id: true, time: false, name: false, customer: false, state: true },
      ...{ 'property:tokens': false, 'property:model': false },
    });
  });

  test('follows the search: reading, failed, and new rows, without losing the selection', async () => {
    const page = await open(special, { state: { phase: 'reading', asked: 500, total: 1_090 } });
    await page.getByText('Reading 1,090 IDs, 500 so far').waitFor();
    await press1('Cancel');
    await asked('cancel');
    await page.getByText('evt_c', { exact: true }).click();
    const more = manyEvents(30);
    void host.channel.remote.showTable({ ...special, rows: special.rows.toReversed() });
    await shows('chatcmpl-gone', 'evt_d', 'evt_c', 'evt_b', 'evt_a');
    assert.equal(await page.locator('[aria-selected=true]').getByText('evt_c').count(), 1);
    void host.channel.remote.show(
      resultsState(special, { phase: 'failed', failure: "Can't reach Orb." }),
    );
    await page.getByText("Can't reach Orb.").waitFor();
    await press1('Refresh');
    await asked('refresh');
    void host.channel.remote.showTable(more);
    await page.getByText('Select rows to open').waitFor();
  });

  test('does not offer to deprecate more events than Orb allows', async () => {
    const page = await open(manyEvents(300));
    await page.locator('.grid-row').first().click();
    await press(grid(), 'Control+a');
    await page.getByText('At most 100 events can be deprecated.').waitFor();
    const deprecate = page.getByRole('button', { name: /^Deprecate/ });
    assert.equal(await deprecate.getAttribute('aria-disabled'), 'true');
    await deprecate.click({ force: true });
    await press(deprecate, 'Control+f');
    await typeInto(page.getByLabel('Filter Event ID'), '00011');
    await shows('chatcmpl-00011-4e0a-8a57');
    assert.equal(
      host.asked.some((each) => each.startsWith('deprecate')),
      false,
    );
  });

  test('has all of its texts in German', async () => {
    const page = await open(manyEvents(12, missing), { language: 'de' });
    await page.locator('.grid-row').first().click();
    await page.getByRole('button', { name: 'Als Event-Datei bearbeiten' }).waitFor();
    const texts = page.locator('button, label, .figure, .picker, footer, [role=columnheader]');
    assert.deepEqual(leftInEnglish(await texts.allInnerTexts()), []);
  });

  for (const theme of ['dark', 'light', 'highContrast'] as const) {
    test(`has no accessibility violations in ${theme}`, async () => {
      const page = await open(manyEvents(500, missing), { theme });
      await page.locator('.grid-row').nth(3).click();
      await press(grid(), 'Shift+ArrowDown');
      assert.deepEqual(await violations(page), []);
    });
  }
});
