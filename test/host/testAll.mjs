// `npm test`: every suite in turn, and one closing line over all of them.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { clearResults, total } from './results.mjs';

const suites = ['check', 'testUnit', 'testExtension', 'testUi'];

clearResults();
let green = true;
for (const suite of suites) {
  const script = `test/host/${suite}.mjs`;
  if (!existsSync(script)) continue;
  console.log(`\n# ${suite}`);
  green = spawnSync(process.execPath, [script], { stdio: 'inherit' }).status === 0 && green;
}
const { passed, failed } = total();
// A suite that dies before it counts anything is a failure too.
console.log(`\n${passed} passed, ${green ? failed : Math.max(failed, 1)} failed`);
process.exit(green && failed === 0 ? 0 : 1);
