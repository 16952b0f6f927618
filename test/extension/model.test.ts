import * as fc from 'fast-check';
import { answer, sandbox } from './helpers.ts';
import { cleanUp, environmentId, withSetting } from './eventDocuments.ts';
import { stepNamed, steps, type Step } from './model/steps.ts';
import { World } from './model/world.ts';
import { run } from './searchHelpers.ts';

/** `npm run test:model -- --long` sets more. */
const RUNS = Number(process.env['ORB_MODEL_RUNS'] ?? 60);
const SEED = Number(process.env['ORB_MODEL_SEED'] ?? Date.now() % 2 ** 31);
const STEPS = 12;

/** Each of these once broke a promise. */
const FAILED_ONCE = [
  'tier is amended elsewhere; Ctrl+S; deprecated elsewhere; the event is searched; type into tokens; Ctrl+S',
  'deprecated elsewhere; type into tokens; revert; File › Save, yes; Ctrl+S, and type into tier while it is sent',
  'type into tokens; Ctrl+S, and undo while it is sent; revert',
  'tier is amended elsewhere; type into region; Ctrl+S, and undo while it is sent; Ctrl+S, and undo while it is sent',
];

suite('an open event, whatever happens to it', () => {
  suiteTeardown(async () => {
    await cleanUp();
    await run('orb.connections.switch', await environmentId());
  });

  for (const story of FAILED_ONCE) {
    test(`keeps its promises after: ${story}`, () =>
      promisesAfter(story.split('; ').map(stepNamed)));
  }

  test(`keeps its promises in ${RUNS} random sequences (seed ${SEED})`, async function () {
    this.timeout(0);
    await fc.assert(
      fc.asyncProperty(fc.commands(steps, { maxCommands: STEPS, size: 'max' }), promisesAfter),
      { numRuns: RUNS, seed: SEED, endOnFailure: process.env['ORB_MODEL_SHRINK'] === undefined },
    );
  });
});

async function promisesAfter(taken: Iterable<Step>): Promise<void> {
  await withSetting('orb.http.maxRetries', 0, async () => {
    const world = new World();
    await world.open();
    try {
      await fc.asyncModelRun(() => ({ model: {}, real: world }), taken);
    } finally {
      await sandbox.control('/faults', []);
      await world.close();
      await answer({});
    }
  });
}
