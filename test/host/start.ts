// `npm start`: a VS Code with the extension, connected to a sandbox full of demo events. `--web` uses the browser even where a desktop `code` is at
// hand; `--port N` fixes the port of the page. Everything ends with Ctrl+C.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildPackage } from './build.ts';
import { startChild, stopAll, stopOnSignals } from './child.ts';
import { writeDemo } from './demo.ts';
import { startEmulatorWith } from './emulator.ts';
import { installExtension } from './installed.ts';
import { downloads } from './root.ts';
import { serve, writeSettings } from './serve.ts';

const { values } = parseArgs({
  options: { web: { type: 'boolean', default: false }, port: { type: 'string', default: '0' } },
});
const home = join(downloads, 'start');
const workspace = join(home, 'demo');

stopOnSignals();
console.log('Building and packaging the extension ...');
const vsix = buildPackage();
const sandbox = await startEmulatorWith([keptKey()], '--seed', 'demo');
writeDemo(workspace, Date.now());
const env = { ORB_API_KEY: sandbox.apiKey, ORB_BASE_URL: sandbox.url };

const desktop = !values.web && spawnSync('code', ['--version'], shell()).status === 0;
const editor = desktop ? await openDesktop() : await openWeb();
console.log(`
The sandbox runs at ${sandbox.url} (key ${sandbox.apiKey}); its events are only here.

Try first:
  1. Open "support-ticket.txt", press F1 and run "Orb: Search IDs in Selection, File, or Clipboard".
  2. Click an event in the Orb side bar, change a property and press Ctrl+S: the event is amended.
  3. Open "usage.orb.ndjson": one line has a mistake. Fix it, then run "Orb: Ingest Event File…".

Ctrl+C ends everything.`);
await editor.ended;
console.log('The editor was closed; the sandbox ends too.');
await stopAll();

/** The same key each time: a restored tab finds the connection and the event it showed. */
function keptKey(): string {
  const file = join(home, 'sandbox-key');
  mkdirSync(home, { recursive: true });
  if (!existsSync(file)) {
    writeFileSync(file, `sandbox_${randomBytes(18).toString('base64url')}`, { mode: 0o600 });
  }
  return readFileSync(file, 'utf8');
}

/** The npm editor, with the package installed and no test driver. */
async function openWeb(): Promise<{ ended: Promise<unknown> }> {
  const extensionsDir = join(home, 'extensions');
  installExtension(extensionsDir, vsix);
  const server = await serve({
    dataDir: join(home, 'server'),
    extensionsDir,
    env,
    port: Number(values.port),
  });
  console.log(`\nOpen this in a browser:\n\n  ${server.url}/?folder=${encodeURI(workspace)}`);
  return server;
}

/** A desktop VS Code with user data of its own, so that the user's stays as it is. */
async function openDesktop(): Promise<{ ended: Promise<unknown> }> {
  const userData = join(home, 'desktop');
  if (!existsSync(join(userData, 'User', 'settings.json'))) writeSettings(userData);
  const own = ['--user-data-dir', userData, '--extensions-dir', join(home, 'desktop-extensions')];
  const installed = spawnSync('code', [...own, '--install-extension', vsix, '--force'], shell());
  if (installed.status !== 0) throw new Error(`VS Code refused the package: ${installed.stderr}`);
  const window = await startChild({
    command: 'code',
    args: [...own, '--disable-workspace-trust', '--wait', '--new-window', '--verbose', workspace],
    env: { ...process.env, ...env },
    ready: /./,
  });
  console.log('\nVS Code opens in its own window.');
  return window;
}

function shell(): { encoding: 'utf8'; shell: boolean } {
  return { encoding: 'utf8', shell: process.platform === 'win32' };
}
