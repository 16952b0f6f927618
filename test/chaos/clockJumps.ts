/** The account's clock jumps while answers are lost, while runs are left, and before they are resumed. */
import { setTimeout as sleep } from 'node:timers/promises';
import { NOW_MS } from '../helpers/ingestWorld.ts';
import type { Fault } from '../helpers/sandbox.ts';
import { OWNERS } from './chaosSandbox.ts';
import type { Random } from './random.ts';
import { inTwoAccounts, type World } from './twoAccounts.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const path = '/v1/ingest';

export const clockJumps = inTwoAccounts(async (world) => {
  const { random } = world.round;
  await setClock(world, NOW_MS);
  await world.begin({ count: random.int(10, 200) });
  for (let leg = random.int(1, 3); leg > 0; leg--) {
    await setFaults(world, random);
    await Promise.all([
      ...world.runs.map((run) =>
        random.chance(0.5)
          ? world.leave(run, random.fork())
          : world.guard(async () => void (await world.stay(run))),
      ),
      jumpSoon(world, random.fork()),
    ]);
    await world.compare();
    if (random.chance(0.5)) await setClock(world, jumpFrom(world, random));
  }
  for (const owner of OWNERS) await world.sandbox.control(owner, '/faults', []);
  // What came too late, or from the future, is rightly refused.
  await Promise.all(world.runs.map((run) => world.finish(run, { mayBeRefused: true })));
  await world.compare();
});

async function setClock(world: World, nowMs: number): Promise<void> {
  world.nowMs = nowMs;
  const now = new Date(nowMs).toISOString();
  for (const owner of OWNERS) await world.sandbox.control(owner, '/clock', { now });
}

function jumpFrom({ nowMs }: World, random: Random): number {
  const far = random.pick([
    1,
    1_000,
    HOUR_MS,
    11 * HOUR_MS,
    13 * HOUR_MS,
    40 * DAY_MS,
    3_650 * DAY_MS,
  ]);
  return nowMs + (random.chance(0.5) ? far : -far);
}

/** While requests are under way. */
async function jumpSoon(world: World, random: Random): Promise<void> {
  await sleep(random.int(0, 1_500));
  if (random.chance(0.7)) await setClock(world, jumpFrom(world, random));
}

/** Answers that are lost after the work, errors, and requests without trouble between them. */
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
