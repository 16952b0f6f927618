import assert from 'node:assert/strict';
import type { Browser, Locator } from 'playwright-core';
import { eventually } from '../../helpers/eventually.ts';
import { moveFocus, press, typeInto } from '../keys.ts';
import {
  connections,
  eventState,
  held,
  openEventEditor,
  timestampProblem,
  wrongTime,
  type EditorHost,
  type EditorOptions,
} from './eventEditorHost.ts';
import { launchChromium } from './pageHost.ts';

const scrollTop = (element: object) => Reflect.get(element, 'scrollTop') as number;

suite("the event editor's page", () => {
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
    return host;
  };
  const json = () => host.page.locator('.cm-content');
  const line = (text: string): Locator => host.page.locator('.cm-line', { hasText: text });
  const sentence = () => host.page.locator('.sentence');
  /** Puts the cursor at the end of a line, before its comma. */
  async function cursorIn(text: string): Promise<void> {
    await line(text).click();
    await press(json(), 'End', 'ArrowLeft');
  }

  test('shows the account, the event, and what would change, and Amend requests it', async () => {
    await open({ state: eventState({ connection: connections.live }) });
    const { page } = host;
    await page
      .getByRole('main', { name: 'Event chat_completion, Acme production, live' })
      .waitFor();
    assert.equal(
      await page.locator('.mode-row').innerText(),
      'LIVE\nlive\nAcme production\napi.withorb.com',
    );
    assert.match(
      await page.locator('header').innerText(),
      /2026-08-20 03:12:04\.250 UTC[^]*05:12:04 local time, 6 hours ago/,
    );
    assert.equal(await sentence().innerText(), 'Same as Orb at 09:14:22 UTC. Nothing to send.');

    await cursorIn('input_tokens');
    await press(json(), 'Backspace');
    await typeInto(json(), '5');
    await sentence().getByText('1 change, not sent.').waitFor();
    assert.equal(await line('input_tokens').locator('.note').innerText(), 'Orb holds 1200');
    const row = page.getByRole('button', {
      name: 'properties.input_tokens, changed from 1200 to 1205',
    });
    await row.waitFor();
    await page.getByRole('button', { name: 'Amend', exact: true }).click();
    await eventually('the page asked to amend', () => host.asked.includes('run amend'));
    assert.equal(host.text(), held.replace('1200', '1205'));
  });

  test('sends minimal edits, however fast the user types, and applies changes from elsewhere', async () => {
    await open();
    await cursorIn('"plan"');
    const typing = typeInto(json(), '-and-much-more', { delay: 3 });
    for (let index = 0; index < 8; index += 1) await host.change(4, 4, ' ');
    await typing;
    const spaces = ' '.repeat(8);
    const expected = `${held.slice(0, 4)}${spaces}${held.slice(4)}`.replace(
      '"scale"',
      '"scale-and-much-more"',
    );
    await eventually('both texts are the same', async () => {
      const shown = await host.page.locator('.cm-content').innerText();
      return host.text() === expected && shown.includes('"scale-and-much-more"');
    });
  });

  test('keeps cursor and scroll position when the document changes elsewhere', async () => {
    const long = held.replace(
      '"plan"',
      `${Array.from({ length: 200 }, (_, index) => `"p${index}": ${index},`).join('\n    ')}\n    "plan"`,
    );
    await open({ text: long });
    const { page } = host;
    const scroller = page.locator('.cm-scroller');
    await scroller.evaluate((element: object) => Reflect.set(element, 'scrollTop', 1500));
    await line('"p90"').click();
    const top = await scroller.evaluate(scrollTop);
    await host.change(long.indexOf('1200'), long.indexOf('1200') + 4, '7');
    await page.getByRole('button', { name: /properties.input_tokens, changed/ }).waitFor();
    assert.equal(await scroller.evaluate(scrollTop), top);
    await press(json(), 'Home');
    await typeInto(json(), 'X');
    await eventually('the letter arrived', () => host.text().includes('X"p90"'));
  });

  test('restores its cursor and scroll position after it was hidden', async () => {
    await open();
    await cursorIn('"region"');
    const kept = async () =>
      host.page.evaluate(
        () => (globalThis as unknown as { keptState?: { anchor: number } }).keptState,
      );
    // Where the keys moved the cursor, not where the click before them put it.
    const anchor = held.indexOf('"us-east-1"') + '"us-east-1"'.length;
    await eventually('the state was kept', async () => (await kept())?.anchor === anchor);
    const state = await kept();
    await host.close();
    await open({ kept: state });
    await typeInto(json(), '!');
    await eventually('the letter arrived', () => host.text().includes('"us-east-1"!'));
  });

  test("doesn't change the text under an input method", async () => {
    await open();
    await cursorIn('"plan"');
    const client = await host.page.context().newCDPSession(host.page);
    await client.send('Input.imeSetComposition', {
      text: 'か',
      selectionStart: 1,
      selectionEnd: 1,
    });
    await host.change(0, 0, ' ');
    await client.send('Input.imeSetComposition', {
      text: 'かん',
      selectionStart: 2,
      selectionEnd: 2,
    });
    await client.send('Input.insertText', { text: '漢' });
    await eventually(
      'the word arrived',
      () => host.text() === ` ${held.replace('scale', 'scale漢')}`,
    );
  });

  test('marks a problem at once, and lists it in a pause of typing', async () => {
    await open({ text: wrongTime });
    await cursorIn('"plan"');
    const { page } = host;
    await page.evaluate(`
      window.seen = [];
      let typed = 0;
      addEventListener('keydown', () => { typed = performance.now(); }, true);
      const once = (what, is) => {
        if (is && !seen.some((each) => each.what === what)) seen.push({ what, ms: performance.now() - typed });
      };
      new MutationObserver(() => {
        once('mark', document.querySelector('.cm-line .squiggle-error') !== null);
        once('list', document.querySelector('.body').innerText.includes(${JSON.stringify(timestampProblem.message)}));
      }).observe(document.body, { subtree: true, childList: true, attributes: true });`);
    await typeInto(json(), 'X');
    await eventually('the letter arrived', () => host.text().includes('scaleX'));
    await host.problems(timestampProblem);
    await page.getByText(timestampProblem.message).waitFor();
    const seen = await page.evaluate<{ what: string; ms: number }[]>('seen');
    assert.deepEqual(
      seen.map(({ what }) => what),
      ['mark', 'list'],
    );
    // Timers may fire a millisecond early.
    assert.ok(seen[1]!.ms >= 299, `listed ${seen[1]!.ms} ms after the key`);
  });

  test('goes to each problem, shows it in the text, the gutter, and the list, and requests its fix', async () => {
    await open({ text: wrongTime });
    await host.problems(timestampProblem);
    const { page } = host;
    const row = page.getByRole('button', {
      name: "Error, line 3: An event's timestamp can't be amended.",
    });
    await row.waitFor();
    assert.equal(
      await page.locator('.cm-line .squiggle-error').innerText(),
      '"2026-08-20T03:12:04Z"',
    );
    assert.equal(await page.locator('.mark-error').getAttribute('title'), timestampProblem.message);
    assert.equal(await sentence().innerText(), '1 change, not sent. 1 error stops the amendment.');
    assert.equal(
      await page.getByRole('button', { name: 'Amend', exact: true }).getAttribute('aria-disabled'),
      'true',
    );
    await page.getByRole('button', { name: 'Amend', exact: true }).dispatchEvent('click');

    await press(json(), 'F8');
    assert.equal(
      await page.evaluate(() =>
        (globalThis as unknown as { getSelection(): { focusNode: { textContent: string } } })
          .getSelection()
          .focusNode.textContent.includes('2026'),
      ),
      true,
    );
    const restore = page.getByRole('menuitem', { name: 'Restore' });
    await moveFocus(json(), 'Control+.', restore);
    await press(restore, 'Enter');
    await eventually('the fix was asked for', () =>
      host.asked.some((line) => line.startsWith('fix')),
    );
    assert.deepEqual(host.asked, ['fix "2026-08-20T03:12:04Z" 0']);
  });

  test('restores a field from the list of changes with only the keyboard', async () => {
    await open({ text: held.replace('1200', '1500').replace('us-east', 'eu-west') });
    const { page } = host;
    const region = page.getByRole('button', { name: /^properties.region/ });
    const tokens = page.getByRole('button', { name: /^properties.input_tokens/ });
    await region.focus();
    await moveFocus(region, 'ArrowDown', tokens);
    await press(page.locator('.change').filter({ has: tokens }), 'ArrowRight', 'Enter');
    await eventually(
      'one change is left',
      () => host.text() === held.replace('us-east', 'eu-west'),
    );
    assert.equal(await page.locator('.changes, .change').count(), 1);
  });

  test('copies each fact through the editor, and announces it', async () => {
    await open();
    for (const name of ['Copy event ID', 'Copy customer', 'Copy customer_id', 'Copy timestamp']) {
      await host.page.getByRole('button', { name, exact: true }).click();
    }
    await host.page.getByText('Copied').waitFor({ state: 'attached' });
    await eventually('all four were copied', () => host.asked.length === 4);
    assert.deepEqual(host.asked, [
      'copy chatcmpl-9f2c41d7-5b0e-4c0a-8a57-6a1f0d1c2e93',
      'copy acme-corp',
      'copy Hd6nPq2xWc4LrT8s',
      'copy 2026-08-20T03:12:04.250Z',
    ]);
  });

  test('shows hostile strings as text: markup, direction overrides, control characters', async () => {
    const evil = '<img src=x onerror=alert(1)>\u202Egnp.exe\u0007';
    // JSON doesn't allow unescaped control characters; the text may contain any others.
    const inJson = evil.replace('\u0007', '\u200B');
    const text = held.replace('scale', inJson).replace('chat_completion', inJson);
    const state = eventState();
    await open({
      text,
      state: { ...state, event: { ...state.event, name: evil, externalCustomerId: evil } },
    });
    const { page } = host;
    assert.equal(await page.locator('img:not(.cm-widgetBuffer)').count(), 0);
    const shown = '<img src=x onerror=alert(1)>[U+202E]gnp.exe[U+0007]';
    assert.equal(await page.locator('h1').innerText(), shown);
    assert.deepEqual(await line('"plan"').locator('.control').allInnerTexts(), [
      'U+202E',
      'U+200B',
    ]);
    assert.ok(
      (await page.locator('.change .value').allInnerTexts()).some((value) =>
        value.includes('[U+202E]'),
      ),
    );
  });

  test('is read-only for a deprecated event', async () => {
    const state = eventState();
    await open({
      state: {
        ...state,
        event: { ...state.event, state: 'deprecated' },
        status: {
          kind: 'readOnly',
          sentence: "Read-only. Deprecated events aren't billed and can't be restored.",
        },
      },
    });
    const { page } = host;
    await line('"plan"').click();
    await typeInto(json(), 'x');
    assert.equal(host.text(), held);
    assert.equal(
      await page.getByRole('button', { name: /^(Deprecate…|Amend|Discard)$/ }).count(),
      0,
    );
    assert.equal(
      await sentence().innerText(),
      "Read-only. Deprecated events aren't billed and can't be restored.",
    );
  });

  test("keeps the focus on Amend while the footer's state changes", async () => {
    await open({ text: held.replace('1200', '1500') });
    const { page } = host;
    const amend = page.getByRole('button', { name: 'Amend', exact: true });
    await amend.focus();
    const box = await amend.boundingBox();
    for (const status of [
      { kind: 'sending', changes: 1 },
      { kind: 'rejected', reason: 'no' },
      { kind: 'idle' },
    ] as const) {
      await host.show(eventState({ status }));
      await page
        .locator(
          `.footer-icon .tone-${{ sending: 'loading', rejected: 'error', idle: 'circle-filled' }[status.kind]}`,
        )
        .waitFor();
      assert.equal(await page.locator('.primary:focus').count(), 1, status.kind);
      assert.deepEqual(await amend.boundingBox(), box);
    }
  });

  test("shows that it's reading only if that takes long, and what to do if there's no event", async () => {
    await open();
    const { page } = host;
    // The page itself measures, since a check from outside may be too late.
    await page.evaluate(`
      window.seen = {};
      addEventListener('message', ({ data }) => {
        if (JSON.stringify(data).includes('"reading"')) seen.asked ??= performance.now();
      }, true);
      new MutationObserver(() => {
        if (document.body.innerText.includes('Reading from Orb…')) seen.told ??= performance.now();
      }).observe(document.body, { subtree: true, childList: true });`);
    await host.show({ kind: 'reading', connection: connections.test });
    await page.getByText('Reading from Orb…').waitFor();
    const seen = await page.evaluate<{ asked: number; told: number }>('seen');
    // Instead of 300: on a busy machine, timers fire some milliseconds early.
    assert.ok(seen.told - seen.asked >= 250, `told after ${seen.told - seen.asked} ms`);
    const words = 'No event with this id from 13 Aug to 20 Aug in Acme test.';
    const links = [{ title: 'Search 30 Days', action: 'searchWider' }] as const;
    await host.show({ kind: 'message', connection: connections.test, sentence: words, links });
    await page.getByText(words).waitFor();
    await page.getByRole('button', { name: 'Search 30 Days' }).click();
    await eventually('it was asked for', () => host.asked.includes('run searchWider'));
    await host.show(eventState());
    await page.getByRole('main').waitFor();
  });

  test('completes and explains with what the host knows about the current text', async () => {
    const asked: string[] = [];
    await open({
      overrides: {
        complete: ({ offset }) => {
          asked.push(host.text().slice(0, offset));
          const item = {
            label: 'cached',
            insert: '"cached"',
            kind: 'property',
            detail: 'seen 12 times',
          } as const;
          return { start: offset - 2, end: offset, items: [item] };
        },
        hover: ({ offset }) => ({ start: offset, end: offset + 1, text: 'The model <b>used</b>.' }),
      },
    });
    const { page } = host;
    await line('"streamed"').click();
    await press(json(), 'End');
    await typeInto(json(), '\n"c');
    await page.locator('.cm-tooltip-autocomplete li', { hasText: 'cached' }).waitFor();
    // For slow typing, the host is asked after each key.
    for (const text of asked) assert.match(text, /\n\s*"c?$/);
    await page.locator('.cm-tooltip-autocomplete li', { hasText: 'cached' }).click();
    await eventually('the word was put in', () => host.text().includes('"cached"'));
    // A single move of the pointer would be lost if the list were still there, or the lines were
    // still being laid out.
    await page.locator('.cm-tooltip-autocomplete').waitFor({ state: 'detached' });
    const { x, y } = (await line('"model"').locator('.tok-propertyName').boundingBox())!;
    await page.mouse.move(x + 40, y + 8);
    await page.mouse.move(x + 8, y + 8, { steps: 8 });
    await page.locator('.hover', { hasText: 'The model <b>used</b>.' }).waitFor();
  });

  test('folds, and Esc and Tab leave the JSON', async () => {
    await open();
    const { page } = host;
    await page
      .locator('.cm-foldGutter .cm-gutterElement', { has: page.locator('.fold') })
      .nth(1)
      .click();
    await page.locator('.folded').waitFor();
    await json().focus();
    await press(json(), 'Escape', 'Tab');
    assert.equal(await page.locator('.cm-content:focus').count(), 0);
  });

  test('lets a waiting save continue when every key has reached the document', async () => {
    await open();
    await cursorIn('"region"');
    await typeInto(json(), '123');
    await host.channel.remote.settle();
    assert.ok(host.text().includes('"us-east-1"123'));
  });

  test('passes undo from its own menu to the document', async () => {
    await open();
    await cursorIn('"region"');
    await typeInto(json(), 'x');
    await host.page.evaluate(() => {
      const target = (
        globalThis as unknown as {
          document: { querySelector(s: string): { dispatchEvent(e: unknown): void } };
        }
      ).document.querySelector('.cm-content');
      const Input = (
        globalThis as unknown as { InputEvent: new (name: string, init: object) => unknown }
      ).InputEvent;
      target.dispatchEvent(
        new Input('beforeinput', { inputType: 'historyUndo', bubbles: true, cancelable: true }),
      );
    });
    await eventually('the document was asked', () => host.asked.includes('history undo'));
  });
});
