/** The aggregate and scalar functions that SQLite lacks, or that it has with rounding errors. */
import type { AggregateOptions, DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { addDecimals, plainDecimal } from '../../core/billing/decimal.ts';

type Value = SQLOutputValue;

/** Adds whole numbers as such and others as decimal text, so that 0.1 and 0.2 are 0.3. */
interface Sum {
  count: number;
  /** What no longer fits in `small`. */
  whole: bigint;
  small: number;
  /** A decimal number. */
  fraction: string;
}

function add(sum: Sum, value: Value): Sum {
  if (typeof value === 'bigint') sum.whole += value;
  else if (typeof value !== 'number') return sum;
  else if (Number.isSafeInteger(value)) {
    const next = sum.small + value;
    if (Number.isSafeInteger(next)) sum.small = next;
    else {
      sum.whole += BigInt(sum.small);
      sum.small = value;
    }
  } else sum.fraction = addDecimals(sum.fraction, String(value));
  sum.count++;
  return sum;
}

const totalOf = ({ whole, small, fraction }: Sum): string =>
  plainDecimal(addDecimals(String(whole + BigInt(small)), fraction));

const MAX_INTEGER = 2n ** 63n - 1n;

/** As SQLite can hold it: whole numbers of more than 64 bits lose digits. */
function toValue(total: string): number | bigint {
  if (total.includes('.')) return Number(total);
  const whole = BigInt(total);
  return whole <= MAX_INTEGER && whole >= -MAX_INTEGER ? whole : Number(total);
}

interface Chosen {
  readonly value: Value;
  readonly at: Value;
}

/** Times are compared only with times of the same type. */
const isBefore = (a: Value, b: Value): boolean =>
  typeof a === 'string'
    ? typeof b === 'string' && a < b
    : typeof b !== 'string' && Number(a) < Number(b);

/**
 * Node keeps any state between the steps, which its types don't say. It takes the number of arguments from the function's length.
 */
function aggregate<State>(
  db: DatabaseSync,
  name: string,
  start: () => State,
  step:
    ((state: State, value: Value) => State) | ((state: State, value: Value, at: Value) => State),
  result: (state: State) => Value,
): void {
  const options = { start, step, result, useBigIntArguments: true };
  db.aggregate(name, options as unknown as AggregateOptions);
}

export function registerFunctions(db: DatabaseSync): void {
  const empty = (): Sum => ({ count: 0, whole: 0n, small: 0, fraction: '0' });
  const sum = (name: string, result: (state: Sum) => Value) => {
    const step = (state: Sum, value: Value) => add(state, value);
    aggregate(db, name, empty, step, (state) => (state.count === 0 ? null : result(state)));
  };
  sum('exact_sum', (state) => toValue(totalOf(state)));
  sum('exact_average', (state) => Number(totalOf(state)) / state.count);
  const choose = (name: string, wins: (at: Value, best: Value) => boolean) => {
    const start = (): Chosen => ({ value: null, at: null });
    const step = (best: Chosen, value: Value, at: Value): Chosen =>
      at !== null && (best.at === null || wins(at, best.at)) ? { value, at } : best;
    aggregate(db, name, start, step, ({ value }) => value);
  };
  choose('earliest_by', isBefore);
  choose('latest_by', (at, best) => !isBefore(at, best));
  const options = { deterministic: true, useBigIntArguments: true };
  db.function('to_number', options, (value) => numberOf(value ?? null));
  db.function('to_text', options, (value) => textOf(value ?? null));
}

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** A number as it is, and text that is one; otherwise null. */
function numberOf(value: Value): Value {
  if (typeof value === 'string') return NUMBER.test(value.trim()) ? value.trim() : null;
  return typeof value === 'object' ? null : value;
}

/** Numbers are stored as REAL, which SQLite would write as 5.0. */
function textOf(value: Value): string | null {
  if (value === null) return null;
  return typeof value === 'object' ? (booleanOf(value) ? 'true' : 'false') : String(value);
}

/** Booleans are stored as one byte: `1` or `0`. */
export const booleanOf = (value: NodeJS.ArrayBufferView): boolean =>
  new Uint8Array(value.buffer, value.byteOffset, value.byteLength)[0] === 0x31;
