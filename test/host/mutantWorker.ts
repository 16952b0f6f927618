// A process that has loaded the built tests and runs them against one mutant after another, as its parent asks.
// Arguments: the files of the tests. A mutant in code that runs while modules load is made active by Stryker's environment variable
// before the process starts; all others by the global of Stryker's switches.
import Mocha from 'mocha';

export type ToWorker =
  | { readonly kind: 'count' }
  | {
      readonly kind: 'try';
      readonly id: string;
      /** Full titles of the tests to run; all without it. */
      readonly tests?: readonly string[];
      /** An endless loop is ended when the mutant was reached this often. */
      readonly hitLimit: number;
    };

/** How often each mutant was reached, by its ID. */
export type Hits = Readonly<Record<string, number>>;

export type FromWorker =
  | {
      readonly kind: 'counted';
      readonly passed: boolean;
      /** By the full title of the test. */
      readonly tests: Readonly<Record<string, Ran>>;
      /** While the modules loaded. */
      readonly loading: Hits;
      /** Before and after tests: it may matter to any of them. */
      readonly around: Hits;
      readonly byTest: Readonly<Record<string, Hits>>;
    }
  | { readonly kind: 'begins'; readonly test: string }
  | { readonly kind: 'tried'; readonly killedBy?: string };

export interface Ran {
  readonly ms: number;
  readonly file: string;
}

interface Switches {
  activeMutant?: string | undefined;
  currentTestId?: string;
  hitCount?: number;
  hitLimit?: number;
  mutantCoverage?: { static: Hits; perTest: Record<string, Hits> };
}

/** Stands for what suites do before and after their tests. */
const AROUND_TESTS = '(around tests)';

const switches: Switches = ((globalThis as { __stryker__?: Switches }).__stryker__ ??= {});

const mocha = new Mocha({ ui: 'tdd', reporter: Mocha.reporters.Base, timeout: 0 });
mocha.cleanReferencesAfterRun(false);
for (const file of process.argv.slice(2)) mocha.addFile(file);
mocha.suite.beforeEach(function () {
  switches.currentTestId = this.currentTest?.fullTitle() ?? AROUND_TESTS;
});
mocha.suite.afterEach(() => {
  switches.currentTestId = AROUND_TESTS;
});
await mocha.loadFilesAsync();
switches.currentTestId = AROUND_TESTS;
// Children of tests run the source as it is.
delete process.env['__STRYKER_ACTIVE_MUTANT__'];
// What a mutant left behind must not end the process between two runs.
process.on('uncaughtException', () => undefined);
process.on('unhandledRejection', () => undefined);

const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** @returns the title of the first test that failed, if any did */
async function run(tests: readonly string[] | undefined, ran: Record<string, Ran>) {
  mocha.grep(tests === undefined ? /^/ : new RegExp(`^(?:${tests.map(escape).join('|')})$`));
  return await new Promise<string | undefined>((resolve) => {
    let failed: string | undefined;
    const runner = mocha.run(() => resolve(failed));
    runner.on('test', (test: Mocha.Test) => {
      process.send?.({ kind: 'begins', test: test.fullTitle() } satisfies FromWorker);
    });
    runner.on('test end', (test: Mocha.Test) => {
      ran[test.fullTitle()] = { ms: test.duration ?? 0, file: test.file ?? '' };
    });
    runner.on('fail', (test: Mocha.Runnable, error: unknown) => {
      failed ??= `${test.fullTitle()}: ${String(error)}`;
      runner.abort();
    });
  });
}

async function answer(message: ToWorker): Promise<FromWorker> {
  const tests: Record<string, Ran> = {};
  if (message.kind === 'count') {
    const failed = await run(undefined, tests);
    if (failed !== undefined) console.error(failed);
    const { static: loading = {}, perTest = {} } = switches.mutantCoverage ?? {};
    const { [AROUND_TESTS]: around = {}, ...byTest } = perTest;
    return { kind: 'counted', passed: failed === undefined, tests, loading, around, byTest };
  }
  switches.hitCount = 0;
  switches.hitLimit = message.hitLimit;
  switches.activeMutant = message.id;
  const killedBy = await run(message.tests, tests);
  switches.activeMutant = undefined;
  return { kind: 'tried', ...(killedBy !== undefined && { killedBy }) };
}

process.on('message', (message: ToWorker) => {
  void answer(message).then((told) => process.send?.(told));
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
