/** What a range of hours says in numbers: totals, the peak, hours without events, and how it compares with the week before. */
import type { VolumeSeries } from './volumeSeries.ts';
import { hourAt } from './volumeSeries.ts';

/** Hours by their index in the series; `to` is exclusive. */
export interface HourSpan {
  readonly from: number;
  readonly to: number;
}

export interface VolumeFigures {
  readonly events: number;
  /** Null where nothing was compared. */
  readonly before: number | null;
  /** Percent of change on the week before, over hours known on both sides that have ended; null where there is nothing to divide by. */
  readonly change: number | null;
  readonly peak: { readonly index: number; readonly count: number } | null;
  readonly zeroHours: number;
  /** Runs of hours without events, in order. */
  readonly gaps: readonly HourSpan[];
  /** Hours that were not read. */
  readonly unknown: number;
}

/** @param span the hours to look at; all by default */
export function volumeFigures(series: VolumeSeries, span?: HourSpan): VolumeFigures {
  const { counts, before } = series;
  const { from, to } = span ?? { from: 0, to: counts.length };
  const gaps: { from: number; to: number }[] = [];
  let events = 0;
  let unknown = 0;
  let compared = 0;
  let comparedBefore = 0;
  let peak: VolumeFigures['peak'] = null;
  for (let index = from; index < to; index += 1) {
    const count = counts[index] ?? null;
    if (count === null) {
      unknown += 1;
      continue;
    }
    events += count;
    if (count > (peak?.count ?? 0)) peak = { index, count };
    if (hourAt(series, index) >= series.runningMs) continue;
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
    events,
    before: before === null ? null : comparedBefore,
    change: before === null ? null : changeOf(compared, comparedBefore),
    peak,
    zeroHours: gaps.reduce((sum, gap) => sum + gap.to - gap.from, 0),
    gaps,
    unknown,
  };
}

/** Percent from `before` to `now`; null when there was nothing before. */
export const changeOf = (now: number, before: number): number | null =>
  before === 0 ? null : ((now - before) / before) * 100;
