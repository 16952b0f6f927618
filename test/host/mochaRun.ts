import { globSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import Mocha from 'mocha';
import type { Counts } from './results.ts';
import { root } from './root.ts';

export interface MochaRun {
  /** Below out/test, such as `extension`; a glob. */
  readonly folder: string;
  /** Parts of file names; none means all. */
  readonly only: readonly string[];
  readonly timeoutMs: number;
  /** Mocha's reporter; `spec` prints a line for each test. */
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
  for (const file of testFiles(folder, only)) await load(mocha, join(root, file));
  const failures: string[] = [];
  return await new Promise((resolve) => {
    const runner = mocha.run(() => resolve({ passed: runner.stats?.passes ?? 0, failures }));
    runner.on('fail', (test, error: Error) => {
      failures.push(`${test.fullTitle()}\n${error.stack ?? error.message}`);
    });
  });
}

/** The built test files of a folder below out/test, from the project's root. */
export function testFiles(folder: string, only: readonly string[]): readonly string[] {
  return globSync(`out/test/${folder}/**/*.test.js`, { cwd: root })
    .filter((file) => only.length === 0 || only.some((part) => file.includes(part)))
    .sort();
}

/**
 * Loads one file of tests. Mocha's own loadFilesAsync would use require(), which never returns for an ES module where VS Code's
 * module hooks are in place and Node is older than 24.
 */
async function load(mocha: Mocha, file: string): Promise<void> {
  const { EVENT_FILE_PRE_REQUIRE, EVENT_FILE_REQUIRE, EVENT_FILE_POST_REQUIRE } =
    Mocha.Suite.constants;
  mocha.suite.emit(EVENT_FILE_PRE_REQUIRE, globalThis, file, mocha);
  const loaded: unknown = await import(pathToFileURL(file).href);
  mocha.suite.emit(EVENT_FILE_REQUIRE, loaded, file, mocha);
  mocha.suite.emit(EVENT_FILE_POST_REQUIRE, globalThis, file, mocha);
}
