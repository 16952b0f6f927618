// Runs the tests against each mutant in a separate process, and reports the outcome.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Mutant } from './mutantSource.ts';
import type { FromWorker, ToWorker } from './mutantWorker.ts';

export type Fate =
  | { readonly kind: 'killed'; readonly by: string }
  | { readonly kind: 'timedOut' }
  | { readonly kind: 'survived' }
  /** No test runs the code. */
  | { readonly kind: 'unreached' };

type Counted = Extract<FromWorker, { kind: 'counted' }>;

/** A loop counts as endless when it takes so many times the iterations, or one test so much more time, than without the mutant. */
const PATIENCE = 20;
const PATIENCE_MS = 5_000;

/** Quick tests are asked first; the longest (a million lines, all the slower with the switches in) only where no other reaches a mutant. */
const QUICK_MS = 1_000;
const LONG_MS = 15_000;

/**
 * Tries one mutant after another, each with the tests that reach it. What runs while modules load, or before and after tests, may matter
 * to any of them: then the tests that reach other mutants of the same file come first, and all others after them.
 * @param tests files of built tests
 */
export async function* runMutants(
  mutants: readonly Mutant[],
  tests: readonly string[],
): AsyncGenerator<readonly [Mutant, Fate]> {
  let worker = await start(tests);
  const counted = (await ask(worker, { kind: 'count' }, undefined)) as Counted;
  if (!counted.passed) throw new Error('The tests fail without any mutant.');
  const fileOf = new Map(mutants.map(({ id, fileName }) => [id, fileName]));
  const titlesOfFile = new Map<string, Set<string>>();
  for (const [title, hits] of Object.entries(counted.byTest)) {
    for (const id in hits) {
      const name = fileOf.get(id) ?? '';
      titlesOfFile.set(name, (titlesOfFile.get(name) ?? new Set()).add(title));
    }
  }

  const patienceFor = (title: string) => PATIENCE_MS + 5 * (counted.tests[title]?.ms ?? 0);

  /** In a process of its own where the mutant matters while modules load, which they do once. */
  async function attempt(id: string, titles: readonly string[]): Promise<Fate> {
    const hitLimit = limitOf(id, titles, counted);
    const message: ToWorker = { kind: 'try', id, tests: titles, hitLimit };
    const own = id in counted.loading;
    const files = new Set(titles.map((title) => counted.tests[title]?.file ?? ''));
    const used = own ? await start([...files], id).catch(() => undefined) : worker;
    const told = used === undefined ? 'crashed' : await ask(used, message, patienceFor);
    const spent = told === 'late' || told === 'crashed';
    if (own || spent) used?.kill('SIGKILL');
    if (!own && spent) worker = await start(tests);
    return fateOf(told);
  }

  const everything = Object.keys(counted.tests);
  const stagesOf = (titles: readonly string[]) => {
    const from = (min: number, max: number) =>
      titles.filter((title) => {
        const ms = counted.tests[title]?.ms ?? 0;
        return ms >= min && ms < max;
      });
    const stages = [from(0, QUICK_MS), from(QUICK_MS, LONG_MS)].filter(({ length }) => length > 0);
    return stages.length > 0 || titles.length === 0 ? stages : [titles];
  };
  for (const mutant of mutants) {
    const { id, fileName } = mutant;
    const all = id in counted.loading || id in counted.around;
    const reaching = everything.filter((title) => id in (counted.byTest[title] ?? {}));
    const near = all ? [...(titlesOfFile.get(fileName) ?? [])] : reaching;
    const others = all ? everything.filter((title) => !near.includes(title)) : [];
    let fate: Fate = { kind: all ? 'survived' : 'unreached' };
    for (const titles of [...stagesOf(near), ...stagesOf(others)]) {
      fate = await attempt(id, titles);
      if (fate.kind !== 'survived') break;
    }
    yield [mutant, fate];
  }
  worker.kill('SIGKILL');
}

function limitOf(
  id: string,
  titles: readonly string[],
  { loading, around, byTest }: Counted,
): number {
  const runs = [loading, around, ...titles.map((title) => byTest[title] ?? {})];
  return PATIENCE * runs.reduce((sum, hits) => sum + (hits[id] ?? 0), 0);
}

function fateOf(told: FromWorker | 'crashed' | 'late'): Fate {
  if (told === 'late') return { kind: 'timedOut' };
  if (told === 'crashed') return { kind: 'killed', by: 'The process ended.' };
  const by = told.kind === 'tried' ? told.killedBy : undefined;
  return by === undefined ? { kind: 'survived' } : { kind: 'killed', by };
}

/** @throws when the process ends while it loads the tests */
async function start(tests: readonly string[], active?: string): Promise<ChildProcess> {
  const worker = fork(join(import.meta.dirname, 'mutantWorker.ts'), tests, {
    // A mutant that uses endless memory is found sooner; the tests need a quarter of this.
    execArgv: ['--max-old-space-size=1500'],
    stdio: ['ignore', 'ignore', active === undefined ? 'inherit' : 'ignore', 'ipc'],
    env: { ...process.env, ...(active !== undefined && { __STRYKER_ACTIVE_MUTANT__: active }) },
  });
  const ended = once(worker, 'exit').then(() => {
    throw new Error('The tests do not load.');
  });
  await Promise.race([once(worker, 'message'), ended]);
  ended.catch(() => undefined);
  return worker;
}

/** @param patienceFor how many milliseconds a test may take */
async function ask(
  worker: ChildProcess,
  message: ToWorker,
  patienceFor: ((title: string) => number) | undefined,
): Promise<FromWorker | 'crashed' | 'late'> {
  return await new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    const settle = (told: FromWorker | 'crashed' | 'late') => {
      clearTimeout(timer);
      worker.off('message', heard).off('exit', ended);
      resolve(told);
    };
    const wait = (title: string) => {
      clearTimeout(timer);
      if (patienceFor !== undefined) timer = setTimeout(() => settle('late'), patienceFor(title));
    };
    const heard = (told: FromWorker) => (told.kind === 'begins' ? wait(told.test) : settle(told));
    const ended = () => settle('crashed');
    worker.on('message', heard).on('exit', ended);
    wait('');
    worker.send(message);
  });
}
