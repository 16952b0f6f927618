/**
 * The disk is full or not writable, for the run's journal and rejected lines, and for the sandbox's
 * data.
 */
import { chmod } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { FromWorker } from '../../src/ingestWorker/messages.ts';
import type { Random } from './random.ts';
import { inTwoAccounts, type Run, type World } from './twoAccounts.ts';

/** The system's errors in such cases, for which the editor has messages. */
const CODES: ReadonlySet<string | undefined> = new Set([
  'EFBIG',
  'ENOSPC',
  'EACCES',
  'EPERM',
  'EROFS',
]);
const NOBODY = 65_534;
const isRoot = process.geteuid?.() === 0;

export const disk = inTwoAccounts(async (world) => {
  const { random } = world.round;
  // If a server still validates and reads but can't write, each event is tried alone, with pauses.
  await world.begin({ count: random.int(20, 100) });
  for (let leg = random.int(1, 3); leg > 0; leg--) {
    const trouble = random.pick([full, full, readOnly, sandboxFull]);
    await trouble(world, random);
    await world.compare();
  }
  // An event that the sandbox fails on while it accepts others is rejected.
  await Promise.all(world.runs.map((run) => world.finish(run, { mayBeRefused: true })));
  await world.compare();
});

async function full(world: World, random: Random): Promise<void> {
  await Promise.all(
    world.runs.map((run) =>
      world.guard(async () => {
        const ingest = await world.start(run, { fileKib: random.few(60) });
        await ended(world, run, await ingest.last());
      }),
    ),
  );
}

async function readOnly(world: World): Promise<void> {
  for (const run of world.runs) {
    await world.guard(async () => {
      // Started before, since otherwise there's nothing to resume.
      await world.leave(run, world.round.random.fork());
      const { folder } = run.job;
      await chmod(folder, 0o555);
      // Root can write everywhere, so another user tries.
      if (isRoot) await chmod(dirname(folder), 0o755);
      try {
        const ingest = await world.start(run, isRoot ? { uid: NOBODY } : {});
        await ended(world, run, await ingest.last());
      } finally {
        await chmod(folder, 0o700);
      }
    });
  }
}

async function sandboxFull(world: World, random: Random): Promise<void> {
  await world.sandbox.killAndRestart({ fileKib: random.int(50, 400) });
  await Promise.all(
    world.runs.map((run) =>
      world.guard(async () => ended(world, run, await (await world.start(run)).last())),
    ),
  );
  await world.sandbox.killAndRestart();
  world.round.counts.kills += 2;
}

/** With its counts, or with the system's message about the disk. */
async function ended(world: World, run: Run, last: FromWorker | undefined): Promise<void> {
  if (last?.kind === 'failed' && CODES.has(last.code)) return;
  await world.sent(run, last);
}
