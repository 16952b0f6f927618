// Installs the editors for tests on demand: a real VS Code (server and browser workbench) as code-server's npm package carries it.
// Their versions are in editors/*/package.json, where tools that keep dependencies current find them.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { spdlogStub, watchdogStub } from './nativeStubs.ts';
import { downloads, root } from './root.ts';

/** `newest` is what tests run in by default; `oldest` is the first release that `engines.vscode` in package.json allows. */
export type EditorName = 'newest' | 'oldest';

export interface Editor {
  /** The script that starts VS Code's server. */
  readonly server: string;
  /** The Node that runs it, and with it the extension host. */
  readonly node: string;
}

/**
 * An editor, which is installed if it's missing (about half a minute).
 * @throws with npm's message if it can't be installed
 */
export function installEditor(name: EditorName): Editor {
  const pinned = join(root, 'test', 'host', 'editors', name);
  const lock = readFileSync(join(pinned, 'package-lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex').slice(0, 8);
  const folder = join(downloads, `${name}-${hash}`);
  if (!existsSync(folder)) install(name, pinned, folder);
  const ownNode = join(folder, 'node_modules', 'node', 'bin', 'node');
  return {
    server: join(serverFolder(folder), 'out', 'server-main.js'),
    node: existsSync(ownNode) ? ownNode : process.execPath,
  };
}

function install(name: EditorName, pinned: string, folder: string): void {
  const started = Date.now();
  console.log(`Installing the ${name} supported VS Code from npm into .vscode-test ...`);
  mkdirSync(downloads, { recursive: true });
  const temporary = `${folder}.partial-${String(process.pid)}`;
  rmSync(temporary, { recursive: true, force: true });
  cpSync(pinned, temporary, { recursive: true });
  // Without install scripts: compiling takes minutes and system headers. Only the terminal and the file log miss what they
  // build, and the log gets a substitute.
  npm(temporary, 'ci', '--ignore-scripts');
  if (existsSync(join(temporary, 'node_modules', 'node'))) npm(temporary, 'rebuild', 'node');

  const server = serverFolder(temporary);
  leaveOutGitPackages(server);
  npm(server, 'install', '--omit=dev', '--ignore-scripts');
  const modules = join(server, 'node_modules');
  addRipgrep(temporary, modules);
  writeFileSync(join(modules, '@vscode', 'spdlog', 'index.js'), spdlogStub);
  for (const watchdog of ['@vscode/native-watchdog', 'native-watchdog']) {
    const main = join(modules, watchdog, 'index.js');
    if (existsSync(main)) writeFileSync(main, watchdogStub);
  }
  renameSync(temporary, folder);
  console.log(`Installed in ${String(Math.round((Date.now() - started) / 1000))} s.`);
}

/** VS Code's search: older releases download it from GitHub in an install script. */
function addRipgrep(folder: string, modules: string): void {
  const target = join(modules, '@vscode', 'ripgrep');
  if (!existsSync(target)) return;
  const platform = `${process.platform}-${process.arch}`;
  const universal = join(folder, 'node_modules', '@vscode', 'ripgrep-universal');
  cpSync(join(universal, 'bin', platform), join(target, 'bin'), { recursive: true });
}

const serverFolder = (folder: string): string =>
  join(folder, 'node_modules', 'code-server', 'lib', 'vscode');

interface Package {
  readonly resolved?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** VS Code finds the npm release of such a package, which the editor's package.json names, in a node_modules further up. */
function leaveOutGitPackages(server: string): void {
  const readJson = (name: string): unknown => JSON.parse(readFileSync(join(server, name), 'utf8'));
  const writeJson = (name: string, value: object): void =>
    writeFileSync(join(server, name), JSON.stringify(value, undefined, 2));
  const manifest = readJson('package.json') as Package;
  const lock = readJson('npm-shrinkwrap.json') as {
    readonly packages: Readonly<Record<string, Package>>;
  };

  const isFromGit = (path: string): boolean =>
    lock.packages[path]?.resolved?.startsWith('git') === true;
  const withoutThem = (each: Package): Package => ({
    ...each,
    dependencies: pick(each.dependencies, (name) => !isFromGit(`node_modules/${name}`)),
  });
  const packages = {
    ...pick(lock.packages, (path) => !isFromGit(path)),
    '': withoutThem(lock.packages[''] ?? {}),
  };
  writeJson('package.json', withoutThem(manifest));
  writeJson('npm-shrinkwrap.json', { ...lock, packages });
}

function pick<T>(record: Readonly<Record<string, T>> = {}, has: (key: string) => boolean) {
  return Object.fromEntries(Object.entries(record).filter(([key]) => has(key)));
}

function npm(cwd: string, ...args: readonly string[]): void {
  // npm passes its settings to scripts, but a second npm must read those of its own folder.
  const env = { ...process.env };
  delete env['npm_config_local_prefix'];
  const result = spawnSync('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd,
    env,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (result.status === 0) return;
  const why = result.error ? String(result.error) : result.stderr.trim();
  throw new Error(`"npm ${args.join(' ')}" failed: ${why}`);
}
