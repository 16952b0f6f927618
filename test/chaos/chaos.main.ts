// Runs all scenarios in turn until the time is up, and prints a table of the results.
// test/host/chaos.ts describes the arguments.
import { parseArgs } from 'node:util';
import { stopAll, stopOnSignals } from '../host/child.ts';
import { add, faultsIn, tableOf, zero, type Counts } from './counts.ts';
import { Random } from './random.ts';
import { scenarios } from './scenarios.ts';

/** How long a scenario runs before the next one. */
const TURN_MS = 30_000;

const { values, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { minutes: { type: 'string', default: '30' }, seed: { type: 'string' } },
});
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const chosen = Object.entries(scenarios).filter(
  ([name]) => wanted.length === 0 || wanted.includes(name),
);
if (chosen.length === 0) throw new Error(`The scenarios are ${Object.keys(scenarios).join(', ')}.`);

stopOnSignals();
console.log(`Seed ${seed}, ${values.minutes} minutes.`);
const rows = new Map<string, Counts>(chosen.map(([name]) => [name, zero()]));
const end = Date.now() + Number(values.minutes) * 60_000;
for (let turn = 0; turn === 0 || Date.now() < end; turn++) {
  for (const [name, scenario] of chosen) {
    // Each one runs at least once, however short the time is.
    if (turn > 0 && Date.now() >= end) break;
    const over = Math.min(end, Date.now() + TURN_MS);
    const counts = await scenario(new Random(seed + turn), {
      isOver: () => Date.now() >= over,
      tell: (what) => console.log(`${name}, seed ${seed + turn}, ${what}`),
    });
    add(rows.get(name) ?? zero(), counts);
  }
}
await stopAll();
console.log(`\n${tableOf(rows)}`);
const faults = [...rows].flatMap(([name, counts]) =>
  faultsIn(counts).map((count) => `${name}: ${count}`),
);
if (faults.length > 0)
  console.log(`\nRed: ${faults.join(', ')}. Again: npm run chaos -- --seed ${seed}`);
process.exit(faults.length === 0 ? 0 : 1);
