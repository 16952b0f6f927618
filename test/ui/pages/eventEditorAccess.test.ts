import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { press } from '../keys.ts';
import { violations } from './access.ts';
import {
  conflict,
  connections,
  eventState,
  merged,
  mergedState,
  openEventEditor,
  timestampProblem,
  wrongTime,
  type EditorHost,
  type EditorOptions,
} from './eventEditorHost.ts';
import { launchChromium, type PageTheme } from './pageHost.ts';

/** Browser types aren't available in this build. */
interface InBrowser {
  getComputedStyle(element: unknown): { readonly animationName: string };
}

suite("the accessibility of the event editor's page", () => {
  let browser: Browser;
  let host: EditorHost;
  suiteSetup(async () => {
    browser = await launchChromium();
  });
  suiteTeardown(() => browser.close());
  teardown(async () => {
    assert.deepEqual(host.complaints, []);
    await host.close();
  });
  const open = async (options: EditorOptions = {}) => {
    host = await openEventEditor(browser, options);
  };

  for (const theme of ['dark', 'light', 'highContrast'] as const satisfies PageTheme[]) {
    test(`passes axe in the theme ${theme}, wide and narrow`, async () => {
      await open({ theme, text: wrongTime, state: eventState({ connection: connections.live }) });
      await host.problems(timestampProblem, { on: '412', severity: 'warning', message: 'Odd.' });
      await host.page.locator('.problem').first().waitFor();
      for (const width of [1100, 600, 400]) {
        await host.page.setViewportSize({ width, height: 760 });
        assert.deepEqual(await violations(host.page), [], `${width} px`);
      }
    });
  }

  test('hides labels, local time, and age before it cuts off the event ID, the customer, or the time in UTC', async () => {
    const { event, ...rest } = eventState();
    const customer = 'acme-corporation-production-europe';
    await open({ state: { ...rest, event: { ...event, externalCustomerId: customer } } });
    const values = [event.id, customer, '2026-08-20 03:12:04.250 UTC'];
    const isCut = (element: object) =>
      Number(Reflect.get(element, 'scrollWidth')) > Number(Reflect.get(element, 'clientWidth'));
    for (const width of [1100, 600, 400]) {
      await host.page.setViewportSize({ width, height: 760 });
      for (const value of values) {
        const element = host.page.locator('.facts dd > .data', { hasText: value });
        assert.equal(await element.evaluate(isCut), false, `${value} at ${width} px`);
      }
    }
    assert.equal(await host.page.locator('.facts .local').isVisible(), false);
    // A screen reader still has the labels.
    await host.page.getByRole('term').getByText('Event ID').waitFor({ state: 'attached' });
    const labels = host.page.locator('.facts dt', { hasText: 'Event ID' });
    assert.equal((await labels.boundingBox())?.width, 1);
    const long = { ...event, externalCustomerId: `${customer}-eu-west-1` };
    await host.show({ ...rest, event: long });
    await host.page.setViewportSize({ width: 600, height: 760 });
    const own = host.page.locator('.facts .own-id');
    await own.waitFor({ state: 'attached' });
    const data = host.page.locator('.facts dd > .data', { hasText: long.externalCustomerId });
    assert.equal(await data.evaluate(isCut), false, 'the other ID gives way first');
  });

  test('describes the change of a field as text, since letters are for the states of tabs and rows', async () => {
    await open({ text: wrongTime.replace('"plan"', '"plan2"') });
    assert.deepEqual(await host.page.locator('.change .kind').allInnerTexts(), [
      'changed',
      'added',
      'removed',
    ]);
  });

  for (const theme of ['dark', 'light', 'highContrast'] as const satisfies PageTheme[]) {
    test(`passes axe with undecided fields in the theme ${theme}`, async () => {
      const conflicts = [...merged.merge.conflicts, conflict('plan', undefined, null, '"pro"')];
      const history = [
        { id: '2', kind: 'noResponse', fields: ['plan'], atMs: 0, became: 'arrived' },
        { id: '1', kind: 'amendedElsewhere', fields: [], atMs: 0 },
      ] as const;
      const merge = { ...merged.merge, conflicts };
      await open({ theme, text: merged.text, state: mergedState({ merge, history }) });
      await press(host.page.locator('.cm-content'), 'F8');
      for (const width of [1100, 600, 400]) {
        await host.page.setViewportSize({ width, height: 760 });
        assert.deepEqual(await violations(host.page), [], `${width} px`);
      }
      await host.page.getByRole('button', { name: "Take All Orb's" }).click();
      await host.page.getByText('2 selected').waitFor();
      assert.deepEqual(await violations(host.page), []);
    });
  }

  test("doesn't animate if the user prefers reduced motion", async () => {
    await open({ state: eventState({ status: { kind: 'comparing' } }) });
    const turning = host.page.locator('.codicon-modifier-spin').first();
    await turning.waitFor();
    const animation = () =>
      turning.evaluate(
        (element) => (globalThis as unknown as InBrowser).getComputedStyle(element).animationName,
      );
    assert.equal(await animation(), 'spin');
    await host.page.locator('body').evaluate((body) => {
      (body as { className: string }).className += ' vscode-reduce-motion';
    });
    assert.equal(await animation(), 'none');
  });

  for (const [what, options] of [
    ['with a problem', { text: wrongTime }],
    ['with a conflict', { text: merged.text, state: mergedState() }],
  ] as const) {
    test(`keeps mode row, JSON, and footer visible at any size, ${what}`, async () => {
      await open(options);
      if (options.text === wrongTime) await host.problems(timestampProblem);
      for (const [width, height] of [
        [1100, 760],
        [900, 600],
        [700, 480],
        [500, 400],
        [400, 340],
        [320, 300],
      ] as const) {
        await host.page.setViewportSize({ width, height });
        const parts = await host.page.locator('.mode-row, .json, footer').all();
        const boxes = await Promise.all(parts.map((part) => part.boundingBox()));
        for (const box of boxes) {
          const inView =
            box && box.y >= 0 && box.y + box.height <= height + 0.5 && box.height >= 24;
          assert.ok(inView, `${width} × ${height}: ${JSON.stringify(boxes)}`);
        }
      }
    });
  }
});
