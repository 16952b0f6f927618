// `npm test`: every suite in turn, and one closing line over all of them.
import { spawnSync } from 'node:child_process';
import { clearResults, recordOutcome, total } from './results.ts';

const suites = {
  check: 'check.mjs',
  unit: 'testUnit.mjs',
  extension: 'testExtension.ts',
  ui: 'testUi.ts',
};

clearResults();
for (const [suite, script] of Object.entries(suites)) {
  console.log(`\n# ${suite}`);
  const { status } = spawnSync(process.execPath, [`test/host/${script}`], { stdio: 'inherit' });
  recordOutcome(suite, status);
}
const { passed, failures } = total();
for (const failure of failures) console.log(`\nFAILED ${failure}`);
console.log(`\n${passed} passed, ${failures.length} failed`);
process.exit(failures.length === 0 ? 0 : 1);
