// The editor as a user has it: the packaged extension installed, no development flags.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { installServer } from './install.ts';

/** Installs packages into a folder for extensions, emptied first. @throws with VS Code's words when it refuses one. */
export function installExtension(extensionsDir: string, ...packages: readonly string[]): void {
  const installs = packages.flatMap((file) => ['--install-extension', file]);
  rmSync(extensionsDir, { recursive: true, force: true });
  const result = spawnSync(
    process.execPath,
    [
      ...[join(installServer(), 'out', 'server-main.js'), ...installs],
      ...['--extensions-dir', extensionsDir, '--server-data-dir', `${extensionsDir}-data`],
      ...['--accept-server-license-terms', '--do-not-include-pack-dependencies'],
    ],
    { encoding: 'utf8', env: { ...process.env, EXTENSIONS_GALLERY: '{}' } },
  );
  if (result.status !== 0)
    throw new Error(`Installing ${packages.join(', ')} failed: ${result.stderr}`);
}
