import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { eventually } from '../../helpers/eventually.ts';
import { press, typeInto } from '../keys.ts';
import { violations } from './access.ts';
import { bundleGrid, openGrid } from './gridHost.ts';
import { launchChromium } from './pageHost.ts';

suite('the grid', () => {
  let browser: Browser;
  let html: string;
  let page: Page;
  suiteSetup(async () => {
    [browser, html] = await Promise.all([launchChromium(), bundleGrid()]);
  });
  suiteTeardown(() => browser.close());
  teardown(() => page.context().close());

  const open = async (script: string, theme?: Parameters<typeof openGrid>[2]) => {
    page = await openGrid(browser, html, theme);
    await page.evaluate(script);
  };
  const grid = () => page.getByRole('grid', { name: 'Events' });
  const told = () => page.evaluate<readonly string[]>('told');
  const tells = (line: string) =>
    eventually(`the grid tells ${line}`, async () => (await told()).at(-1) === line);
  const active = () =>
    page.evaluate(
      `document.getElementById(grid.element.getAttribute('aria-activedescendant')).textContent`,
    );
  const keys = (...all: readonly string[]) => press(grid(), ...all);
  const focusRow = () => page.getByText('evt_0', { exact: true }).click();

  test('draws only the rows in view of 50,000, and counts them all', async () => {
    await open('start(); grid.setRows(rowsOf(50_000))');
    assert.equal(await grid().getAttribute('aria-rowcount'), '50001');
    assert.ok((await page.locator('.grid-row').count()) < 40);
    await focusRow();
    await keys('Control+End');
    await page.getByText('evt_49999', { exact: true }).waitFor();
    assert.equal(await page.locator('.grid-row.active').getAttribute('aria-rowindex'), '50001');
    assert.ok((await page.locator('.grid-row').count()) < 40);
  });

  test('moves the active cell by the keys of a grid', async () => {
    await open('start(); grid.setRows(rowsOf(500))');
    await focusRow();
    await keys('ArrowDown', 'ArrowDown');
    assert.equal(await active(), 'evt_2');
    await keys('PageDown');
    assert.equal(await active(), 'evt_12');
    await keys('PageUp', 'Control+Home');
    assert.equal(await active(), 'evt_0');
    await keys('End', 'Home', 'ArrowRight');
    assert.equal(await active(), '0');
    await keys('Control+ArrowDown');
    assert.equal(await active(), `${(499 * 7919) % 1_000}`);
    await keys('Control+Home', 'Enter');
    await tells('open evt_0');
  });

  test('selects with Space, Shift, Ctrl+A, and the pointer, and copies what is selected', async () => {
    await open('start(); grid.setRows(rowsOf(50))');
    await focusRow();
    await keys('Shift+ArrowDown', 'Shift+ArrowDown');
    await tells('select evt_0 evt_1 evt_2');
    await keys('Shift+ArrowUp', 'ArrowDown', 'ArrowDown', 'Space');
    await tells('select evt_0 evt_1 evt_3');
    await keys('Control+c');
    await tells('copy evt_0 evt_1 evt_3');
    await page.getByText('evt_5', { exact: true }).click({ modifiers: ['Control'] });
    await page.getByText('evt_7', { exact: true }).click({ modifiers: ['Shift'] });
    await tells('select evt_5 evt_6 evt_7');
    await keys('Control+a');
    assert.equal(await page.evaluate('grid.selected.length'), 50);
    assert.equal(await page.locator('.grid-row[aria-selected=false]').count(), 0);
  });

  test('keeps the selection and the active row by their keys', async () => {
    await open('start(); grid.setRows(rowsOf(50))');
    await page.getByText('evt_3', { exact: true }).click();
    await page.evaluate('grid.setRows(rowsOf(50).reverse())');
    assert.equal(await page.evaluate('grid.selected[0].id'), 'evt_3');
    assert.equal(await active(), 'evt_3');
    await page.evaluate('grid.setRows(rowsOf(2))');
    await tells('select ');
  });

  test('sorts by the head, up, down, and not', async () => {
    await open('start(); grid.setRows(rowsOf(5))');
    const title = page.getByRole('columnheader', { name: 'tokens' });
    await title.click();
    await tells('sort tokens false');
    assert.equal(await title.getAttribute('aria-sort'), 'ascending');
    await keys('Enter');
    await tells('sort tokens true');
    assert.equal(await title.getAttribute('aria-sort'), 'descending');
    await keys('Enter');
    await tells('sort none');
    await page.getByRole('columnheader', { name: 'last' }).click();
    assert.equal((await told()).at(-1), 'sort none');
  });

  test('moves and resizes columns by keys and by dragging', async () => {
    await open('start(); grid.setRows(rowsOf(5))');
    await focusRow();
    await keys('ArrowUp', 'ArrowRight', 'Alt+ArrowLeft');
    assert.deepEqual((await page.getByRole('columnheader').allInnerTexts()).slice(0, 2), [
      'tokens',
      'Event ID',
    ]);
    await keys('Shift+ArrowRight');
    await tells('layout {"order":["tokens","id","note","more","last"],"widths":{"tokens":136}}');
    const title = page.getByRole('columnheader', { name: 'tokens' });
    assert.equal((await title.boundingBox())?.width, 136);
    const edge = await page.locator('.grid-edge').first().boundingBox();
    assert.ok(edge !== null);
    await page.mouse.move(edge.x + 3, edge.y + 10);
    await page.mouse.down();
    await page.mouse.move(edge.x + 67, edge.y + 10);
    await page.mouse.up();
    assert.equal((await title.boundingBox())?.width, 200);
    await title.dragTo(page.getByRole('columnheader', { name: 'note' }));
    assert.deepEqual(await page.getByRole('columnheader').allInnerTexts(), [
      'Event ID',
      'note',
      'tokens',
      'last',
    ]);
  });

  test('shows columns that are chosen, and their content only as text', async () => {
    await open('start({ layout: { visible: { more: true, note: false } } })');
    await page.evaluate('grid.setRows(rowsOf(1))');
    assert.deepEqual(await page.getByRole('gridcell').allInnerTexts(), [
      'evt_0',
      '0',
      '<b>more</b>',
      '',
    ]);
    await page.evaluate('grid.setLayout({})');
    await page.getByText('a[U+202E]b').waitFor();
  });

  test('unfolds a row in place, and keeps the focus inside while scrolling', async () => {
    await open('start({ canUnfold: true }); grid.setRows(rowsOf(1_000))');
    await focusRow();
    await keys('Enter');
    const input = page.getByRole('textbox', { name: 'Note of evt_0' });
    await eventually('the next row is below the detail', async () => {
      const [detail, next] = await Promise.all([
        page.locator('.grid-detail').boundingBox(),
        page.locator('.grid-row').nth(1).boundingBox(),
      ]);
      return detail !== null && next !== null && next.y >= detail.y + detail.height - 0.5;
    });
    await input.click();
    await typeInto(input, 'x');
    await page.evaluate('grid.element.scrollTop = 20_000');
    await page.getByText('evt_835', { exact: true }).waitFor();
    await press(input, 'y', 'Home');
    assert.equal(await input.inputValue(), 'xy');
    await page.evaluate('grid.focus()');
    await keys('Control+Home', 'Enter');
    await input.waitFor({ state: 'detached' });
  });

  test('reads a million rows by page, and scrolls them a row at a time', async () => {
    await open('start(); grid.setSource(sourceOf(1_000_000))');
    await page.getByText('evt_0', { exact: true }).click();
    await keys('Control+End');
    await page.getByText('evt_999999', { exact: true }).waitFor();
    await keys('ArrowUp', 'Control+Home', 'PageDown');
    await page.getByText('evt_10', { exact: true }).waitFor();
    await page.mouse.move(300, 200);
    await page.mouse.wheel(0, 240);
    await page.getByText('evt_20', { exact: true }).waitFor();
    assert.deepEqual(await told(), ['page 0 100', 'select evt_0', 'page 999900 100']);
  });

  test('stays at the end while rows are added, and where it is otherwise', async () => {
    await open('start(); grid.setRows(rowsOf(100)); grid.scrollToEnd()');
    await page.evaluate('grid.append(rowsOf(50, 100))');
    await page.getByText('evt_149', { exact: true }).waitFor();
    await page.evaluate('grid.element.scrollTop = 240');
    await page.getByText('evt_10', { exact: true }).waitFor();
    await eventually('the grid is no longer at its end', () => page.evaluate('!grid.isAtEnd'));
    await page.evaluate('grid.append(rowsOf(50, 150))');
    assert.equal(await page.evaluate('grid.element.scrollTop'), 240);
  });

  for (const theme of ['dark', 'light', 'highContrast'] as const) {
    test(`has no accessibility violations in ${theme}`, async () => {
      await open(
        'start({ canUnfold: true, sort: { column: "tokens", isDescending: true } }); grid.setRows(rowsOf(500)); grid.toggle("evt_1")',
        theme,
      );
      await focusRow();
      await keys('Shift+ArrowDown');
      assert.deepEqual(await violations(page), []);
    });
  }
});
