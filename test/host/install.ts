// Installs the editor for tests on demand: a real VS Code (server and browser workbench) from npm.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spdlogStub, watchdogStub } from './nativeStubs.ts';
import { downloads } from './root.ts';

const release = 'code-server@4.139.1';
const sha512 =
  'fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==';

/**
 * The folder of VS Code's server, installed first where it is missing (about half a minute).
 * Its packages come without their install scripts: compiling them needs minutes and system headers, and only the terminal
 * and the file log miss them; the log gets a substitute.
 */
export function installServer(): string {
  const folder = join(downloads, release.replace('@', '-'));
  if (existsSync(folder)) return folder;
  const started = Date.now();
  console.log(`Installing VS Code from npm (${release}) into .vscode-test ...`);
  mkdirSync(downloads, { recursive: true });
  const temporary = `${folder}.partial-${String(process.pid)}`;
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary);

  run('npm', ['pack', release, '--silent', '--ignore-scripts'], temporary);
  const archive = join(temporary, `${release.replace('@', '-')}.tgz`);
  const found = createHash('sha512').update(readFileSync(archive)).digest('base64');
  if (found !== sha512) {
    throw new Error(
      `${release} is not the release this project was tested with (its hash differs).`,
    );
  }
  run('tar', ['-xzf', archive, '--strip-components=3', 'package/lib/vscode'], temporary);
  rmSync(archive);
  run(
    'npm',
    ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    temporary,
  );
  const modules = join(temporary, 'node_modules', '@vscode');
  writeFileSync(join(modules, 'spdlog', 'index.js'), spdlogStub);
  writeFileSync(join(modules, 'native-watchdog', 'index.js'), watchdogStub);
  renameSync(temporary, folder);
  console.log(`Installed in ${String(Math.round((Date.now() - started) / 1000))} s.`);
  return folder;
}

function run(command: string, args: readonly string[], cwd: string): void {
  // npm hands its own settings down to scripts; a second npm must read those of its own folder.
  const env = { ...process.env };
  delete env['npm_config_local_prefix'];
  const result = spawnSync(command, args, {
    cwd,
    env,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (result.status === 0) return;
  const why = result.error ? String(result.error) : result.stderr.trim();
  throw new Error(`"${command} ${args.join(' ')}" failed: ${why}`);
}
