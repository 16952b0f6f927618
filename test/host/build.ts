import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from './root.ts';

/** Builds dist/ and out/. @throws when the build fails; esbuild has already printed why */
export function buildForTests(): void {
  const result = spawnSync(process.execPath, ['esbuild.mjs', '--tests'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (result.status !== 0) throw new Error('The build failed.');
}

/**
 * Packages the extension; vsce builds it first, with the script vscode:prepublish.
 * @returns the path of the VSIX
 */
export function buildPackage(): string {
  return pack(root, join(root, 'orb-events.vsix'));
}

/** Packages an extension in a folder. @returns `file` */
export function pack(folder: string, file: string, ...flags: readonly string[]): string {
  // Uses the command, because the function also prints every file of the package. Warnings are
  // shown.
  const result = spawnSync(
    'vsce',
    [
      ...['package', '--no-dependencies', '--out', relative(folder, file), ...flags],
      // The project has no public URL yet, so links in the README stay as they are.
      ...['--allow-missing-repository', '--no-rewrite-relative-links'],
    ],
    { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' },
  );
  if (result.status !== 0) throw new Error('vsce refused to package the extension.');
  if (!existsSync(file)) throw new Error('vsce wrote no package.');
  return file;
}
