// The editor as users have it: with the packaged extension installed and no development flags.
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pack } from './build.ts';
import { installEditor } from './install.ts';
import { root } from './root.ts';

/**
 * Installs packages into a folder for extensions, emptied first.
 * @throws with VS Code's message if it rejects one
 */
export function installExtension(extensionsDir: string, ...packages: readonly string[]): void {
  rmSync(extensionsDir, { recursive: true, force: true });
  addExtensions(extensionsDir, packages);
}

/**
 * A copy of a folder for extensions that has an extension of test/fixtures, too.
 * @param home where the copy and the fixture's package are put
 * @returns the copy
 */
export function installFixture(home: string, extensionsDir: string, fixture: string): string {
  const copy = join(home, 'extensions');
  cpSync(extensionsDir, copy, { recursive: true });
  const folder = join(root, 'test', 'fixtures', fixture);
  addExtensions(copy, [pack(folder, join(home, `${fixture}.vsix`), '--skip-license')]);
  return copy;
}

function addExtensions(extensionsDir: string, packages: readonly string[]): void {
  const installs = packages.flatMap((file) => ['--install-extension', file]);
  const { node, server } = installEditor('newest');
  const result = spawnSync(
    node,
    [
      ...[server, ...installs],
      ...['--extensions-dir', extensionsDir, '--server-data-dir', `${extensionsDir}-data`],
      ...['--accept-server-license-terms', '--do-not-include-pack-dependencies'],
    ],
    { encoding: 'utf8', env: { ...process.env, EXTENSIONS_GALLERY: '{}' } },
  );
  if (result.status !== 0)
    throw new Error(`Installing ${packages.join(', ')} failed: ${result.stderr}`);
}
