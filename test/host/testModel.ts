// `npm run test:model`: random sequences of what can happen to an open event, in a real VS Code. `--long` runs 2,000 of them, `--runs N` as
// many as you like, `--seed N` those of another run, `--shrink` looks for the shortest sequence that fails. `--outside` runs those that
// end the extension host and reload the window: each takes some ten seconds.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    outside: { type: 'boolean', default: false },
    long: { type: 'boolean', default: false },
    runs: { type: 'string' },
    seed: { type: 'string' },
    shrink: { type: 'boolean', default: false },
  },
});
const runs = values.runs ?? (values.outside ? '20' : values.long ? '2000' : '60');
const suite = values.outside
  ? ['test/host/testUi.ts', 'ui/eventModel']
  : ['test/host/testExtension.ts', 'extension/model'];
const { status } = spawnSync(process.execPath, suite, {
  stdio: 'inherit',
  env: {
    ...process.env,
    ORB_MODEL_RUNS: runs,
    ...(values.seed !== undefined && { ORB_MODEL_SEED: values.seed }),
    ...(values.shrink && { ORB_MODEL_SHRINK: 'yes' }),
  },
});
process.exit(status ?? 1);
