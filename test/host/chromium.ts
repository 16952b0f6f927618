import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Quiet, without a sandbox (containers run as root), and without background requests. */
export const chromiumArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * The path of a Chromium, which is installed with apt if it's missing and that is possible.
 * `CHROMIUM_PATH` overrides it.
 * @throws with what to do if it isn't installed and can't be.
 */
export function installChromium(): string {
  const named = process.env['CHROMIUM_PATH'];
  const found = named ?? places.find((place) => existsSync(place));
  if (found !== undefined) return found;

  const asRoot = process.getuid?.() === 0;
  const sudo = spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0;
  const apt = spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0;
  if (apt && (asRoot || sudo)) {
    console.log('Installing Chromium with apt (about a minute, once) ...');
    for (const args of [
      ['update', '-qq'],
      ['install', '-y', '-qq', '--no-install-recommends', 'chromium'],
    ]) {
      const command = asRoot ? ['apt-get', ...args] : ['sudo', '-n', 'apt-get', ...args];
      spawnSync(command[0] ?? 'apt-get', command.slice(1), {
        stdio: ['ignore', 'ignore', 'inherit'],
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      });
    }
    const installed = places.find((place) => existsSync(place));
    if (installed !== undefined) return installed;
  }
  throw new Error(
    'The tests in the editor need Chromium, and it could not be installed here. Run "sudo apt-get install chromium", or name one in CHROMIUM_PATH.',
  );
}
