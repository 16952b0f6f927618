// `npm run chaos`: random failures for half an hour, and a table of the results; exits with 1 if
// anything was lost, duplicated, altered, in the wrong account, or hung. `--minutes N` and `--seed
// N` (printed at the start) change that; names of scenarios (test/chaos/) narrow it.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildForTests } from './build.ts';
import { root } from './root.ts';

buildForTests();
const main = join(root, 'out', 'test', 'chaos', 'chaos.main.js');
const args = ['--enable-source-maps', main, ...process.argv.slice(2)];
process.exit(spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1);
