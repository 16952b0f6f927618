/**
 * What a bench is. Each file `test/bench/NAME.bench.ts` exports one as its default, made by `bench()`:
 *
 *     export default bench({
 *       measures: {
 *         ours: async ({ size }) => perSecond(size(200_000), () => doIt()),
 *         theirs: async ({ size }) => perSecond(size(200_000), () => letThemDoIt()),
 *       },
 *       rows: [{ name: 'ours against theirs', of: 'ours', to: 'theirs', atLeast: 1.3, unit: '×' }],
 *     });
 *
 * `npm run bench` takes each measure five times, alternating between them, and each time in a new
 * process that loads only this file and what it imports. A row is the median of its five rounds: of
 * a measure itself, or of the ratio of two that were taken side by side, which stays true on a busy
 * machine. Setup belongs in the measure, before its clock starts.
 */

/** The parameters of a measure. */
export interface Run {
  /** Scales an amount by `--scale`. */
  readonly size: (full: number) => number;
}

/** Returns a number, such as events per second or milliseconds. */
type Measure = (run: Run) => Promise<number>;

export interface Row<Name extends string = string> {
  readonly name: string;
  readonly of: Name;
  /** Makes the row a ratio: `of` divided by `to`. */
  readonly to?: Name;
  /** Printed after the value, such as `×` or `ms`. */
  readonly unit: string;
  /**
   * The limits. Not for milliseconds, since machines differ by a factor of two, and busy ones by
   * more.
   */
  readonly atLeast?: number;
  readonly atMost?: number;
  /** A target value, which doesn't fail the bench. */
  readonly aim?: number;
}

export interface Bench<Name extends string = string> {
  readonly measures: Readonly<Record<Name, Measure>>;
  readonly rows: readonly Row<Name>[];
  /** Default 5. Use fewer only for measures that take minutes and hardly vary. */
  readonly rounds?: number;
  /**
   * `package`: the extension is packaged and installed first, so that a measure can open a
   * Workbench (test/ui/workbench.ts), and next to it the editor of test/fixtures/emptyEditor for
   * `*.empty`.
   */
  readonly needs?: 'package';
}

/** Checks that rows name measures of the same bench. @throws if milliseconds have a limit */
export function bench<Name extends string>(made: Bench<Name>): Bench<Name> {
  const timed = made.rows.find(
    ({ unit, atLeast, atMost }) => unit === 'ms' && (atLeast ?? atMost) !== undefined,
  );
  if (timed !== undefined) throw new Error(`${timed.name}: milliseconds are an aim, not a bar.`);
  return made;
}

/** How many milliseconds `work` takes. */
export async function milliseconds(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** How many of `amount` things `work` processes per second. */
export async function perSecond(amount: number, work: () => unknown): Promise<number> {
  return amount / ((await milliseconds(work)) / 1000);
}
