import { join } from 'node:path';
import { root } from '../host/root.ts';
import { Workbench, type Open } from './workbench.ts';

/**
 * Gives a suite its own editor: opened before the first test, closed after the last.
 * A test that fails leaves a picture of the window in test-results/ui.
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
