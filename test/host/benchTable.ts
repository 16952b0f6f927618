// Turns measured rounds into a table. Pure.
import type { Row } from '../bench/bench.ts';

/** A measure's values, one per round; undefined if it failed. */
export type Rounds = ReadonlyMap<string, readonly (number | undefined)[]>;

export interface Result extends Row {
  /** The median; undefined if a measure failed. */
  readonly value?: number;
  readonly rounds: readonly number[];
  readonly met: boolean;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** The result of one row. A ratio is taken within each round, and the median of those counts. */
export function evaluate(row: Row, measured: Rounds): Result {
  const of = measured.get(row.of) ?? [];
  const to = row.to === undefined ? undefined : measured.get(row.to);
  const rounds = of.map((value, round) =>
    row.to === undefined ? value : quotient(value, to?.[round]),
  );
  const whole = rounds.filter((value) => value !== undefined);
  if (whole.length < rounds.length || whole.length === 0) {
    return { ...row, rounds: whole, met: false };
  }
  const value = median(whole);
  const met = value >= (row.atLeast ?? -Infinity) && value <= (row.atMost ?? Infinity);
  return { ...row, value, rounds: whole, met };
}

const quotient = (of: number | undefined, to: number | undefined) =>
  of === undefined || to === undefined ? undefined : of / to;

/** Three digits, with a comma for thousands. */
function digits(value: number): string {
  return value.toLocaleString(
    'en',
    value >= 100 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 },
  );
}

function barOf({ atLeast, atMost, aim, unit }: Row): string {
  const bars = [
    ...(atLeast === undefined ? [] : [`≥ ${digits(atLeast)} ${unit}`]),
    ...(atMost === undefined ? [] : [`≤ ${digits(atMost)} ${unit}`]),
    ...(aim === undefined ? [] : [`(aim ${digits(aim)})`]),
  ];
  return bars.join(' ');
}

const markOf = ({ value, met, atLeast, atMost }: Result) =>
  value === undefined
    ? 'FAILED'
    : !met
      ? 'MISSED'
      : atLeast === undefined && atMost === undefined
        ? ''
        : 'ok';

/** The results as a text table, one row per line. */
export function table(results: readonly Result[]): string {
  const rows = results.map((result) => [
    result.name,
    result.value === undefined ? '-' : `${digits(result.value)} ${result.unit}`,
    barOf(result),
    result.rounds.length < 2
      ? ''
      : `${digits(Math.min(...result.rounds))} to ${digits(Math.max(...result.rounds))}`,
    markOf(result),
  ]);
  const all = [['bench', 'value', 'bar', 'rounds', ''], ...rows];
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...all.map((row) => row[column]?.length ?? 0)),
  );
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
