// The grid that pages share, on a page of its own, in a plain browser.
import { build } from 'esbuild';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { root } from '../../host/root.ts';
import { addStub, type PageTheme } from './pageHost.ts';

/** A page with the grid's code. Only tests use it, so it isn't part of what ships. */
export async function bundleGrid(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'test', 'ui', 'pages', 'gridStub.js')],
    ...{ bundle: true, write: false, format: 'iife', platform: 'browser', outdir: '/' },
    loader: { '.ttf': 'empty' },
  });
  const text = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text;
  const style = `${text('.css') ?? ''} .holder { display: flex; flex-direction: column; height: 300px; }`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Grid</title><style>${style}</style></head>
    <body><main><h1>Grid</h1><div class="holder"></div></main><script>${text('.js') ?? ''}</script></body></html>`;
}

export async function openGrid(
  browser: Browser,
  html: string,
  theme: PageTheme = 'dark',
): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 800, height: 400 } });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await addStub(page, theme);
  await page.route('http://grid.test/', (route) =>
    route.fulfill({ body: html, contentType: 'text/html' }),
  );
  await page.goto('http://grid.test/');
  return page;
}
