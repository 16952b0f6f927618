import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import type { IngestRunState } from '../../../src/protocol/ingestRun.ts';
import { eventually } from '../../helpers/eventually.ts';
import { press } from '../keys.ts';
import { violations } from './access.ts';
import {
  groups,
  openIngestRun,
  quietState,
  runState,
  type IngestRunHost,
} from './ingestRunHost.ts';
import { launchChromium } from './pageHost.ts';

const clock = String.raw`\d\d:\d\d:\d\d UTC`;
const atMs = Date.now();

/** A state, the footer's text, and its buttons; the last one is the primary button. */
const states: readonly (readonly [string, IngestRunState, RegExp, string])[] = [
  [
    'checking before a resume',
    quietState({ phase: { kind: 'checking', lines: 2_400 } }),
    /^Checking usage-30-oct-2-nov\.orb\.ndjson before anything is sent: line 2,400\.$/,
    'Stop, Verify (off)',
  ],
  [
    'being sent',
    quietState({ phase: { kind: 'sending', left: '2 s' }, accepted: 1_500, notSent: 1_723 }),
    /^Sent 1,500 of 3,223 lines to Acme production\. About 2 s left\.$/,
    'Stop, Verify (off)',
  ],
  [
    'accepted',
    quietState(),
    new RegExp(`^3,223 of 3,223 lines accepted at ${clock}\\.Orb's search may not show`),
    'Show Events, Verify',
  ],
  [
    'a single line',
    quietState({ lines: 1, accepted: 1 }),
    new RegExp(`^1 line accepted at ${clock}\\.`),
    'Show Events, Verify',
  ],
  [
    'in a backfill',
    quietState({ accepted: 361, lines: 361, backfill: { name: '30 – 31 Oct', isOpen: true } }),
    /^361 events are in the backfill of 30 – 31 Oct\. They count when you close the backfill\.$/,
    'Show Events, Close Backfill…',
  ],
  [
    'stopped',
    quietState({
      accepted: 1_842,
      notSent: 1_381,
      phase: { kind: 'stopped', atMs, why: { kind: 'stopped' } },
    }),
    /^Stopped after 1,842 of 3,223 lines\. Resuming sends only the rest\.$/,
    'Show Events, Resume',
  ],
  [
    'interrupted',
    quietState({ accepted: 1_842, notSent: 1_381, phase: { kind: 'interrupted' }, requests: null }),
    /^Interrupted after 1,842 of 3,223 lines\./,
    'Show Events, Resume',
  ],
  [
    'stopped by a rejected key',
    quietState({
      accepted: 1_842,
      notSent: 1_381,
      phase: { kind: 'stopped', atMs, why: { kind: 'keyRejected' } },
    }),
    /^Orb rejected the API key of Acme production after 1,842 of 3,223 lines\./,
    'Resume, Replace Key…',
  ],
  [
    'stopped without a response',
    quietState({
      accepted: 1_842,
      notSent: 1_381,
      unanswered: 500,
      phase: { kind: 'stopped', atMs, why: { kind: 'noResponse' } },
    }),
    /^No response from Orb for 500 lines\. They may have arrived; resuming is safe\.$/,
    'Verify, Resume',
  ],
  [
    'stopped since its backfill was closed',
    quietState({
      accepted: 0,
      notSent: 3_223,
      phase: { kind: 'stopped', atMs, why: { kind: 'closed', sentence: 'It was closed.' } },
    }),
    /^It was closed\.$/,
    'Resume into Another Backfill…',
  ],
  [
    'sent by another window',
    quietState({ accepted: 1_842, notSent: 1_381, phase: { kind: 'elsewhere' } }),
    /^Another window is sending this file: 1,842 of 3,223 lines\.$/,
    'Resume (off)',
  ],
  [
    'impossible to resume, since its file changed',
    quietState({ accepted: 1_842, notSent: 1_381, phase: { kind: 'fileChanged', atMs } }),
    new RegExp(`changed at ${clock}, so this ingest can't resume\\.Ingest it again: events Orb`),
    'Ingest Again…',
  ],
  [
    'being verified',
    quietState({ phase: { kind: 'verifying', done: 2_000, of: 3_223 } }),
    /^Searching for 3,223 events: 2,000 done\.$/,
    'Stop, Verify (off)',
  ],
  [
    'verified',
    quietState({ verified: { atMs, found: 3_223, missing: 0, different: 0, versions: null } }),
    new RegExp(`^Same as Orb at ${clock}\\. Nothing left to do\\.$`),
    'Verify Again, Show Events',
  ],
  [
    'verified, with events not found yet',
    quietState({ verified: { atMs, found: 3_218, missing: 5, different: 0, versions: null } }),
    /^3,218 found, 5 not found yet\. Orb's search may lag some minutes\.They were accepted at/,
    'Show the 5, Verify Again',
  ],
  [
    'verified, with other content in Orb',
    quietState({
      verified: { atMs, found: 3_221, missing: 0, different: 2, versions: 'Of 12 Aug 2026.' },
    }),
    /^2 events are in Orb with different content\. Orb kept the first versions\.Of 12 Aug 2026\.$/,
    'Verify Again, Show the 2',
  ],
];

suite('the page of an ingest', () => {
  let browser: Browser;
  let host: IngestRunHost;
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
      state?: IngestRunState,
      shown?: Parameters<typeof openIngestRun>[2],
      options?: Parameters<typeof openIngestRun>[3],
    ]
  ) => {
    host = await openIngestRun(browser, ...args);
    return host.page;
  };
  const asked = (line: string) =>
    eventually(`the page asks for ${line}`, () => host.asked.includes(line));
  const sentence = () => host.page.locator('.sentence');
  const buttons = () =>
    host.page.locator('footer button').evaluateAll((all) =>
      all.map((each) => {
        const { textContent, ariaDisabled } = each as {
          readonly textContent: string;
          readonly ariaDisabled: string | null;
        };
        return ariaDisabled === 'true' ? `${textContent} (off)` : textContent;
      }),
    );
  const option = (name: RegExp) => host.page.getByRole('option', { name });
  const spoken = () => host.page.locator('body > .spoken');

  for (const [name, state, says, offers] of states) {
    test(`shows the state and what to do when the ingest is ${name}`, async () => {
      await open(state);
      assert.match((await sentence().textContent()) ?? '', says);
      assert.equal((await buttons()).join(', '), offers);
    });
  }

  test('shows the counts, the causes by what rejected the lines, and the lines of the first cause', async () => {
    const page = await open();
    assert.deepEqual(await page.locator('.figure').allInnerTexts(), [
      'Lines\n3,648\n3 customers',
      'Accepted\n3,242\n88.9%',
      'Duplicates\n24',
      'Rejected\n382',
      'Not sent\n0',
      'Requests\n9\n1 retried, 4 s',
    ]);
    const options = await page.getByRole('option').allInnerTexts();
    assert.deepEqual(
      options.map((text) => text.replaceAll('\n', ' | ')),
      [
        'Rejected | 382',
        'Past the grace period | Rejected by Orb · 30 Oct 18:00 – 31 Oct 03:07 UTC | 361',
        'Give one customer ID, not both. | Not sent · lines 1,902 – 3,377 | 21',
        'Duplicates | 24',
        'Same content as an earlier line | Not sent twice | 20',
        'Already in Orb | Orb counts each event ID once | 4',
        'Accepted | 3,242',
      ],
    );
    await page.getByText('Grace period of Acme production: 48 h').waitFor();
    assert.equal(await page.locator('.row-head b').innerText(), '361 lines');
    assert.match(
      await page.locator('.row').nth(1).innerText(),
      /^1\n30 Oct 18:01:35\.118\nchatcmpl-\S+\nacme-corp$/,
    );
  });

  test('offers the fix for the selected cause', async () => {
    const page = await open();
    await sentence().getByText('361 lines came too late to ingest. A backfill').waitFor();
    assert.equal((await buttons()).join(', '), 'Open Rejected Lines, Verify, Backfill 361…');
    await page.getByRole('button', { name: 'Backfill 361…' }).click();
    await asked('backfill');
    await option(/^Give one/).click();
    await sentence().getByText("21 lines weren't sent: Give one customer ID, not both.").waitFor();
    assert.equal((await buttons()).join(', '), 'Verify, Open Rejected Lines');
    await page.getByRole('button', { name: 'Open Rejected Lines' }).click();
    await asked('openRejected');
    await page.getByRole('button', { name: /^Accepted/ }).click();
    await sentence().getByText('3,242 of 3,648 lines accepted at').waitFor();
    assert.equal((await buttons()).join(', '), 'Open Rejected Lines, Show Events, Verify');
    await page.getByRole('button', { name: 'Verify' }).click();
    await asked('verify');
  });

  test('links each figure: the file, the outcomes, and the log', async () => {
    const page = await open();
    await page.getByRole('button', { name: /^Lines/ }).click();
    await asked('openFile');
    await page.getByRole('button', { name: /^Requests/ }).click();
    await asked('showLog');
    await page.getByRole('button', { name: 'Compare with Orb' }).click();
    await asked('compare');
    for (const name of ['Accepted', 'Duplicates', 'Rejected']) {
      await page.getByRole('button', { name: new RegExp(`^${name}`) }).click();
      await page.getByRole('option', { name: new RegExp(`^${name}`), selected: true }).waitFor();
    }
    assert.equal(await page.locator('.row-head b').innerText(), '382 lines');
  });

  test("expands Orb's message, opens the line, and copies the response", async () => {
    const page = await open();
    await page.locator('.row').nth(2).click();
    const detail = page.locator('.detail');
    assert.match(
      await detail.innerText(),
      /^Orb's response:\s+timestamp .* is outside of the grace/,
    );
    await detail.getByRole('button', { name: 'Open Line 2' }).click();
    await asked('line 2');
    await detail.getByRole('button', { name: 'Copy Response' }).click();
    await asked('copy timestamp 2026-10-30T18:00:04.118Z is outside of the grace period');
    await spoken().getByText('Copied').waitFor({ state: 'attached' });
  });

  test("works with the keyboard: causes, lines, a line's details, and from cause to cause", async () => {
    const page = await open();
    const list = page.getByRole('listbox');
    await list.focus();
    await press(list, 'ArrowDown');
    await page.getByRole('option', { name: /^Give one/, selected: true }).waitFor();
    await spoken().getByText('Give one customer ID, not both., 21').waitFor({ state: 'attached' });
    await press(list, 'F8');
    await page.getByRole('option', { name: /^Past the grace/, selected: true }).waitFor();
    const grid = page.getByRole('grid');
    await grid.focus();
    await press(grid, 'ArrowDown', 'ArrowDown', 'Enter');
    await page.locator('#line-3 [aria-expanded="true"]').waitFor();
    assert.equal(await grid.getAttribute('aria-activedescendant'), 'line-3');
    await press(grid, 'Control+c');
    await eventually('the row is copied with its heads', () =>
      host.asked.some((text) => text.startsWith('copy Line\tTime (UTC)\tEvent ID\tCustomer\n3\t')),
    );
    await press(grid, 'End');
    await page.locator('#line-361.current').waitFor();
  });

  test('has a chart of the hours that keys and the pointer read, and no chart without times', async () => {
    const page = await open();
    const chart = page.getByRole('group', { name: 'Lines by hour' });
    await chart.focus();
    await press(chart, 'ArrowRight', 'ArrowRight');
    await spoken()
      .getByText('Fri 30 Oct 19:00 – 20:00 UTC: 0 accepted, 0 duplicates, 24 rejected, 0 not sent')
      .waitFor({ state: 'attached' });
    await press(chart, 'End');
    await spoken()
      .getByText(/^Mon 2 Nov 05:00/)
      .waitFor({ state: 'attached' });
    const box = await chart.boundingBox();
    assert.ok(box !== null);
    await page.mouse.move(box.x + 80, box.y + 60);
    await page.getByText('Rejected: 24').waitFor();
    await host.channel.remote.showByTime(null);
    await chart.waitFor({ state: 'hidden' });
  });

  test('follows a run: progress, causes as they come, and their rows', async () => {
    const sending = (accepted: number, rejected: number) =>
      runState({
        phase: { kind: 'sending', left: null },
        accepted,
        duplicates: 0,
        known: 0,
        rejected,
        notSent: 3_648 - accepted - rejected,
        hasRejectedFile: false,
      });
    const page = await open(sending(0, 0), []);
    await page.getByRole('button', { name: 'Stop' }).click();
    await asked('stop');
    await host.channel.remote.show(sending(1_000, 0));
    await spoken()
      .getByText('Sent 1,000 of 3,648 lines to Acme production.')
      .waitFor({ state: 'attached' });
    await host.channel.remote.show(sending(1_000, 361));
    await host.channel.remote.showGroups(groups.slice(0, 1));
    await page.getByText('361 lines so far').waitFor();
    const width = await page
      .locator('.progress')
      .evaluate((each: object) =>
        Number.parseFloat(String(Reflect.get(Reflect.get(each, 'style') as object, 'width'))),
      );
    assert.equal(Math.round(width), 37);
    await host.channel.remote.show(runState());
    await host.channel.remote.showGroups(groups);
    await page.getByRole('button', { name: 'Backfill 361…' }).waitFor();
    assert.equal(await page.locator('.progress').isVisible(), false);
  });

  test('shows that all is well instead of an empty list', async () => {
    const page = await open(quietState());
    await page.getByText('All 3,223 lines were accepted.').waitFor();
    await page.getByText('Whether they are billed depends on your metrics.').waitFor();
    assert.equal(await page.getByRole('listbox').isVisible(), false);
  });

  test('shows what Orb or a file says as text', async () => {
    const reason = '<img src=x onerror="document.title=1">\u202egnp';
    const [group] = groups;
    const rows = [{ line: 1, id: reason, customer: reason, timestamp: reason, reasons: [reason] }];
    const page = await open(runState(), [{ ...group!, isLate: false, reason, rows }]);
    await page.locator('.row').nth(1).click();
    await page.locator('.detail').getByText('<img src=x').waitFor();
    assert.equal(await page.locator('img').count(), 0);
  });

  test("keeps what was selected while it's hidden", async () => {
    const page = await open();
    await option(/^Give one/).click();
    const kept = () =>
      page.evaluate(() => (globalThis as unknown as { readonly keptState: unknown }).keptState);
    await eventually('the selection is kept', async () =>
      JSON.stringify(await kept()).includes('"selection":"rejected:1"'),
    );
    const again = await kept();
    await host.close();
    await open(runState(), groups, { kept: again });
    await host.page.getByRole('option', { name: /^Give one/, selected: true }).waitFor();
  });

  test('fits a narrow window without a horizontal scroll bar, with the causes in a dropdown', async () => {
    const page = await open(runState(), groups, { width: 600 });
    const dropDown = page.getByRole('combobox', { name: 'Outcomes' });
    await dropDown.selectOption({ label: 'Give one customer ID, not both., 21' });
    await sentence().getByText("21 lines weren't sent").waitFor();
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
    assert.equal(await page.getByRole('button', { name: /^Not sent/ }).isVisible(), false);
  });

  for (const theme of ['dark', 'light', 'highContrast'] as const) {
    test(`passes axe in the theme ${theme}, wide and narrow`, async () => {
      const page = await open(runState(), groups, { theme });
      await page.locator('.row').nth(1).click();
      for (const width of [1100, 600, 400]) {
        await page.setViewportSize({ width, height: 760 });
        assert.deepEqual(await violations(page), [], `${width} px`);
      }
      await page.setViewportSize({ width: 1100, height: 760 });
      await page.getByRole('listbox').focus();
      assert.deepEqual(await violations(page), [], 'list in focus');
      await host.channel.remote.show(quietState());
      await host.channel.remote.showGroups([]);
      await page.getByText('All 3,223 lines were accepted.').waitFor();
      assert.deepEqual(await violations(page), [], 'all accepted');
    });
  }
});
