import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import type { TrafficState } from '../../../src/protocol/traffic.ts';
import { eventually } from '../../helpers/eventually.ts';
import { leftInEnglish } from '../../helpers/german.ts';
import { focused, press, typeInto } from '../keys.ts';
import { violations } from './access.ts';
import { launchChromium } from './pageHost.ts';
import {
  openTraffic,
  problem,
  recorded,
  someRequests,
  trafficState,
  type TrafficHost,
} from './trafficHost.ts';

const MANY = 50_000;

/** Buttons that are wider than there is room, and the page itself. */
const OVERFLOWING = `[...document.querySelectorAll('main, footer, .head-action, .secondary')]
  .filter((each) => each.offsetParent !== null && each.scrollWidth > each.clientWidth + 1)
  .map((each) => each.className + ' ' + each.innerText.slice(0, 40))`;

const many = (first: number, count: number) =>
  Array.from({ length: count }, (_, index) =>
    recorded(first + index, { events: 1, requestBody: '{}', responseBody: '' }),
  );

/** A state, the footer's sentence, and its buttons. */
const states: readonly (readonly [string, Partial<TrafficState>, RegExp, string])[] = [
  ['recording', {}, /^Requests are forwarded to Acme test unchanged\.$/, 'Inject Fault…'],
  [
    'with a fault',
    { fault: 'The next 3 ingest requests return 500 without reaching Orb.' },
    /^The next 3 ingest requests return 500 without reaching Orb\.$/,
    'Clear Fault, Inject Fault…',
  ],
  [
    'without a response from Orb',
    { unreachableSinceMs: Date.parse('2026-11-02T10:44:02Z') },
    /^api\.withorb\.com hasn't responded since 10:44:02 UTC\. Your service gets 502/,
    'Send to Sandbox Instead…, Inject Fault…',
  ],
  [
    'stopped',
    { phase: { kind: 'stopped', atMs: Date.parse('2026-11-02T10:52:00Z') }, variables: null },
    /^Stopped\. The requests are kept until you close this page\.$/,
    'Compare with Orb…, Save as Event File…',
  ],
  [
    'ended',
    { phase: { kind: 'ended' }, variables: null },
    /^The recorder ended\. The requests are kept/,
    'Compare with Orb…, Save as Event File…',
  ],
];

suite('the Traffic page', () => {
  let browser: Browser;
  let host: TrafficHost;
  suiteSetup(async () => {
    browser = await launchChromium();
  });
  suiteTeardown(() => browser.close());
  teardown(async () => {
    assert.deepEqual(host.complaints, []);
    await host.close();
  });

  const open = async (
    ...args: Parameters<typeof openTraffic> extends [Browser, ...infer A] ? A : never
  ) => {
    host = await openTraffic(browser, ...args);
    return host.page;
  };
  const grid = () => host.page.locator('.grid');
  const rows = () => host.page.locator('.grid-row');
  const row = (words: RegExp) => rows().filter({ hasText: words }).first();
  const button = (name: string) => host.page.getByRole('button', { name, exact: true });
  const asked = (line: string) =>
    eventually(`the page asks for ${line}`, () => host.asked.includes(line));
  const newBelow = () => host.page.locator('footer .link');

  for (const [name, changes, sentence, buttons] of states) {
    test(`${name}: the footer says what happens to requests`, async () => {
      const page = await open(undefined, trafficState(changes));
      assert.match(await page.locator('footer .said').innerText(), sentence);
      assert.equal((await page.locator('.buttons button').allInnerTexts()).join(', '), buttons);
    });
  }

  test('before the first request it says what a service needs', async () => {
    const page = await open([]);
    await page.getByText('Waiting for the first request.').waitFor();
    await page.getByText('http://127.0.0.1:4511/v1').waitFor();
    await page.getByRole('button', { name: 'Copy ORB_API_KEY' }).click();
    await asked('copy {"text":"recorder_3f9c2a71c4e80b56"}');
    await page.getByLabel('Use for new terminals and debugging').check();
    await asked('run {"action":"useInTerminals"}');
    await button('Copy as .env').click();
    await asked('run {"action":"copyEnv"}');
    await host.record([recorded(1)]);
    await row(/v1\/ingest/).waitFor();
    assert.equal(await page.getByText('Waiting for the first request.').isVisible(), false);
  });

  test('follows only at the end', async () => {
    const page = await open(someRequests(80));
    await row(/injected fault/).waitFor();
    await host.record([recorded(85, { path: '/v1/newest' })]);
    await row(/newest/).waitFor();
    await page.evaluate("document.querySelector('.grid').scrollTop = 0");
    await row(/10:31:01\.737/).waitFor();
    await host.record([recorded(86, { path: '/v1/hidden' }), recorded(87)]);
    await newBelow().filter({ hasText: '2 new below' }).waitFor();
    assert.equal(await row(/hidden/).count(), 0);
    await newBelow().click();
    await row(/hidden/).waitFor();
    await newBelow().waitFor({ state: 'hidden' });
  });

  test('while it is paused, new requests wait; Space pauses too', async () => {
    const page = await open();
    await button('Pause').click();
    await host.record([recorded(45, { path: '/v1/later' })]);
    await page.locator('.status').filter({ hasText: 'Paused, 1 new' }).waitFor();
    assert.match(await page.locator('footer').innerText(), /Requests are still forwarded/);
    assert.equal(await row(/later/).count(), 0);
    await grid().focus();
    await press(grid(), 'Space');
    await row(/later/).waitFor();
    await page.locator('.status').filter({ hasText: 'Recording since 10:31 UTC' }).waitFor();
  });

  test('filters by path, status, event name, and ID, also what comes later', async () => {
    const page = await open();
    await grid().focus();
    await press(grid(), 'Control+f');
    await typeInto(page.getByRole('textbox'), 'chatcmpl-3-1');
    await eventually('one request is left', async () => (await rows().count()) === 1);
    await host.record([recorded(45, { requestBody: '{"id":"chatcmpl-3-1"}' }), recorded(46)]);
    await eventually('the new one with the ID came', async () => (await rows().count()) === 2);
    await page.getByRole('textbox').fill('nothing has this');
    await page.getByText('None of 46 requests matches.').waitFor();
    await button('Clear Filter').click();
    await page.getByLabel('Only with problems').check();
    await eventually('those with problems are left', async () => (await rows().count()) === 4);
    assert.match(await page.locator('.counts').innerText(), /^46 requests, .* 4 with problems$/);
  });

  test('a cleared list comes back with Undo or Ctrl+Z', async () => {
    const page = await open();
    await button('Clear').click();
    await page.getByText('The list is cleared.').waitFor();
    await button('Undo').click();
    await row(/injected fault/).waitFor();
    await button('Clear').click();
    await press(button('Clear'), 'Control+z');
    await row(/injected fault/).waitFor();
    await button('Clear').click();
    await host.record([recorded(45)]);
    await button('Export HAR…').click();
    await asked('export {"action":"exportHar","after":44}');
  });

  test('the detail has events with their problems, bodies, and headers', async () => {
    const page = await open();
    await row(/cached is text/).click();
    const detail = page.locator('.detail');
    await detail.getByText('"cached" is text.').waitFor();
    assert.equal(await detail.locator('.squiggle').innerText(), '"true"');
    assert.equal(await detail.locator('.tok-number').first().innerText(), '12500');
    await detail.getByRole('button', { name: 'Open Event' }).first().click();
    await asked('openEvent {"n":41,"index":0}');
    await detail.getByRole('button', { name: 'Find in Code' }).first().click();
    await asked('findInCode {"text":"chat_completion"}');
    await detail.getByRole('button', { name: /^Headers/ }).click();
    await detail.getByText('[hidden]').waitFor();
    for (const [label, action] of [
      ['Replay To…', 'replay'],
      ['Save as File…', 'save'],
      ['Copy As…', 'copyAs'],
    ] as const) {
      await button(label).click();
      await asked(`onRequest {"n":41,"action":"${action}"}`);
    }
    await row(/different content/).click();
    await button('Go to That Request').click();
    await detail.getByText('"cached" is text.').waitFor();
    assert.match(
      await page.locator('.grid-row[aria-selected="true"]').innerText(),
      /cached is text/,
    );
  });

  test('by keyboard: Enter goes to the detail, Escape back, End follows again', async () => {
    const page = await open(someRequests(80));
    await grid().focus();
    await press(grid(), 'Control+Home', 'ArrowDown', 'Enter');
    await focused(page.locator('.detail'));
    await press(page.locator('.detail'), 'Escape');
    await press(grid(), 'End');
    await row(/injected fault/).waitFor();
    assert.match(
      await page.locator('.grid-row[aria-selected="true"]').innerText(),
      /injected fault/,
    );
  });

  test('a long body is cut, and opens as a document', async () => {
    const requestBody = JSON.stringify({ text: 'x'.repeat(250_000) }).slice(0, 200_000);
    const page = await open([
      recorded(1, { events: 0, requestBody, requestBytes: 5_000_000, requestCut: true }),
      recorded(2, { events: 0, requestBody: `[${'"long text",'.repeat(20_000)}1]` }),
    ]);
    await rows().first().click();
    await page.getByText('Only the beginning was recorded.').waitFor();
    await page.locator('.fold-row').filter({ hasText: '5 MB' }).waitFor();
    await rows().nth(1).click();
    await page.getByText('Only the beginning is shown.').waitFor();
    await page.locator('.fold-body .link').first().click();
    await asked('onRequest {"n":2,"action":"openRequest"}');
  });

  test('new problems are read out, together when many come at once', async () => {
    const page = await open();
    const said = page.locator('[role=status].spoken');
    await host.record([recorded(45), recorded(46, { problems: [problem()] })]);
    await eventually('the problem is read out', async () =>
      (await said.innerText()).endsWith('POST /v1/ingest: cached is text'),
    );
  });

  test('has 50,000 requests, takes more, and lets go of the oldest', async () => {
    const page = await open(many(1, MANY), undefined, { requests: MANY });
    await row(/v1\/ingest/).waitFor();
    for (let batch = 0; batch < 3; batch += 1) await host.record(many(MANY + 1 + batch * 200, 200));
    await eventually('the oldest are gone', async () =>
      (await page.locator('.counts').innerText()).startsWith('50,000 requests'),
    );
    assert.ok((await rows().count()) < 100, 'only the rows in view exist');
  });

  test('stops and starts; a new recorder begins with an empty list', async () => {
    const page = await open();
    await button('Stop').click();
    await asked('run {"action":"stop"}');
    const phase = { kind: 'stopped', atMs: Date.parse('2026-11-02T10:52:00Z') } as const;
    await host.channel.remote.show(trafficState({ phase, variables: null, address: '' }));
    await page.locator('.status').filter({ hasText: 'Stopped at 10:52 UTC' }).waitFor();
    await button('Start').click();
    await asked('run {"action":"start"}');
    await host.channel.remote.clear();
    await host.channel.remote.show(trafficState());
    await page.getByText('Waiting for the first request.').waitFor();
  });

  for (const width of [1100, 820, 600, 420]) {
    test(`everything fits at a width of ${width}, also in German`, async () => {
      const page = await open(undefined, trafficState(), { width, language: 'de' });
      await row(/cached/).click();
      await page.locator('.fold').first().waitFor();
      assert.deepEqual(await page.evaluate(OVERFLOWING), []);
      const shown = page.locator('.title-line, .controls, .grid, .detail, footer');
      assert.deepEqual(leftInEnglish(await shown.allInnerTexts()), []);
      const selected = page.locator('.grid-row[aria-selected="true"]');
      await selected.waitFor();
      const box = await selected.boundingBox();
      const grid = await page.locator('.grid').boundingBox();
      assert.ok(
        box && grid && box.y + box.height <= grid.y + grid.height + 1,
        'the row stays in view',
      );
    });
  }

  test('has no accessibility problems in any theme', async () => {
    const page = await open();
    await row(/cached is text/).click();
    await page.locator('.fold').first().waitFor();
    for (const theme of ['dark', 'light', 'highContrast'] as const) {
      await host.theme(theme);
      assert.deepEqual(await violations(page), [], theme);
    }
  });
});
