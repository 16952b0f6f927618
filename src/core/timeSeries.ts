/** Values over time in steps of one length: hours or days of UTC, so that no change to or from summer time repeats or drops one. */
export interface TimeSeries {
  readonly startMs: number;
  /** The length of a step. */
  readonly stepMs: number;
  /** Null where the step was not read. */
  readonly counts: readonly (number | null)[];
  /** The same steps one week before; null when there is no comparison. */
  readonly before: readonly (number | null)[] | null;
  /** The step that has not ended yet, by the connection's clock; steps from here on say nothing about gaps. */
  readonly runningMs: number;
}

/** Steps by their index in the series; `to` is exclusive. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Whole steps, end exclusive. */
export interface TimeBounds {
  readonly startMs: number;
  readonly endMs: number;
}

/** When a step starts. */
export const timeAt = (
  { startMs, stepMs }: Pick<TimeSeries, 'startMs' | 'stepMs'>,
  index: number,
): number => startMs + index * stepMs;

/** The step that starts at a time, as its index; outside of the series too. */
export const indexAt = (
  { startMs, stepMs }: Pick<TimeSeries, 'startMs' | 'stepMs'>,
  ms: number,
): number => Math.round((ms - startMs) / stepMs);
