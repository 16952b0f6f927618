import { join } from 'node:path';
import { startEmulator, type Emulator } from '../host/emulator.ts';
import { root } from '../host/root.ts';
import { Workbench, type Open } from './workbench.ts';

/**
 * Gives a suite its own editor, opened before the first test and closed after the last. A failing
 * test leaves a screenshot of the window in test-results/ui.
 */
export function useWorkbench(options: Open | (() => Promise<Open>) = {}): () => Workbench {
  let workbench: Workbench | undefined;
  suiteSetup(async () => {
    workbench = await Workbench.open(typeof options === 'function' ? await options() : options);
  });
  teardown(async function () {
    const test = this.currentTest;
    if (test?.state !== 'failed') return;
    const name = test.fullTitle().replaceAll(/[^\w]+/g, '-');
    await workbench?.screenshot(join(root, 'test-results', 'ui', `${name}.png`));
  });
  suiteTeardown(() => workbench?.close());
  return () => {
    if (!workbench) throw new Error('The editor is open only while tests run.');
    return workbench;
  };
}

/** The same with a sandbox full of demo data, for the environment's connection. */
export function useSandboxWorkbench(options: Omit<Open, 'env'> = {}): {
  readonly workbench: () => Workbench;
  readonly sandbox: () => Emulator;
} {
  let sandbox: Emulator | undefined;
  const workbench = useWorkbench(async () => {
    sandbox = await startEmulator('--seed', 'demo');
    return { ...options, env: { ORB_API_KEY: sandbox.apiKey, ORB_BASE_URL: sandbox.url } };
  });
  suiteTeardown(() => sandbox?.stop());
  return {
    workbench,
    sandbox: () => {
      if (!sandbox) throw new Error('The sandbox runs only while tests run.');
      return sandbox;
    },
  };
}
