#!/usr/bin/env node
// An executable that takes the flags of a desktop VS Code, so that @vscode/test-electron's runTests can run extension tests where no desktop
// VS Code can be had: it starts VS Code's server, opens it in Chromium and ends with the tests' exit code.
import { createWriteStream, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { format, parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { stopAll, stopOnSignals } from './child.ts';
import { chromiumArgs, installChromium } from './chromium.ts';
import { reportMark } from './results.ts';
import { root } from './root.ts';
import { serve } from './serve.ts';

const { values, positionals } = parseArgs({
  strict: false,
  allowPositionals: true,
  options: {
    extensionTestsPath: { type: 'string' },
    extensionDevelopmentPath: { type: 'string' },
    'extensions-dir': { type: 'string' },
    'user-data-dir': { type: 'string' },
    oldest: { type: 'boolean', default: false },
    'inspect-brk-extensions': { type: 'string' },
  },
});
const flag = (name: string): string => {
  const value = values[name];
  if (typeof value !== 'string') throw new Error(`--${name}=... is missing.`);
  return resolve(value);
};

stopOnSignals();
const dataDir = flag('user-data-dir');
mkdirSync(dataDir, { recursive: true });
const server = await serve({
  editor: values.oldest === true ? 'oldest' : 'newest',
  dataDir,
  extensionsDir: flag('extensions-dir'),
  smokeTestDriver: true,
});
const browser = await chromium.launch({ executablePath: installChromium(), args: chromiumArgs });
const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
const exit = new Promise<number>((done) => {
  void page.exposeFunction('codeAutomationExit', done);
  page.on('crash', () => done(1));
});
const results = join(root, 'test-results');
mkdirSync(results, { recursive: true });
const log = createWriteStream(join(results, `extension-host-${process.pid}.log`));
await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
  // Everything the workbench says comes this way too; only the lines of the test report are for people.
  const text = format(...args);
  if (text.startsWith(reportMark)) console.log(text.slice(reportMark.length));
  else log.write(`${type} ${text}\n`);
});

const remote = (path: string): string => `vscode-remote://${new URL(server.url).host}${path}`;
const payload = [
  ['extensionDevelopmentPath', remote(flag('extensionDevelopmentPath'))],
  ['extensionTestsPath', remote(flag('extensionTestsPath'))],
];
const port = values['inspect-brk-extensions'];
if (typeof port === 'string') payload.push(['inspect-brk-extensions', port]);
const folder = positionals[0];
const query = new URLSearchParams({ payload: JSON.stringify(payload) });
if (folder === undefined) query.set('ew', 'true');
else query.set('folder', resolve(folder));
await page.goto(`${server.url}/?${query.toString()}`);
if (typeof port === 'string')
  console.log(`The extension host waits for a debugger at port ${port}.`);

const code = await exit;
await browser.close();
await stopAll();
process.exit(code);
