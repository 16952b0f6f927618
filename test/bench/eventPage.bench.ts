// The page of an event in the real editor: how soon it accepts typing, compared with an empty page,
// and how soon a mistake in a large event is marked.
import type { Frame } from 'playwright-core';
import { median } from '../host/benchTable.ts';
import { startEmulator, type Emulator } from '../host/emulator.ts';
import { Workbench } from '../ui/workbench.ts';
import { bench } from './bench.ts';

/** The element that exists once a page can be used. */
const usable = { empty: '#empty', event: '.cm-content[contenteditable="true"] .cm-line' } as const;

/**
 * The time at which a page can be used, or false. The frames of a webview have the origin of this
 * editor's window. A string, since browser types aren't available in this build.
 */
const standsAt = (page: keyof typeof usable) => `
  [...document.querySelectorAll('iframe.webview')].some((webview) =>
    webview.contentDocument?.querySelector('#active-frame')?.contentDocument?.querySelector('${usable[page]}')
  ) && performance.timeOrigin + performance.now()`;

const OPENS = 10;
/** The first opens in a window load what later ones share. */
const LEFT_OUT = 2;

/**
 * How many times longer an event's page takes to be usable than an empty one: medians of ten
 * alternating opens in one window.
 */
function pageAgainstEmpty(): Promise<number> {
  return withEvent({ tokens: 120, model: 'orb-large' }, async (workbench) => {
    const reopen = async (page: keyof typeof usable): Promise<number> => {
      const title = 'View: Reopen Closed Editor';
      // A page that has just opened has the focus, but doesn't accept every key yet.
      await workbench.page.locator('.sidebar .pane-header').first().focus();
      await workbench.page.keyboard.press('F1');
      await workbench.type(`>${title}`);
      await workbench.quickInput.locator('.monaco-list-row.focused', { hasText: title }).waitFor();
      const started = performance.timeOrigin + performance.now();
      await workbench.page.keyboard.press('Enter');
      const at = await workbench.page.waitForFunction(standsAt(page), undefined, {
        polling: 'raf',
      });
      return Number(await at.jsonValue()) - started;
    };
    const closeBoth = async () => {
      for (const tab of [/^measured-event/, /^a\.empty/]) {
        await workbench.tab(tab).click({ button: 'middle' });
        await workbench.tab(tab).waitFor({ state: 'detached' });
      }
    };
    await workbench.openFile('a.empty');
    await workbench.tab(/^a\.empty/).waitFor();
    await closeBoth();
    const event: number[] = [];
    const empty: number[] = [];
    for (let round = 0; round < LEFT_OUT + OPENS; round++) {
      empty.push(await reopen('empty'));
      event.push(await reopen('event'));
      await closeBoth();
    }
    return median(event.slice(LEFT_OUT)) / median(empty.slice(LEFT_OUT));
  });
}

/**
 * Milliseconds from a key to the mark of the mistake that it made, or to its removal: the median of
 * twenty.
 */
function marked(): Promise<number> {
  const properties = Array.from({ length: 4_000 }, (_, index) => [
    `property_${String(index).padStart(5, '0')}`,
    index,
  ]);
  const large = Object.fromEntries(properties) as Readonly<Record<string, number>>;
  return withEvent(large, async (workbench, page) => {
    await workbench.frame.locator('.cm-line', { hasText: '"event_name"' }).click();
    await workbench.page.keyboard.press('End');
    for (let key = 0; key < 4; key++) await workbench.page.keyboard.press('ArrowLeft');
    await page.evaluate(`
      window.taken = [];
      let typed = 0, was = false;
      addEventListener('keydown', () => { typed = performance.now(); }, true);
      const look = () => {
        const is = document.querySelector('.cm-line .squiggle') !== null;
        if (is !== was) taken.push(performance.now() - typed);
        was = is;
      };
      new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });`);
    for (let key = 0; key < 20; key++) {
      // White space in an event's name is a mistake.
      await workbench.page.keyboard.press(key % 2 === 0 ? 'Space' : 'Backspace');
      await page.evaluate(`new Promise((done) => {
        const look = () => (taken.length > ${key} ? done() : requestAnimationFrame(look));
        look();
      })`);
    }
    return median(await page.evaluate<number[]>('taken'));
  });
}

const EVENT_ID = 'measured-event';

/** An editor with the page of one event open. */
async function withEvent(
  properties: Readonly<Record<string, unknown>>,
  work: (workbench: Workbench, page: Frame) => Promise<number>,
): Promise<number> {
  const sandbox = await startEmulator('--seed', 'none');
  const workbench = await Workbench.open({
    env: { ORB_API_KEY: sandbox.apiKey, ORB_BASE_URL: sandbox.url },
    files: { 'a.empty': '' },
  });
  try {
    await ingest(sandbox, properties);
    await workbench.openSideBar();
    await workbench.command('Orb: Open Event…');
    await workbench.answer(EVENT_ID);
    const content = await workbench.frame.locator('.cm-content').elementHandle();
    const page = await content.ownerFrame();
    if (page === null) throw new Error('The page has no frame.');
    return await work(workbench, page);
  } finally {
    await workbench.close();
    await sandbox.stop();
  }
}

async function ingest({ url, apiKey }: Emulator, properties: object): Promise<void> {
  const event = {
    idempotency_key: EVENT_ID,
    event_name: 'chat_completion',
    external_customer_id: 'acme',
    timestamp: new Date(Date.now() - 3_600_000).toISOString(),
    properties,
  };
  const response = await fetch(`${url}/ingest`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ events: [event] }),
  });
  if (!response.ok) throw new Error(await response.text());
}

export default bench({
  needs: 'package',
  rounds: 3,
  measures: { pageAgainstEmpty, marked },
  rows: [
    {
      // Loading CodeMirror alone takes an empty page to 1.5; what is left is a round trip and
      // rendering.
      name: "opening an event's page, against an empty page",
      of: 'pageAgainstEmpty',
      unit: '×',
      atMost: 2,
      aim: 1.5,
    },
    {
      name: 'mark of a mistake after a keystroke in an event of 100 KB',
      of: 'marked',
      unit: 'ms',
      aim: 300,
    },
  ],
});
