/**
 * Measures how long the process was unresponsive. A timer that is due every few milliseconds is
 * late when something blocks the thread. On a busy machine it's also late while the thread waits
 * for a processor, or for another thread of this process that does. The system reports that time
 * (on Linux), and it's subtracted, except for what the thread itself has computed.
 * monitorEventLoopDelay has only the total.
 */
import { readdirSync, readFileSync } from 'node:fs';

const STEP_MS = 10;
const TASKS = '/proc/self/task';

/**
 * How many milliseconds each thread of this process has waited for a processor; empty if the system
 * doesn't report it.
 */
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

/** How many milliseconds this thread has computed. */
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
