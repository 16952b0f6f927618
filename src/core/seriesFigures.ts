/** What a range says in numbers: the total, the peak, steps without anything, and how it compares with the week before. */
import { timeAt, type Span, type TimeSeries } from './timeSeries.ts';

export interface SeriesFigures {
  readonly total: number;
  /** Null where nothing was compared. */
  readonly before: number | null;
  /** Percent of change on the week before, over steps known on both sides that have ended; null where there is nothing to divide by. */
  readonly change: number | null;
  readonly peak: { readonly index: number; readonly count: number } | null;
  readonly zeroSteps: number;
  /** Runs of steps without anything, in order. */
  readonly gaps: readonly Span[];
  /** Steps that were not read. */
  readonly unknown: number;
}

/** @param span the steps to look at; all by default */
export function seriesFigures(series: TimeSeries, span?: Span): SeriesFigures {
  const { counts, before } = series;
  const { from, to } = span ?? { from: 0, to: counts.length };
  const gaps: { from: number; to: number }[] = [];
  let total = 0;
  let unknown = 0;
  let compared = 0;
  let comparedBefore = 0;
  let peak: SeriesFigures['peak'] = null;
  for (let index = from; index < to; index += 1) {
    const count = counts[index] ?? null;
    if (count === null) {
      unknown += 1;
      continue;
    }
    total += count;
    if (count > (peak?.count ?? 0)) peak = { index, count };
    if (timeAt(series, index) >= series.runningMs) continue;
    const then = before?.[index] ?? null;
    if (then !== null) {
      compared += count;
      comparedBefore += then;
    }
    if (count > 0) continue;
    const last = gaps.at(-1);
    if (last?.to === index) last.to = index + 1;
    else gaps.push({ from: index, to: index + 1 });
  }
  return {
    total,
    before: before === null ? null : comparedBefore,
    change: before === null ? null : changeOf(compared, comparedBefore),
    peak,
    zeroSteps: gaps.reduce((sum, gap) => sum + gap.to - gap.from, 0),
    gaps,
    unknown,
  };
}

/** Percent from `before` to `now`; null when there was nothing before. */
export const changeOf = (now: number, before: number): number | null =>
  before === 0 ? null : ((now - before) / before) * 100;
