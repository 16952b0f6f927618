// The results that every suite adds to, so that `npm test` can end with what failed and one line for all of them: the end of a log, which
// is what CI shows, must say what went wrong.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './root.ts';

export interface Counts {
  readonly passed: number;
  /** One text for each test or hook that failed: its title and the error. */
  readonly failures: readonly string[];
}

/** The prefix of each line of a test report in an editor's log. */
export const reportMark = '| ';

const folder = join(root, 'out', 'results');

/** The file for a suite's counts; a suite in another process writes it itself. */
export function resultFile(suite: string): string {
  return join(folder, `${suite}.json`);
}

export function clearResults(): void {
  rmSync(folder, { recursive: true, force: true });
}

/** Records one suite. */
export function record(suite: string, counts: Counts): void {
  writeCounts(resultFile(suite), counts);
}

/** Writes counts to a file of `resultFile`. */
export function writeCounts(file: string, { passed, failures }: Counts): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ passed, failures }));
}

/** Reads the counts of one suite. @throws if the suite ended before it counted anything. */
export function readCounts(file: string): Counts {
  return JSON.parse(readFileSync(file, 'utf8')) as Counts;
}

/** Completes what a suite recorded, when its process has ended: see `outcome`. */
export function recordOutcome(suite: string, status: number | null): void {
  const file = resultFile(suite);
  record(suite, outcome(suite, status, existsSync(file) ? readCounts(file) : undefined));
}

/**
 * What a suite counted, with a failure where it went wrong without counting one, so that none is skipped in silence.
 * @param status the exit code of its process
 * @param counts none when it recorded none
 */
export function outcome(suite: string, status: number | null, counts: Counts | undefined): Counts {
  const failed = (why: string): Counts => ({
    passed: counts?.passed ?? 0,
    failures: [`${suite}: ${why}`],
  });
  if (counts === undefined)
    return failed(`ended with ${String(status)} before its tests were counted`);
  if (counts.failures.length > 0) return counts;
  if (status !== 0) return failed(`ended with ${String(status)} after its tests passed`);
  return counts.passed > 0 ? counts : failed('no test ran');
}

/** Sums up all recorded suites. */
export function total(): Counts {
  return readdirSync(folder)
    .map((file) => readCounts(join(folder, file)))
    .reduce(
      (sum, each) => ({
        passed: sum.passed + each.passed,
        failures: [...sum.failures, ...each.failures],
      }),
      { passed: 0, failures: [] },
    );
}
