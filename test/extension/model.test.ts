import * as fc from 'fast-check';
import { answer, sandbox } from './helpers.ts';
import { cleanUp, withSetting } from './eventDocuments.ts';
import { steps } from './model/steps.ts';
import { World } from './model/world.ts';

/** `npm run test:model -- --long` sets more. */
const RUNS = Number(process.env['ORB_MODEL_RUNS'] ?? 60);
const SEED = Number(process.env['ORB_MODEL_SEED'] ?? Date.now() % 2 ** 31);
const STEPS = 12;

suite('an open event, whatever happens to it', () => {
  suiteTeardown(cleanUp);

  test(`keeps its promises in ${RUNS} random sequences (seed ${SEED})`, async function () {
    this.timeout(0);
    await withSetting('orb.http.maxRetries', 0, () =>
      fc.assert(
        fc.asyncProperty(fc.commands(steps, { maxCommands: STEPS, size: 'max' }), async (taken) => {
          const world = new World();
          await world.open();
          try {
            await fc.asyncModelRun(() => ({ model: {}, real: world }), taken);
          } finally {
            await sandbox.control('/faults', []);
            await world.close();
            await answer({});
          }
        }),
        { numRuns: RUNS, seed: SEED, endOnFailure: process.env['ORB_MODEL_SHRINK'] === undefined },
      ),
    );
  });
});
