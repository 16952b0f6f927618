/** Several windows have the same file, or the same run, and all send it at once. */
import { readRequests } from './requestLog.ts';
import type { Run, World } from './twoAccounts.ts';
import { inTwoAccounts } from './twoAccounts.ts';
import { reckon, reckonEnd, toldIn } from './reckoning.ts';

export const windows = inTwoAccounts(async (world) => {
  const { random } = world.round;
  await world.begin({ count: random.int(20, 300) });
  for (const { owner } of world.runs) {
    const delayMs = random.int(0, 20);
    await world.sandbox.control(owner, '/faults', [{ path: '/v1/ingest', times: 10_000, delayMs }]);
  }
  await Promise.all(
    world.runs.map((run) => (random.chance(0.5) ? sameRun(world, run) : sameFile(world, run))),
  );
  await Promise.all(world.runs.map((run) => world.finish(run)));
  await world.compare();
});

/** A run that is resumed in several windows: one of them sends, and the others get a message. */
async function sameRun(world: World, run: Run): Promise<void> {
  const { random } = world.round;
  await world.leave(run, random.fork());
  const before = await readRequests(world.sandbox, run.owner);
  const told = await toldIn(run.job.folder);
  if (told === undefined) return;
  await world.guard(async () => {
    const count = random.int(2, 4);
    const all = await Promise.all(Array.from({ length: count }, () => world.start(run)));
    for (const last of await Promise.all(all.map((each) => each.last()))) {
      if (last?.kind === 'failed' && last.name === 'RunBusy') continue;
      await world.sent(run, last);
    }
  });
  const after = await readRequests(world.sandbox, run.owner);
  // Nothing was killed since then, so what was reported as accepted isn't sent again. Requests of a
  // process killed before may still succeed, and then their events are sent once more.
  const unanswered = new Set<string>();
  for (const [number, { key }] of run.file.events) {
    if (told.get(number) === 'sent') unanswered.add(key);
  }
  const taken = new Set<string>();
  for (const { status, keys } of after.slice(before.length)) {
    for (const key of keys) {
      if (taken.has(key)) world.round.fault('doubled', `${run.owner} ${key} was sent again`);
      if (status === 200 && !unanswered.has(key)) taken.add(key);
    }
  }
}

/**
 * Two runs of one file: Orb counts each event ID once, and both runs report that everything was
 * accepted.
 */
async function sameFile(world: World, run: Run): Promise<void> {
  const { round, sandbox, prefix } = world;
  const { owner, file } = run;
  const other: Run = { ...run, job: await world.newJob(round.random, owner, file) };
  await world.guard(async () => {
    const both = await Promise.all([run, other].map((each) => world.start(each)));
    await Promise.all(both.map((each) => each.last()));
  });
  await world.finish(other);
  const told = (await toldIn(other.job.folder)) ?? new Map();
  const held = sandbox.held(owner, prefix);
  reckon(round, { file, owner, told, held, as: ({ stored }) => stored });
  reckonEnd(round, { file, owner, told });
}
