// `npm run test:ui`: packages the extension, installs it in a real VS Code and drives that as a person would. Arguments narrow by file name.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildPackage } from './build.ts';
import { stopAll, stopOnSignals } from './child.ts';
import { installExtension } from './installed.ts';
import { runMocha } from './mochaRun.ts';
import { record } from './results.ts';
import { root } from './root.ts';

stopOnSignals();
const extensionsDir = join(root, 'out', 'ui', 'extensions');
rmSync(join(root, 'test-results', 'ui'), { recursive: true, force: true });
installExtension(buildPackage('--tests'), extensionsDir);
process.env['ORB_TEST_EXTENSIONS'] = extensionsDir;
process.setSourceMapsEnabled(true);
const counts = await runMocha({ folder: 'ui', only: process.argv.slice(2), timeoutMs: 60_000 });
record('ui', counts);
await stopAll();
process.exit(counts.failed === 0 ? 0 : 1);
