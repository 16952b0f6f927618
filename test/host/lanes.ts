// Runs test files in processes of their own, several at a time: tests in an editor mostly wait, and files share nothing.
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Counts } from './results.ts';
import { root } from './root.ts';

export interface Job {
  readonly title: string;
  /** A script that sends its `Counts` to its parent process, see `sendCounts`; from the project's root. */
  readonly script: string;
  readonly args: readonly string[];
}

/**
 * Runs the jobs in their order, as many at a time as there are cores but at most four, and prints
 * what each one wrote once it has ended. One that ends without counts counts as a failure.
 */
export async function runInLanes(jobs: readonly Job[]): Promise<Counts> {
  const waiting = [...jobs];
  const done: Counts[] = [];
  const lane = async () => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      done.push(await run(job));
    }
  };
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, lane));
  return {
    passed: done.reduce((sum, { passed }) => sum + passed, 0),
    failures: done.flatMap(({ failures }) => failures),
  };
}

/** What a job's script calls when its tests have run. */
export async function sendCounts(counts: Counts): Promise<void> {
  await new Promise<void>((sent) => {
    if (process.send) process.send(counts, () => sent());
    else sent();
  });
}

async function run({ title, script, args }: Job): Promise<Counts> {
  const child = fork(join(root, script), [...args], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const written: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => written.push(chunk));
  }
  let counts: Counts | undefined;
  child.on('message', (message) => (counts = message as Counts));
  const stop = () => child.kill();
  process.on('exit', stop);
  const status = await new Promise((resolve) => {
    child.once('close', resolve);
    child.once('error', resolve);
  });
  process.off('exit', stop);
  process.stdout.write(Buffer.concat(written));
  return counts ?? { passed: 0, failures: [`${title}: ended with ${String(status)} uncounted`] };
}
