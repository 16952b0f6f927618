/** Two accounts of a sandbox, with a run for each: shared by scenarios about runs. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { FromWorker } from '../../src/ingestWorker/messages.ts';
import type { Stop } from '../../src/ingest/run.ts';
import type { Sent } from '../../src/ingest/send.ts';
import { NOW_MS } from '../helpers/ingestWorld.ts';
import { Jobs, type Job } from '../helpers/ingestSession.ts';
import { ChaosSandbox, OWNERS, type Owner } from './chaosSandbox.ts';
import { eventFile, type EventFile, type FileWishes } from './eventFile.ts';
import { startIngest, type IngestProcess, type Limits } from './ingestProcess.ts';
import type { Random } from './random.ts';
import { reckon, reckonEnd, reckonSums, toldIn, type EndWishes } from './reckoning.ts';
import { Hang, rounds, type Round, type Scenario } from './scenario.ts';

/** How often a run is resumed without failures until it must be done. */
const TRIES = 5;

export interface Run {
  readonly owner: Owner;
  readonly file: EventFile;
  job: Job;
}

export class World {
  /**
   * The clock by which a run is resumed. It's always started at a time when its events are valid.
   */
  nowMs = NOW_MS;
  runs: readonly Run[] = [];

  constructor(
    readonly round: Round,
    readonly sandbox: ChaosSandbox,
    readonly jobs: Jobs,
    /** The prefix of this round's event IDs. */
    readonly prefix: string,
  ) {}

  async begin(wishes: Pick<FileWishes, 'count' | 'onlyGood'>): Promise<void> {
    const { random, counts } = this.round;
    const runs: Run[] = [];
    for (const owner of OWNERS) {
      const file = eventFile(random, { ...wishes, prefix: this.prefix, owner });
      runs.push({ owner, file, job: await this.newJob(random, owner, file) });
      counts.events += file.events.size;
    }
    this.runs = runs;
  }

  newJob(random: Random, owner: Owner, { content }: EventFile): Promise<Job> {
    return this.jobs.create(content, {
      url: this.sandbox.url,
      apiKey: this.sandbox.apiKey(owner),
      nowMs: NOW_MS,
      options: { batchSize: random.int(1, 25), concurrency: random.int(1, 4) },
    });
  }

  /** Resumes the run, or starts it again if it ended before its journal existed. */
  async start(run: Run, limits: Omit<Limits, 'resume'> = {}): Promise<IngestProcess> {
    const resume = (await toldIn(run.job.folder)) !== undefined;
    if (!resume) run.job = await this.newJob(this.round.random, run.owner, run.file);
    const { job } = run;
    return startIngest(
      {
        ...job,
        client: { ...job.client, baseUrl: this.sandbox.url },
        ...(resume && { context: { ...job.context, nowMs: this.nowMs } }),
      },
      { ...limits, resume },
    );
  }

  /** Lets a run continue for a while, and kills its process if it hasn't ended by then. */
  async leave(run: Run, random: Random): Promise<void> {
    await this.guard(async () => {
      const ingest = await this.start(run);
      await ingest.began;
      await sleep(random.few(1_000));
      ingest.kill();
      if ((await ingest.last()) === undefined) this.round.counts.kills++;
    });
  }

  /** Lets a run continue to its end. */
  async stay(run: Run): Promise<Sent | undefined> {
    return this.sent(run, await (await this.start(run)).last());
  }

  /** Resumes a run until all its lines were tried; after that, all of them have arrived. */
  async finish(run: Run, wishes: EndWishes = {}): Promise<void> {
    const { owner, file } = run;
    await this.guard(async () => {
      let stopped: Stop | undefined;
      for (let tries = 0; tries < TRIES; tries++) {
        const sent = await this.stay(run);
        if (sent === undefined) return;
        stopped = sent.stopped;
        // Orb rejects the rest for the same reason, so it isn't tried.
        if (stopped?.kind === 'refusesAll' && wishes.mayBeRefused === true) return;
        if (sent.notTried > 0) continue;
        const told = (await toldIn(run.job.folder)) ?? new Map();
        reckonEnd(this.round, { file, owner, told, ...wishes });
        return;
      }
      const why = JSON.stringify(stopped);
      this.round.fault('lost', `${owner} still has lines that weren't tried: ${why}`);
    });
  }

  /** The counts that a run ended with, which must add up; anything else is a crash. */
  async sent({ owner, file, job }: Run, last: FromWorker | undefined): Promise<Sent | undefined> {
    if (last?.kind === 'sent') {
      const told = (await toldIn(job.folder)) ?? new Map();
      reckonSums(this.round, file, told, last.sent);
      return last.sent;
    }
    this.round.fault('crashes', `${owner} ended with ${JSON.stringify(last)}`);
    return undefined;
  }

  /** Counts a hang or a crash of some work. */
  async guard(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const isHang = error instanceof Hang;
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.round.fault(isHang ? 'hangs' : 'crashes', text);
    }
  }

  /** Compares what the runs report with what their accounts have. */
  async compare(): Promise<void> {
    for (const { owner, file, job } of this.runs) {
      const told = (await toldIn(job.folder)) ?? new Map();
      const held = this.sandbox.held(owner, this.prefix);
      reckon(this.round, { file, owner, told, held, as: ({ stored }) => stored });
    }
  }
}

/** Plays rounds, each with its own setup, on one sandbox. */
export const inTwoAccounts =
  (play: (world: World) => Promise<void>): Scenario =>
  async (random, options) => {
    await using sandbox = await ChaosSandbox.start();
    const jobs = new Jobs();
    let number = 0;
    try {
      return await rounds(random, options, (round) =>
        play(new World(round, sandbox, jobs, `r${++number}`)),
      );
    } finally {
      await jobs.end();
    }
  };
