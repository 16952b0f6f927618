/** What Orb evaluated so far for the question of a page. */
import type { TimeBounds } from '../../core/timeSeries.ts';
import type { UsagePart } from '../../core/usage/readUsage.ts';
import { usageSeries, type UsageRow, type UsageSeries } from '../../core/usage/usageSeries.ts';

export class UsageData {
  #rows: readonly UsageRow[] = [];
  readonly #read = new Set<number>();
  #series: UsageSeries | undefined;

  /** As Orb reported them, by time. */
  get rows(): readonly UsageRow[] {
    return this.#rows;
  }

  clear(): void {
    this.#rows = [];
    this.#read.clear();
    this.#series = undefined;
  }

  add({ bounds, rows }: UsagePart, stepMs: number): void {
    for (let ms = bounds.startMs; ms < bounds.endMs; ms += stepMs) this.#read.add(ms);
    this.#rows = [...this.#rows, ...rows].toSorted((a, b) => a.startMs - b.startMs);
    this.#series = undefined;
  }

  /** From the first step that wasn't read to the last; undefined if all were. */
  missing({ startMs, endMs }: TimeBounds, stepMs: number): TimeBounds | undefined {
    let [from, to] = [startMs, endMs];
    while (from < to && this.#read.has(from)) from += stepMs;
    while (to > from && this.#read.has(to - stepMs)) to -= stepMs;
    return from < to ? { startMs: from, endMs: to } : undefined;
  }

  /** The same object while nothing changes: the page then knows what to draw again. */
  series({ startMs, endMs }: TimeBounds, stepMs: number, nowMs: number): UsageSeries {
    const runningMs = Math.floor(nowMs / stepMs) * stepMs;
    const length = Math.round((endMs - startMs) / stepMs);
    const known = this.#series;
    const isKnown =
      known?.startMs === startMs &&
      known.stepMs === stepMs &&
      known.runningMs === runningMs &&
      known.counts.length === length;
    if (isKnown) return known;
    const steps = { startMs, stepMs, runningMs, length };
    return (this.#series = usageSeries(steps, this.#rows, (ms) => this.#read.has(ms)));
  }
}
