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
 * `npm run bench` takes each measure five times, all in turn, each time in a fresh process that loads nothing but this file and
 * what it imports. A row is the median of its five rounds: of a measure itself, or of the ratio of two that were taken side by
 * side, which is what stays true on a busy machine. Set-up belongs into the measure, before its clock starts.
 */

/** What a measure is given. */
export interface Run {
  /** Turns an amount into the one to take: the same, or as many times as `--scale` says. */
  readonly size: (full: number) => number;
}

/** Gives one number, such as events per second or milliseconds. */
type Measure = (run: Run) => Promise<number>;

export interface Row<Name extends string = string> {
  readonly name: string;
  readonly of: Name;
  /** Makes the row a ratio: `of` divided by `to`. */
  readonly to?: Name;
  /** Printed behind the value, such as `×` or `ms`. */
  readonly unit: string;
  /** The bars. None for milliseconds: machines differ by a factor of two, and a busy one by more. */
  readonly atLeast?: number;
  readonly atMost?: number;
  /** A value to go for, which fails nothing. */
  readonly aim?: number;
}

export interface Bench<Name extends string = string> {
  readonly measures: Readonly<Record<Name, Measure>>;
  readonly rows: readonly Row<Name>[];
  /** Default 5. Fewer only for what takes minutes and hardly varies. */
  readonly rounds?: number;
  /**
   * `package`: the extension is packaged and installed first, so that a measure can open a
   * Workbench (test/ui/workbench.ts), and next to it the editor of test/fixtures/emptyEditor for
   * `*.empty`.
   */
  readonly needs?: 'package';
}

/** Checks that rows name measures of the same bench. @throws when milliseconds have a bar */
export function bench<Name extends string>(made: Bench<Name>): Bench<Name> {
  const timed = made.rows.find(
    ({ unit, atLeast, atMost }) => unit === 'ms' && (atLeast ?? atMost) !== undefined,
  );
  if (timed !== undefined) throw new Error(`${timed.name}: milliseconds are an aim, not a bar.`);
  return made;
}

/** Milliseconds that `work` takes. */
export async function milliseconds(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** How many of `amount` things a second `work` gets through. */
export async function perSecond(amount: number, work: () => unknown): Promise<number> {
  return amount / ((await milliseconds(work)) / 1000);
}
