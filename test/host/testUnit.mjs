// Builds and runs the tests that need no editor: test/unit and test/contract. Arguments narrow by file name.
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import Mocha from 'mocha';
import { record } from './results.ts';

const built = spawnSync(process.execPath, ['esbuild.mjs', '--tests'], { stdio: 'inherit' });
if (built.status !== 0) process.exit(1);

process.setSourceMapsEnabled(true);
// Mocha's command line does this, its API does not: a rejection that nobody handles fails the test that runs.
process.on('unhandledRejection', (reason) => {
  throw reason;
});
const wanted = process.argv.slice(2);
const files = globSync('out/test/{unit,contract}/**/*.test.js')
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  .sort();
const mocha = new Mocha({ ui: 'tdd', reporter: 'dot', timeout: 20_000, forbidOnly: true });
for (const file of files) mocha.addFile(file);
await mocha.loadFilesAsync();
const runner = mocha.run((failed) => {
  record('unit', { passed: runner.stats.passes, failed });
  process.exit(failed === 0 ? 0 : 1);
});
