/**
 * How long no one was answered. A timer that is due every few milliseconds comes late when
 * something holds the thread. On a machine with other work it comes late by itself too: while the
 * thread is ready and waits for a processor, or waits for another thread of this process that does.
 * The system reports that time (Linux), and it's subtracted, except for what the thread itself has
 * computed. That is why this isn't monitorEventLoopDelay, which knows only the sum of all.
 */
import { readdirSync, readFileSync } from 'node:fs';

const STEP_MS = 10;
const TASKS = '/proc/self/task';

/** Milliseconds that each thread of this process has waited for a processor; nothing where the system doesn't report it. */
function waits(): ReadonlyMap<string, number> {
  const waited = new Map<string, number>();
  try {
    for (const task of readdirSync(TASKS)) {
      const [, ns] = readFileSync(`${TASKS}/${task}/schedstat`, 'utf8').split(' ');
      waited.set(task, Number(ns) / 1e6);
    }
  } catch {
    // A thread that has just ended, or another system.
  }
  return waited;
}

/** Milliseconds that this thread has computed. */
function computedMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

interface Moment {
  readonly at: number;
  readonly waited: ReadonlyMap<string, number>;
  readonly computed: number;
}

export class LoopDelay {
  #timer: NodeJS.Timeout | undefined;
  #last: Moment = { at: 0, waited: new Map(), computed: 0 };
  #longest = 0;

  start(): void {
    this.#longest = 0;
    this.#last = this.#now();
    this.#timer = setInterval(() => this.#tick(), STEP_MS);
  }

  /** @returns the longest time without a response since `start`, in milliseconds */
  stop(): number {
    clearInterval(this.#timer);
    this.#tick();
    return this.#longest;
  }

  #now(): Moment {
    return { at: performance.now(), waited: waits(), computed: computedMs() };
  }

  #tick(): void {
    const [before, now] = [this.#last, this.#now()];
    let waited = 0;
    for (const [task, ms] of now.waited) waited += ms - (before.waited.get(task) ?? 0);
    const held = now.at - before.at - STEP_MS - waited;
    this.#longest = Math.max(this.#longest, held, now.computed - before.computed);
    this.#last = now;
  }
}
