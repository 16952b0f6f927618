/**
 * Clocks jump while responses are lost, while runs are interrupted, and before they are resumed:
 * Orb's forward, as when a machine sleeps, and this machine's in both directions.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { NOW_MS } from '../helpers/ingestWorld.ts';
import type { Fault } from '../helpers/sandbox.ts';
import { OWNERS } from './chaosSandbox.ts';
import type { Random } from './random.ts';
import { inTwoAccounts, type World } from './twoAccounts.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const JUMPS = [1, 1_000, HOUR_MS, 11 * HOUR_MS, 13 * HOUR_MS, 40 * DAY_MS, 3_650 * DAY_MS];
const path = '/v1/ingest';

export const clockJumps = inTwoAccounts(async (world) => {
  const { random } = world.round;
  const now = new Date(NOW_MS).toISOString();
  for (const owner of OWNERS) await world.sandbox.control(owner, '/clock', { now });
  await world.begin({ count: random.int(10, 200) });
  for (let leg = random.int(1, 3); leg > 0; leg--) {
    await setFaults(world, random);
    await Promise.all([
      ...world.runs.map((run) =>
        random.chance(0.5)
          ? world.leave(run, random.fork())
          : world.guard(async () => {
              await world.stay(run);
            }),
      ),
      sleepAndWake(world, random.fork()),
    ]);
    await world.compare();
    world.nowMs = NOW_MS + random.pick([-1, 0, 1]) * random.pick(JUMPS);
  }
  for (const owner of OWNERS) await world.sandbox.control(owner, '/faults', []);
  // Late events are correctly rejected.
  await Promise.all(world.runs.map((run) => world.finish(run, { mayBeRefused: true })));
  await world.compare();
});

/** While requests are in progress. */
async function sleepAndWake({ sandbox }: World, random: Random): Promise<void> {
  await sleep(random.int(0, 1_500));
  if (!random.chance(0.7)) return;
  const advanceMs = random.pick(JUMPS);
  for (const owner of OWNERS) await sandbox.control(owner, '/clock', { advanceMs });
}

/** Responses that are lost after the work, errors, and successful requests in between. */
async function setFaults({ sandbox }: World, random: Random): Promise<void> {
  const some = (): Fault => ({
    path,
    times: random.int(1, 3),
    ...random.pick<Fault>([
      { drop: 'after' },
      { drop: 'before' },
      { status: 500 },
      { status: 429 },
      { delayMs: 20 },
    ]),
  });
  for (const owner of OWNERS) {
    const faults = Array.from({ length: random.int(1, 6) }, some);
    await sandbox.control(owner, '/faults', faults);
  }
}
