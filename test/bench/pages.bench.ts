// The pages in a plain browser: how long a keystroke, drawing a chart, and panning take.
import assert from 'node:assert/strict';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { held, openEventEditor, eventState } from '../ui/pages/eventEditorHost.ts';
import { launchChromium } from '../ui/pages/pageHost.ts';
import { openUsage, usageState } from '../ui/pages/usageHost.ts';
import { openVolume, volumeState } from '../ui/pages/volumeHost.ts';
import { median } from '../host/benchTable.ts';
import { root } from '../host/root.ts';
import { bench } from './bench.ts';

/** An event with about this number of characters. */
function bigEvent(characters: number): string {
  const lines: string[] = [];
  for (let index = 0; lines.length * 24 < characters; index += 1) {
    lines.push(`    "property_${String(index).padStart(5, '0')}": ${index},`);
  }
  return held.replace('    "plan"', `${lines.join('\n')}\n    "plan"`);
}

async function withBrowser<T>(work: (browser: Browser) => Promise<T>): Promise<T> {
  const browser = await launchChromium();
  try {
    return await work(browser);
  } finally {
    await browser.close();
  }
}

/** Waits until the change is on screen. */
const nextFrame = (page: Page): Promise<unknown> =>
  page.evaluate('new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))');

/**
 * The work of the page's main thread since the last call, in milliseconds: script, style, and
 * layout.
 */
async function workOf(page: Page): Promise<() => Promise<number>> {
  const client = await page.context().newCDPSession(page);
  await client.send('Performance.enable', { timeDomain: 'threadTicks' });
  let before = 0;
  return async () => {
    const { metrics } = await client.send('Performance.getMetrics');
    const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0;
    const total = of('TaskDuration') * 1_000;
    const since = total - before;
    before = total;
    return since;
  };
}

async function keystroke(characters: number): Promise<number> {
  return withBrowser(async (browser) => {
    const text = bigEvent(characters);
    const host = await openEventEditor(browser, { text, state: eventState({ held: text }) });
    const taken = await workOfKeys(host.page);
    assert.deepEqual(host.complaints, []);
    return taken;
  });
}

/** The work for a key in a number near the start: the median of thirty. */
async function workOfKeys(page: Page): Promise<number> {
  await page.locator('.cm-line', { hasText: 'input_tokens' }).click();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowLeft');
  const work = await workOf(page);
  const taken: number[] = [];
  for (let index = 0; index < 30; index += 1) {
    await work();
    await page.keyboard.press(String(index % 10));
    await nextFrame(page);
    taken.push(await work());
  }
  return median(taken);
}

/**
 * The same keys in CodeMirror with only JSON and line numbers, which is the minimum for any editor
 * based on it.
 */
async function bareKeystroke(characters: number): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: BARE_EDITOR, resolveDir: root },
    bundle: true,
    format: 'iife',
    write: false,
  });
  return withBrowser(async (browser) => {
    const page = await browser.newPage({ viewport: { width: 1100, height: 760 } });
    await page.setContent('<body style="margin:0"><style>.cm-editor { height: 760px }</style>');
    await page.evaluate(`globalThis.text = ${JSON.stringify(bigEvent(characters))}`);
    await page.addScriptTag({ content: outputFiles[0]?.text ?? '' });
    return workOfKeys(page);
  });
}

const BARE_EDITOR = `
  import { EditorView, keymap, lineNumbers } from '@codemirror/view';
  import { defaultKeymap } from '@codemirror/commands';
  import { json } from '@codemirror/lang-json';
  import { syntaxHighlighting } from '@codemirror/language';
  import { classHighlighter } from '@lezer/highlight';
  new EditorView({
    doc: globalThis.text,
    parent: document.body,
    extensions: [lineNumbers(), json(), syntaxHighlighting(classHighlighter), keymap.of(defaultKeymap)],
  });`;

const HOURS = 90 * 24;

/** From the last response to the picture on screen, including the message. */
function volumeDrawn(): Promise<number> {
  return withBrowser(async (browser) => {
    const host = await openVolume(browser, volumeState({ range: 'days90' }, HOURS - 60));
    await nextFrame(host.page);
    const taken: number[] = [];
    for (let index = 0; index < 10; index += 1) {
      const state = volumeState({ range: 'days90' }, index % 2 === 0 ? HOURS : HOURS - 60);
      const started = performance.now();
      await host.channel.remote.show(state);
      await nextFrame(host.page);
      taken.push(performance.now() - started);
    }
    assert.deepEqual(host.complaints, []);
    return median(taken);
  });
}

/** The work of showing another 90 days: what the page takes until they are painted. Median of ten. */
async function workOfShowing(page: Page, show: (hours: number) => Promise<void>): Promise<number> {
  await nextFrame(page);
  const work = await workOf(page);
  const taken: number[] = [];
  for (let index = 0; index < 10; index += 1) {
    await work();
    await show(index % 2 === 0 ? HOURS : HOURS - 60);
    await nextFrame(page);
    taken.push(await work());
  }
  return median(taken);
}

function volumePainted(): Promise<number> {
  return withBrowser(async (browser) => {
    const host = await openVolume(browser, volumeState({ range: 'days90' }, HOURS - 60));
    const taken = await workOfShowing(host.page, (hours) =>
      host.channel.remote.show(volumeState({ range: 'days90' }, hours)),
    );
    assert.deepEqual(host.complaints, []);
    return taken;
  });
}

/** In seven groups. */
function usagePainted(): Promise<number> {
  return withBrowser(async (browser) => {
    const host = await openUsage(browser, usageState({ range: 'days90' }, HOURS - 60));
    const taken = await workOfShowing(host.page, (hours) =>
      host.channel.remote.show(usageState({ range: 'days90' }, hours)),
    );
    assert.deepEqual(host.complaints, []);
    return taken;
  });
}

/** The work of a frame while the chart is panned. */
function panFrame(): Promise<number> {
  return withBrowser(async (browser) => {
    const host = await openVolume(browser, volumeState({ range: 'days90' }, HOURS));
    const { page } = host;
    const box = await page.locator('.chart').boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + box.width / 2, box.y + 100);
    await page.keyboard.down('Control');
    for (let index = 0; index < 4; index += 1) await page.mouse.wheel(0, -100);
    await page.keyboard.up('Control');
    await page.getByRole('button', { name: 'Zoom Out' }).waitFor();
    const work = await workOf(page);
    const taken: number[] = [];
    for (let index = 0; index < 60; index += 1) {
      await work();
      await page.mouse.wheel(index < 30 ? 12 : -12, 0);
      await nextFrame(page);
      taken.push(await work());
    }
    assert.deepEqual(host.complaints, []);
    return median(taken);
  });
}

export default bench({
  measures: {
    'keystroke, 100 KB': () => keystroke(100_000),
    'keystroke, 1 MB': () => keystroke(1_000_000),
    'bare keystroke, 1 MB': () => bareKeystroke(1_000_000),
    'volume drawn': volumeDrawn,
    'volume painted': volumePainted,
    'usage painted': usagePainted,
    'volume frame': panFrame,
  },
  rounds: 3,
  rows: [
    {
      name: 'work of a keystroke in an event of 100 KB',
      of: 'keystroke, 100 KB',
      unit: 'ms',
      aim: 16,
    },
    {
      name: 'work of a keystroke in an event of 1 MB',
      of: 'keystroke, 1 MB',
      unit: 'ms',
      aim: 16,
    },
    {
      name: 'work of a keystroke in an event of 1 MB, against a bare CodeMirror',
      of: 'keystroke, 1 MB',
      to: 'bare keystroke, 1 MB',
      unit: '×',
      atMost: 3,
    },
    {
      name: '90 days of volume, from the last answer to the screen',
      of: 'volume drawn',
      unit: 'ms',
      aim: 200,
    },
    {
      name: 'work of showing 90 days of usage in seven groups',
      of: 'usage painted',
      unit: 'ms',
      aim: 60,
    },
    {
      name: 'the same, against 90 days of volume',
      of: 'usage painted',
      to: 'volume painted',
      unit: '×',
      atMost: 4,
    },
    { name: 'work of a frame while panning 90 days', of: 'volume frame', unit: 'ms', aim: 16 },
  ],
});
