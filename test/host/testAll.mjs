// `npm test`: every suite in turn, and one closing line over all of them.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { parse } from 'node:path';
import { clearResults, total } from './results.ts';

const suites = ['check.mjs', 'testUnit.mjs', 'testExtension.ts', 'testUi.ts'];

clearResults();
let green = true;
for (const suite of suites) {
  const script = `test/host/${suite}`;
  if (!existsSync(script)) continue;
  console.log(`\n# ${parse(suite).name}`);
  green = spawnSync(process.execPath, [script], { stdio: 'inherit' }).status === 0 && green;
}
const { passed, failures: counted } = total();
const failures = [...counted];
// A suite that dies before it counts anything is a failure too.
if (!green && failures.length === 0) failures.push('A suite ended before it counted its tests.');
for (const failure of failures) console.log(`\nFAILED ${failure}`);
console.log(`\n${passed} passed, ${failures.length} failed`);
process.exit(failures.length === 0 ? 0 : 1);
