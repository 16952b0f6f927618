import { globSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import type { Counts } from './results.ts';
import { root } from './root.ts';

export interface MochaRun {
  /** Below out/test, such as `extension`; a glob. */
  readonly folder: string;
  /** Parts of file names; none means all. */
  readonly only: readonly string[];
  readonly timeoutMs: number;
  /** Of Mocha; `spec` prints a line for each test. */
  readonly reporter?: string;
  readonly hooks?: Mocha.RootHookObject;
}

/** Runs the built tests of one folder, prints them, and counts. A failed hook counts as a failed test. */
export async function runMocha({
  folder,
  only,
  timeoutMs,
  reporter = 'spec',
  hooks,
}: MochaRun): Promise<Counts> {
  const mocha = new Mocha({
    ui: 'tdd',
    reporter,
    timeout: timeoutMs,
    forbidOnly: true,
    forbidPending: true,
    color: false,
    slow: timeoutMs,
    ...(hooks ? { rootHooks: hooks } : {}),
  });
  globSync(`out/test/${folder}/**/*.test.js`, { cwd: root })
    .filter((file) => only.length === 0 || only.some((part) => file.includes(part)))
    .sort()
    .forEach((file) => mocha.addFile(join(root, file)));
  await mocha.loadFilesAsync();
  const failures: string[] = [];
  return await new Promise((resolve) => {
    const runner = mocha.run(() => resolve({ passed: runner.stats?.passes ?? 0, failures }));
    runner.on('fail', (test, error: Error) => {
      failures.push(`${test.fullTitle()}\n${error.stack ?? error.message}`);
    });
  });
}
