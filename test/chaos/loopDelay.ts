/**
 * How long nobody was answered. A timer that is due every few milliseconds comes late when something holds the thread. On a machine with
 * other work it comes late by itself too: while the thread is ready and waits for a processor, or waits for another thread of this process
 * that does. The system tells that time (Linux), and it's taken off, but for what the thread itself has computed meanwhile. That is why
 * this isn't monitorEventLoopDelay, which knows only the sum of all.
 */
import { readdirSync, readFileSync } from 'node:fs';

const STEP_MS = 10;
const TASKS = '/proc/self/task';

/** Milliseconds that the threads of this process have waited for a processor; 0 where nobody tells. */
function waitedMs(): number {
  let waited = 0;
  try {
    for (const task of readdirSync(TASKS)) {
      waited += Number(readFileSync(`${TASKS}/${task}/schedstat`, 'utf8').split(' ')[1]) / 1e6;
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

export class LoopDelay {
  #timer: NodeJS.Timeout | undefined;
  #last = { at: 0, waited: 0, computed: 0 };
  #longest = 0;

  start(): void {
    this.#longest = 0;
    this.#last = this.#now();
    this.#timer = setInterval(() => this.#tick(), STEP_MS);
  }

  /** @returns the longest time without an answer since `start`, in milliseconds */
  stop(): number {
    clearInterval(this.#timer);
    this.#tick();
    return this.#longest;
  }

  #now() {
    return { at: performance.now(), waited: waitedMs(), computed: computedMs() };
  }

  #tick(): void {
    const [before, now] = [this.#last, this.#now()];
    const held = now.at - before.at - STEP_MS - Math.max(0, now.waited - before.waited);
    this.#longest = Math.max(this.#longest, held, now.computed - before.computed);
    this.#last = now;
  }
}
