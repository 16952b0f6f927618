/**
 * Two accounts ingest at once; their processes and the sandbox are killed at random moments, and
 * the runs are resumed.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from './random.ts';
import { inTwoAccounts, type World } from './twoAccounts.ts';

export const kills = inTwoAccounts(async (world) => {
  const { random } = world.round;
  await world.begin({ count: random.int(20, 400) });
  for (let leg = random.int(1, 3); leg > 0; leg--) {
    const isSandboxKilled = random.chance(0.6);
    await Promise.all([
      ...world.runs.map((run) => world.leave(run, random.fork())),
      ...(isSandboxKilled ? [killSandbox(world, random.fork())] : []),
    ]);
    await world.compare();
  }
  await Promise.all(world.runs.map((run) => world.finish(run)));
  await world.compare();
});

async function killSandbox({ sandbox, round }: World, random: Random): Promise<void> {
  await sleep(random.int(0, 1_500));
  await sandbox.killAndRestart();
  round.counts.kills++;
}
