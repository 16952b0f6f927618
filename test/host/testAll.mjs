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
const { passed, failed } = total();
// A suite that dies before it counts anything is a failure too.
console.log(`\n${passed} passed, ${green ? failed : Math.max(failed, 1)} failed`);
process.exit(green && failed === 0 ? 0 : 1);
