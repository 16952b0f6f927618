// Static checks, each counted as one test: types, lint, format, import directions, dead code, wording.
import { spawnSync } from 'node:child_process';
import { record } from './results.ts';

/** @type {readonly [string, string, ...string[]][]} */
const checks = [
  ['types', 'tsc', '--noEmit'],
  ['types of core', 'tsc', '--noEmit', '-p', 'src/core'],
  ['types of the pages', 'tsc', '--noEmit', '-p', 'src/webview'],
  ['types of the scripts', 'tsc', '--noEmit', '-p', 'test/host'],
  ['lint', 'eslint', '.'],
  ['format', 'prettier', '--check', '--log-level', 'warn', '.'],
  ['imports', 'depcruise', 'src'],
  ['dead code', 'knip', '--no-progress', '--treat-config-hints-as-errors'],
  ['wording', 'node', 'test/host/wording.ts'],
];
const wanted = process.argv[2];

const failures = [];
let passed = 0;
for (const [name, command, ...args] of checks) {
  if (wanted !== undefined && name !== wanted) continue;
  const run = spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...process.env, FORCE_COLOR: '0' },
  });
  if (run.status === 0) {
    passed += 1;
    console.log(`ok      ${name}`);
  } else {
    const said = `${name}\n${run.stdout}${run.stderr}${run.error ?? ''}`;
    failures.push(said);
    console.log(`FAILED  ${said}`);
  }
}
record('check', { passed, failures });
process.exit(failures.length === 0 ? 0 : 1);
