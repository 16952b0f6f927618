// A page on its own in a plain browser, with the theme variables that VS Code's webviews get; the
// test simulates the extension.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { connect, type Channel, type Handlers, type Port } from '../../../src/protocol/rpc.ts';
import { pageHtml } from '../../../src/workbench/pages/html.ts';
import type { PageName } from '../../../src/workbench/pages/page.ts';
import { chromiumArgs, installChromium } from '../../host/chromium.ts';
import { root } from '../../host/root.ts';

export type PageTheme = 'dark' | 'light' | 'highContrast';

interface Theme {
  readonly bodyClass: string;
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * Captured from a Markdown preview in VS Code 1.139, with the fonts of the machine that runs the
 * tests.
 */
function readTheme(theme: PageTheme): Theme {
  const file = join(root, 'test', 'fixtures', 'themes', `${theme}.json`);
  const read = JSON.parse(readFileSync(file, 'utf8')) as Theme;
  const fonts = {
    '--vscode-font-family': 'Inter, sans-serif',
    '--vscode-editor-font-family': '"DejaVu Sans Mono", monospace',
  };
  return { ...read, variables: { ...read.variables, ...fonts } };
}

/** What webviewStub.js adds to the page. */
interface InPage {
  fromExtension(message: unknown): void;
  applyTheme(theme: Theme): void;
}

const ORIGIN = 'http://page.test';
const types = {
  js: 'text/javascript',
  css: 'text/css',
  ttf: 'font/ttf',
  html: 'text/html',
} as const;

export const launchChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: installChromium(), args: chromiumArgs });

export interface OpenPage<ToPage> {
  readonly page: Page;
  readonly channel: Channel<ToPage>;
  /** What the browser refused or reported as an error. */
  readonly complaints: readonly string[];
  theme(theme: PageTheme): Promise<void>;
  close(): Promise<void>;
}

export interface OpenOptions<ToHost> {
  readonly browser: Browser;
  readonly page: PageName;
  readonly handlers: Handlers<ToHost>;
  readonly theme?: PageTheme;
  readonly width?: number;
  readonly height?: number;
  /** What the page kept before it was hidden. */
  readonly kept?: unknown;
  readonly timezone?: string;
}

export async function openPage<ToHost, ToPage>(
  options: OpenOptions<ToHost>,
): Promise<OpenPage<ToPage>> {
  const { browser, handlers } = options;
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1100, height: options.height ?? 760 },
    timezoneId: options.timezone ?? 'Europe/Berlin',
    bypassCSP: false,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await serve(page, options);

  let receive: (message: unknown) => void = () => undefined;
  await page.exposeFunction('toExtension', (message: unknown) => receive(message));
  await addStub(page, options.theme ?? 'dark', options.kept);
  const port: Port = {
    post: (message) =>
      void page
        .evaluate((value) => (globalThis as unknown as InPage).fromExtension(value), message)
        // The page is being closed.
        .catch(() => undefined),
    listen(listener) {
      receive = listener;
      return () => (receive = () => undefined);
    },
  };
  const channel = connect<ToHost, ToPage>(port, handlers);
  await page.goto(`${ORIGIN}/page.html`);
  return {
    page,
    channel,
    complaints,
    theme: (theme) =>
      page.evaluate(
        (value) => (globalThis as unknown as InPage).applyTheme(value),
        readTheme(theme),
      ),
    close: async () => {
      channel.dispose();
      await context.close();
    },
  };
}

/** Gives a page what a webview of VS Code has around it, before its own script runs. */
export async function addStub(page: Page, theme: PageTheme, kept?: unknown): Promise<void> {
  const first = { firstTheme: readTheme(theme), keptState: kept };
  const stub = readFileSync(join(root, 'test', 'ui', 'pages', 'webviewStub.js'), 'utf8');
  await page.addInitScript({
    content: `Object.assign(globalThis, ${JSON.stringify(first)});\n${stub}`,
  });
}

async function serve(page: Page, options: { readonly page: PageName }) {
  const html = pageHtml({
    title: options.page,
    language: 'en',
    script: `${ORIGIN}/${options.page}.js`,
    style: `${ORIGIN}/${options.page}.css`,
    source: ORIGIN,
    nonce: 'nonceOfThisTest',
  });
  await page.route(`${ORIGIN}/**`, async (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    const contentType = types[name.split('.').at(-1) as keyof typeof types];
    if (name === 'page.html') return route.fulfill({ body: html, contentType });
    const body = readFileSync(join(root, 'dist', 'webview', name));
    return route.fulfill({ body, contentType });
  });
}
