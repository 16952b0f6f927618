// The tally that every suite adds to, so that `npm test` can end with one line over all of them.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '..', '..', 'out', 'results');

export function clearResults() {
  rmSync(folder, { recursive: true, force: true });
}

/** Records one suite. @param {string} suite @param {{passed: number, failed: number}} counts */
export function record(suite, { passed, failed }) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${suite}.json`), JSON.stringify({ passed, failed }));
}

/** Sums up all recorded suites. @returns {{passed: number, failed: number}} */
export function total() {
  const sum = { passed: 0, failed: 0 };
  for (const file of readdirSync(folder)) {
    const { passed, failed } = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    sum.passed += passed;
    sum.failed += failed;
  }
  return sum;
}
