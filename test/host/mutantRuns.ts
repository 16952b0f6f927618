// Runs the tests against each mutant in a process of its own, and says what became of it.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Mutant } from './mutantSource.ts';
import type { FromWorker, Hits, ToWorker } from './mutantWorker.ts';

export type Fate =
  | { readonly kind: 'killed'; readonly by: string }
  | { readonly kind: 'timedOut' }
  | { readonly kind: 'survived' }
  /** No test runs the code. */
  | { readonly kind: 'unreached' };

type Counted = Extract<FromWorker, { kind: 'counted' }>;

/** A loop is taken for endless when it takes so many times the turns, or the tests so many times the time, that they need without mutant. */
const PATIENCE = 100;
const PATIENCE_MS = 15_000;

/** @param tests files of built tests, the quick ones first: the first failure ends a run */
export async function* runMutants(
  mutants: readonly Mutant[],
  tests: readonly string[],
): AsyncGenerator<readonly [Mutant, Fate]> {
  let worker = await start(tests);
  const counted = (await ask(worker, { kind: 'count' }, undefined)) as Counted;
  if (!counted.passed) throw new Error('The tests fail without any mutant.');
  worker.kill('SIGKILL');
  worker = await start(tests);

  for (const mutant of mutants) {
    const { id } = mutant;
    const titles = Object.keys(counted.byTest).filter(
      (title) => id in (counted.byTest[title] ?? {}),
    );
    const loads = id in counted.loading;
    const all = loads || id in counted.around;
    if (!all && titles.length === 0) {
      yield [mutant, { kind: 'unreached' }];
      continue;
    }
    const needed = all ? Object.keys(counted.ms) : titles;
    const ms = needed.reduce((sum, title) => sum + (counted.ms[title] ?? 0), 0);
    const message: ToWorker = {
      kind: 'try',
      id,
      hitLimit: PATIENCE * hits(id, counted),
      ...(!all && { tests: titles }),
    };
    let told: FromWorker | 'crashed' | 'late';
    if (loads) {
      // Modules are loaded once: the worker for this mutant is its own.
      const own = await start(tests, id).catch(() => undefined);
      told = own === undefined ? 'crashed' : await ask(own, message, PATIENCE_MS + 10 * ms);
      own?.kill('SIGKILL');
    } else {
      told = await ask(worker, message, PATIENCE_MS + 10 * ms);
      if (told === 'late' || told === 'crashed') {
        worker.kill('SIGKILL');
        worker = await start(tests);
      }
    }
    yield [mutant, fateOf(told)];
  }
  worker.kill('SIGKILL');
}

const hits = (id: string, { loading, around, byTest }: Counted) =>
  [loading, around, ...Object.values(byTest)].reduce((sum, each: Hits) => sum + (each[id] ?? 0), 0);

function fateOf(told: FromWorker | 'crashed' | 'late'): Fate {
  if (told === 'late') return { kind: 'timedOut' };
  if (told === 'crashed') return { kind: 'killed', by: 'The process ended.' };
  const by = told.kind === 'tried' ? told.killedBy : undefined;
  return by === undefined ? { kind: 'survived' } : { kind: 'killed', by };
}

/** @throws when the process ends while it loads the tests */
async function start(tests: readonly string[], active?: string): Promise<ChildProcess> {
  const worker = fork(join(import.meta.dirname, 'mutantWorker.ts'), tests, {
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

async function ask(
  worker: ChildProcess,
  message: ToWorker,
  timeoutMs: number | undefined,
): Promise<FromWorker | 'crashed' | 'late'> {
  const over = new AbortController();
  const { signal } = over;
  const never = new Promise<never>(() => undefined);
  const answers = [
    once(worker, 'message', { signal }).then(([told]) => told as FromWorker),
    once(worker, 'exit', { signal }).then(() => 'crashed' as const),
    new Promise<'late'>((resolve) => {
      if (timeoutMs === undefined) return;
      const timer = setTimeout(() => resolve('late'), timeoutMs);
      signal.addEventListener('abort', () => clearTimeout(timer));
    }),
  ].map(async (answer) => await answer.catch(() => never));
  worker.send(message);
  const first = await Promise.race(answers);
  over.abort();
  return first;
}
