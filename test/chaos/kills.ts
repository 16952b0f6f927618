/** Two accounts ingest at once; their processes and the sandbox are killed at random moments, and all is resumed. */
import { setTimeout as sleep } from 'node:timers/promises';
import { NOW_MS } from '../helpers/ingestWorld.ts';
import { Jobs, type Job } from '../helpers/ingestSession.ts';
import { ChaosSandbox, OWNERS, type Owner } from './chaosSandbox.ts';
import { eventFile, type EventFile } from './eventFile.ts';
import { startIngest } from './ingestProcess.ts';
import { reckon, reckonEnd, reckonSums, toldIn } from './reckoning.ts';
import { Hang, rounds, type Round, type Scenario } from './scenario.ts';
import type { Random } from './random.ts';

/** So often is a run resumed, without trouble, until it must be done. */
const TRIES = 5;

interface Run {
  readonly owner: Owner;
  readonly file: EventFile;
  job: Job;
}

export const kills: Scenario = async (random, options) => {
  await using sandbox = await ChaosSandbox.start();
  const jobs = new Jobs();
  let number = 0;
  try {
    return await rounds(random, options, async (round) => {
      await playRound(round, { sandbox, jobs, prefix: `r${++number}` });
    });
  } finally {
    await jobs.end();
  }
};

interface World {
  readonly sandbox: ChaosSandbox;
  readonly jobs: Jobs;
  readonly prefix: string;
}

async function playRound(round: Round, world: World): Promise<void> {
  const { random, counts } = round;
  const { sandbox, prefix } = world;
  const count = random.int(20, 400);
  const runs: Run[] = [];
  for (const owner of OWNERS) {
    const file = eventFile(random, { count, prefix, owner });
    runs.push({ owner, file, job: await newJob(world, random, owner, file) });
    counts.events += file.events.size;
  }
  for (let leg = random.int(1, 3); leg > 0; leg--) {
    const isSandboxKilled = random.chance(0.6);
    await Promise.all([
      ...runs.map((run) => leave(round, world, run, random.fork())),
      ...(isSandboxKilled ? [killSandbox(round, sandbox, random.fork())] : []),
    ]);
    await compare(round, world, runs);
  }
  await Promise.all(runs.map((run) => finish(round, world, run)));
  await compare(round, world, runs);
}

const newJob = ({ jobs, sandbox }: World, random: Random, owner: Owner, { content }: EventFile) =>
  jobs.create(content, {
    url: sandbox.url,
    apiKey: sandbox.apiKey(owner),
    nowMs: NOW_MS,
    options: { batchSize: random.int(1, 25), concurrency: random.int(1, 4) },
  });

async function killSandbox(
  { counts }: Round,
  sandbox: ChaosSandbox,
  random: Random,
): Promise<void> {
  await sleep(random.int(0, 1_500));
  await sandbox.killAndRestart();
  counts.kills++;
}

/** Lets a run go on for a while and ends its process, if it hasn't ended by then. */
async function leave(round: Round, world: World, run: Run, random: Random): Promise<void> {
  const ingest = await start(world, run, random);
  await ingest.began;
  await sleep(random.few(1_000));
  ingest.kill();
  const last = await ingest.last();
  if (last === undefined) round.counts.kills++;
}

/** Resumes the run, or begins it anew when it was killed before its journal was there. */
async function start(world: World, run: Run, random: Random) {
  const resume = (await toldIn(run.job.folder)) !== undefined;
  if (!resume) run.job = await newJob(world, random, run.owner, run.file);
  const client = { ...run.job.client, baseUrl: world.sandbox.url };
  return startIngest({ ...run.job, client }, { resume });
}

async function finish(round: Round, world: World, run: Run): Promise<void> {
  const { owner, file } = run;
  for (let tries = 0; tries < TRIES; tries++) {
    try {
      const last = await (await start(world, run, round.random)).last();
      if (last?.kind !== 'sent') {
        round.fault('crashes', `${owner} ended with ${JSON.stringify(last)}`);
        return;
      }
      const told = (await toldIn(run.job.folder)) ?? new Map();
      reckonSums(round, file, told, last.sent);
      if (last.sent.notTried > 0) continue;
      reckonEnd(round, { file, owner, told });
      return;
    } catch (error) {
      round.fault(error instanceof Hang ? 'hangs' : 'crashes', String(error));
      return;
    }
  }
  round.fault('lost', `${owner} still has lines that weren't tried`);
}

/** What the two runs say, against what the two accounts hold. */
async function compare(round: Round, { sandbox, prefix }: World, runs: readonly Run[]) {
  for (const { owner, file, job } of runs) {
    const told = (await toldIn(job.folder)) ?? new Map();
    const held = sandbox.held(owner, prefix);
    reckon(round, { file, owner, told, held, as: ({ stored }) => stored });
  }
}
