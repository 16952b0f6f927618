// A slice of `npm run chaos`: each scenario with its own seed, which the name of a failure contains.
import assert from 'node:assert/strict';
import { faultsIn } from '../chaos/counts.ts';
import { Random } from '../chaos/random.ts';
import { scenarios } from '../chaos/scenarios.ts';

/** How long the rounds go on; even a busy machine plays at least one. */
const SLICE_MS = 1_500;

suite('chaos: nothing is lost, duplicated, or altered', () => {
  for (const [name, scenario] of Object.entries(scenarios)) {
    const seed = Date.now() % 1_000_000;
    test(`${name} (npm run chaos -- --seed ${seed} ${name})`, async function () {
      this.timeout(600_000);
      const told: string[] = [];
      const over = Date.now() + SLICE_MS;
      const counts = await scenario(new Random(seed), {
        isOver: () => Date.now() >= over,
        tell: (what) => told.push(what),
      });
      assert.ok(counts.rounds > 0 && counts.events > 0, 'nothing was put through it');
      // How long the host is silent depends on the machine, so that only counts in the long run.
      const faults = faultsIn({ ...counts, stalls: 0 });
      assert.deepEqual(faults, [], told.join('\n'));
    });
  }
});
