import { globSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import type { Counts } from './results.ts';
import { root } from './root.ts';

export interface MochaRun {
  /** Below out/test, such as `extension`. */
  readonly folder: string;
  /** Parts of file names; none means all. */
  readonly only: readonly string[];
  readonly timeoutMs: number;
  readonly hooks?: Mocha.RootHookObject;
}

/** Runs the built tests of one folder, prints each, and counts. Failed hooks count as failed tests. */
export async function runMocha({ folder, only, timeoutMs, hooks }: MochaRun): Promise<Counts> {
  const mocha = new Mocha({
    ui: 'tdd',
    reporter: 'spec',
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
  return await new Promise((resolve) => {
    const runner = mocha.run((failed) => resolve({ passed: runner.stats?.passes ?? 0, failed }));
  });
}
