import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { root } from './root.ts';

/** Builds dist/ and out/. @throws when the build fails; esbuild has said why by then. */
export function buildForTests(): void {
  build('--tests');
}

/** Builds what ships, and packages it. @returns the path of the VSIX */
export async function buildPackage(...flags: readonly string[]): Promise<string> {
  build('--production', ...flags);
  const packagePath = join(root, 'orb-events.vsix');
  await createVSIX({
    cwd: root,
    packagePath,
    // The project has no public address: none is invented, and links in the README stay as they are.
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
    dependencies: false,
  });
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
