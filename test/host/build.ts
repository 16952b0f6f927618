import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.ts';

/** Builds dist/ and out/. @throws when the build fails; esbuild has said why by then. */
export function buildForTests(): void {
  build('--tests');
}

/** Builds what ships, and packages it. @returns the path of the VSIX */
export function buildPackage(...flags: readonly string[]): string {
  build('--production', ...flags);
  const packagePath = join(root, 'orb-events.vsix');
  // The command, because its function prints every file of the package, which nobody asked for. Its warnings are shown.
  const result = spawnSync(
    'vsce',
    [
      ...['package', '--no-dependencies', '--out', 'orb-events.vsix'],
      // The project has no public address: none is invented, and links in the README stay as they are.
      ...['--allow-missing-repository', '--no-rewrite-relative-links'],
    ],
    {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
    },
  );
  if (result.status !== 0) throw new Error('vsce refused to package the extension.');
  if (!existsSync(packagePath)) throw new Error('vsce wrote no package.');
  return packagePath;
}

function build(...flags: readonly string[]): void {
  const result = spawnSync(process.execPath, ['esbuild.mjs', ...flags], {
    cwd: root,
    stdio: 'inherit',
  });
  if (result.status !== 0) throw new Error('The build failed.');
}
