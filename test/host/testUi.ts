// `npm run test:ui`: packages the extension, installs it in a real VS Code and drives that as a person would. Arguments narrow by file name;
// `--pseudo` does it all in a language that no one speaks.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { addPseudoLocale } from '../helpers/pseudoLocale.ts';
import { buildForTests, buildPackage } from './build.ts';
import { stopAll, stopOnSignals } from './child.ts';
import { installChromium } from './chromium.ts';
import { installExtension } from './installed.ts';
import { runInLanes } from './lanes.ts';
import { testFiles } from './mochaRun.ts';
import { record } from './results.ts';
import { root } from './root.ts';

stopOnSignals();
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { pseudo: { type: 'boolean', default: false } },
});
const extensionsDir = join(root, 'out', 'ui', 'extensions');
rmSync(join(root, 'test-results', 'ui'), { recursive: true, force: true });
buildForTests();
installExtension(extensionsDir, buildPackage());
// Once, before several need it at the same time.
installChromium();
process.env['ORB_TEST_EXTENSIONS'] = extensionsDir;
if (values.pseudo) {
  process.env['ORB_TEST_PSEUDO'] = 'yes';
  addPseudoLocale(join(extensionsDir, 'orbtools.orb-events-0.1.0'));
}
const jobs = testFiles('ui', positionals).map((file) => ({
  title: file,
  script: 'test/host/testUiFile.ts',
  args: [file],
}));
const counts = await runInLanes(jobs);
record('ui', counts);
await stopAll();
process.exit(counts.failures.length === 0 ? 0 : 1);
