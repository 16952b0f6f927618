/** The hour of each line's timestamp, in four bytes per line, and how many lines of each stretch of time have which outcome. */
import type { OutcomesByTime } from '../core/ingestReport.ts';
import { HOUR_MS } from '../core/timeframe.ts';
import type { LineState, LineStates } from './states.ts';

/** For a line without a readable timestamp. */
export const NO_HOUR = -0x8000_0000;
const BLOCK = 1 << 16;

export class LineHours {
  readonly #blocks: Int32Array[] = [];
  #last = 0;

  /** Adds the next lines. @param hours since 1970, or NO_HOUR */
  append(hours: Int32Array): void {
    for (let done = 0; done < hours.length;) {
      const line = this.#last + 1;
      const block = (this.#blocks[Math.floor(line / BLOCK)] ??= new Int32Array(BLOCK));
      const part = hours.subarray(done, done + BLOCK - (line % BLOCK));
      block.set(part, line % BLOCK);
      done += part.length;
      this.#last += part.length;
    }
  }

  /** @param line from 1 @returns hours since 1970, or NO_HOUR */
  get(line: number): number {
    return line <= this.#last
      ? (this.#blocks[Math.floor(line / BLOCK)]?.[line % BLOCK] ?? NO_HOUR)
      : NO_HOUR;
  }
}

const columns: Readonly<Record<LineState, number | undefined>> = {
  blank: undefined,
  accepted: 0,
  duplicate: 1,
  known: 1,
  invalid: 2,
  conflict: 2,
  refused: 2,
  good: 3,
  unanswered: 3,
};

/** A chart of less says nothing. */
const MIN_STEPS = 3;
/** A hundred days of hours, or some years of days. */
const MAX_STEPS = 2_400;
const DAY_HOURS = 24;

/** @returns undefined when there is no chart, see countByTime */
export const outcomesByTime = (
  states: LineStates,
  hours: LineHours,
  span: TimeSpan | undefined,
): OutcomesByTime | undefined =>
  countByTime({ hours, last: states.last, span }, 4, (line) => columns[states.get(line)]);

interface TimeSpan {
  readonly firstMs: number;
  readonly lastMs: number;
}

/** The lines of a validated file. */
export interface TimedLines {
  readonly hours: LineHours;
  /** The number of the last line. */
  readonly last: number;
  /** Of the valid lines; what lies outside is left out when the chart would otherwise be too wide. */
  readonly span: TimeSpan | undefined;
}

/**
 * @param width how many outcomes there are
 * @param columnOf the outcome of a line by its number; undefined leaves the line out
 * @returns undefined when all lines are within two hours, or spread over more than six years
 */
export function countByTime(
  { hours, last, span }: TimedLines,
  width: number,
  columnOf: (line: number) => number | undefined,
): OutcomesByTime | undefined {
  let [first, final] = [Infinity, -Infinity];
  for (let line = 1; line <= last; line++) {
    const hour = hours.get(line);
    if (hour === NO_HOUR) continue;
    if (hour < first) first = hour;
    if (hour > final) final = hour;
  }
  if (final - first >= MAX_STEPS && span !== undefined) {
    [first, final] = [span.firstMs, span.lastMs].map((ms) => Math.floor(ms / HOUR_MS)) as [
      number,
      number,
    ];
  }
  if (!(final - first >= MIN_STEPS - 1)) return undefined;
  const step = final - first < MAX_STEPS ? 1 : DAY_HOURS;
  const start = Math.floor(first / step);
  const count = Math.floor(final / step) - start + 1;
  if (count > MAX_STEPS) return undefined;
  const rows = Array.from({ length: count }, () => new Array<number>(width).fill(0));
  for (let line = 1; line <= last; line++) {
    const row = rows[Math.floor(hours.get(line) / step) - start];
    if (row === undefined) continue;
    const column = columnOf(line);
    if (column !== undefined) row[column] = (row[column] ?? 0) + 1;
  }
  return { startMs: start * step * HOUR_MS, stepMs: step * HOUR_MS, rows };
}
