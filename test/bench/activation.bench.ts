// What activation costs in the real editor, by VS Code's own clock: reading and running the code of the package, and activate().
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { activationFiles, MAX_ACTIVATION_BYTES } from '../host/activationFiles.ts';
import { startEmulator } from '../host/emulator.ts';
import { root } from '../host/root.ts';
import { Workbench } from '../ui/workbench.ts';
import { bench } from './bench.ts';

async function activation(): Promise<number> {
  const sandbox = await startEmulator('--seed', 'demo');
  const workbench = await Workbench.open({
    env: { ORB_API_KEY: sandbox.apiKey, ORB_BASE_URL: sandbox.url },
  });
  try {
    await workbench.openSideBar();
    await workbench.command('Developer: Show Running Extensions');
    const shown = workbench.page
      .locator('.runtime-extensions-editor .extension', { hasText: 'Orb Events' })
      .getByText(/Activation: \d+ms/);
    const [, ms] = /Activation: (\d+)ms/.exec(await shown.innerText()) ?? [];
    return Number(ms);
  } finally {
    await workbench.close();
    await sandbox.stop();
  }
}

function size(): Promise<number> {
  const dist = join(root, 'dist');
  const sizes = activationFiles(dist).map((file) => statSync(join(dist, file)).size);
  return Promise.resolve(sizes.reduce((sum, each) => sum + each) / 1_000);
}

export default bench({
  needs: 'package',
  measures: { activation, size },
  rows: [
    { name: 'activation, its code read and run', of: 'activation', unit: 'ms', atMost: 50 },
    {
      name: 'code that activation loads',
      of: 'size',
      unit: 'KB',
      atMost: MAX_ACTIVATION_BYTES / 1_000,
    },
  ],
});
