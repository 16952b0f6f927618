// Runs a script of this project with the pinned Node, installing the project's packages first where they are missing.
// Usage: node test/host/node24.mjs SCRIPT [ARGS]. Works with any Node >= 20 and npm, and never asks.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const modules = join(root, 'node_modules');
const bin = join(modules, '.bin');
const node = join(bin, process.platform === 'win32' ? 'node.cmd' : 'node');
const stamp = join(modules, '.orb-lock-hash');
const wanted = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');

// A linked folder belongs to another checkout, such as that of a git worktree: npm ci would empty it.
const isLinked = lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
const isCurrent = existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted && existsSync(node);
if (!isLinked && !isCurrent) {
  console.log('Installing the packages of package-lock.json (about a minute, once) ...');
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (npm.status !== 0) process.exit(npm.status ?? 1);
  mkdirSync(modules, { recursive: true });
  writeFileSync(stamp, wanted);
}

const child = spawn(node, process.argv.slice(2), {
  cwd: root,
  stdio: 'inherit',
  shell: process.platform === 'win32',
  env: { ...process.env, PATH: [bin, process.env['PATH'] ?? ''].join(delimiter) },
});
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.on(signal, () => child.kill(signal));
}
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
