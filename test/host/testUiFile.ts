// Runs one file of UI tests for testUi.ts, which has packaged and installed the extension.
import { stopAll, stopOnSignals } from './child.ts';
import { sendCounts } from './lanes.ts';
import { runMocha } from './mochaRun.ts';

stopOnSignals();
process.setSourceMapsEnabled(true);
const counts = await runMocha({ folder: 'ui', only: process.argv.slice(2), timeoutMs: 60_000 });
await stopAll();
await sendCounts(counts);
process.exit(counts.failures.length === 0 ? 0 : 1);
