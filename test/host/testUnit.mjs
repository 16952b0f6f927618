// Builds and runs the tests that need no editor: test/unit and test/contract. Arguments narrow by file name.
import { spawnSync } from 'node:child_process';
import { runMocha } from './mochaRun.ts';
import { record } from './results.ts';

const built = spawnSync(process.execPath, ['esbuild.mjs', '--tests'], { stdio: 'inherit' });
if (built.status !== 0) process.exit(1);

process.setSourceMapsEnabled(true);
// Mocha's command line does this, its API doesn't: a rejection that no one handles fails the test that runs.
process.on('unhandledRejection', (reason) => {
  throw reason;
});
const counts = await runMocha({
  folder: '{unit,contract}',
  only: process.argv.slice(2),
  timeoutMs: 20_000,
  reporter: 'dot',
});
record('unit', counts);
process.exit(counts.failures.length === 0 ? 0 : 1);
