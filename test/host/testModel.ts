// `npm run test:model`: random sequences of what can happen to an open event, in a real VS Code. `--long` runs 2,000 of them, `--runs N` as
// many as you like, `--seed N` those of another run, `--shrink` looks for the shortest sequence that fails.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    long: { type: 'boolean', default: false },
    runs: { type: 'string' },
    seed: { type: 'string' },
    shrink: { type: 'boolean', default: false },
  },
});
const runs = values.runs ?? (values.long ? '2000' : '60');
const { status } = spawnSync(process.execPath, ['test/host/testExtension.ts', 'extension/model'], {
  stdio: 'inherit',
  env: {
    ...process.env,
    ORB_MODEL_RUNS: runs,
    ...(values.seed !== undefined && { ORB_MODEL_SEED: values.seed }),
    ...(values.shrink && { ORB_MODEL_SHRINK: 'yes' }),
  },
});
process.exit(status ?? 1);
