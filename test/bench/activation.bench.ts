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
    // A window that has just opened does not take every key.
    await workbench.page.locator('.explorer-folders-view').getByText('README.txt').click();
    await workbench.textEditor.waitFor();
    const tookOf = (extension: string) =>
      workbench.page
        .locator('.runtime-extensions-editor .extension', { hasText: extension })
        .getByText(/Activation: \d+ms/);
    // The clock runs on while others use the same thread: those that VS Code starts with every window, this one last.
    await workbench.command('Developer: Show Running Extensions');
    await tookOf('Merge Conflict').waitFor();
    await workbench.page.keyboard.press('Escape');
    await workbench.openSideBar();
    await workbench.command('Developer: Show Running Extensions');
    const [, ms] = /Activation: (\d+)ms/.exec(await tookOf('Orb Events').innerText()) ?? [];
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
