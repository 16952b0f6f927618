/** The functions that a metric may call, as SQLite expressions over operands that keep their types. */
import { SqlProblem } from './sqlProblem.ts';

/** What a value can be, as far as the SQL alone says: `any` depends on the event. */
export type ValueKind = 'number' | 'text' | 'boolean' | 'any';

/** An operand: as any value, or null unless it's a number or text. */
export interface Operand {
  readonly kind: ValueKind;
  value(): string;
  number(): string;
  text(): string;
}

export interface SqlFunction {
  readonly isAggregate: boolean;
  /** The least and most arguments. */
  readonly arguments: readonly [number, number];
  readonly kind: ValueKind | ((operands: readonly Operand[]) => ValueKind);
  /** @param distinct `distinct `, or nothing @param filter ` filter (where …)`, or nothing */
  emit(operands: readonly Operand[], distinct: string, filter: string): string;
}

const first = (operands: readonly Operand[]): Operand => {
  const [operand] = operands;
  if (operand === undefined) throw new SqlProblem('A function needs an argument.');
  return operand;
};

const commonKind = (operands: readonly Operand[]): ValueKind => {
  const { kind } = first(operands);
  return operands.every((each) => each.kind === kind) ? kind : 'any';
};

const aggregate = (
  most: number,
  kind: SqlFunction['kind'],
  emit: SqlFunction['emit'],
): SqlFunction => ({ isAggregate: true, arguments: [most, most], kind, emit });

const scalar = (
  count: readonly [number, number],
  kind: SqlFunction['kind'],
  emit: (operands: readonly Operand[]) => string,
): SqlFunction => ({ isAggregate: false, arguments: count, kind, emit });

const numeric = (name: string, most = 1) =>
  scalar([1, most], 'number', (all) => `${name}(${all.map((each) => each.number()).join(', ')})`);
const textual = (name: string, most = 1) =>
  scalar([1, most], 'text', (all) => {
    const [subject = '', ...rest] = all.map((each, at) => (at === 0 ? each.text() : each.value()));
    return `${name}(${[subject, ...rest].join(', ')})`;
  });

const numbersBefore =
  (name: 'min' | 'max'): SqlFunction['emit'] =>
  (all, distinct, filter) => {
    const operand = first(all);
    const of = (value: string) => `${name}(${distinct}${value})${filter}`;
    if (operand.kind === 'number') return of(operand.number());
    if (operand.kind === 'text') return of(operand.text());
    return `coalesce(${of(operand.number())}, ${of(operand.text())})`;
  };

const extreme = (name: 'min' | 'max') =>
  scalar([1, 20], 'number', (all) => {
    const numbers = all.map((each) => each.number());
    return numbers.length === 1 ? (numbers[0] ?? '') : `${name}(${numbers.join(', ')})`;
  });

const coalesce = scalar([1, 20], commonKind, (all) =>
  all.length === 1 ? first(all).value() : `coalesce(${all.map((each) => each.value()).join(', ')})`,
);

/** By name in lower case. `exact_sum` and the `_by` ones are registered by the child process (aggregates.ts). */
export const functions: Readonly<Record<string, SqlFunction>> = {
  count: aggregate(
    1,
    'number',
    (all, distinct, filter) => `count(${distinct}${first(all).value()})${filter}`,
  ),
  sum: aggregate(
    1,
    'number',
    (all, distinct, filter) => `exact_sum(${distinct}${first(all).number()})${filter}`,
  ),
  avg: aggregate(
    1,
    'number',
    (all, distinct, filter) => `exact_average(${distinct}${first(all).number()})${filter}`,
  ),
  min: aggregate(1, commonKind, numbersBefore('min')),
  max: aggregate(1, commonKind, numbersBefore('max')),
  earliest_by: aggregate(
    2,
    'any',
    (all, distinct, filter) =>
      `earliest_by(${distinct}${all.map((each) => each.value()).join(', ')})${filter}`,
  ),
  latest_by: aggregate(
    2,
    'any',
    (all, distinct, filter) =>
      `latest_by(${distinct}${all.map((each) => each.value()).join(', ')})${filter}`,
  ),
  hour_floor_timestamp_millis: scalar([1, 1], 'number', (all) => {
    const ms = first(all).number();
    return `(${ms} - ${ms} % 3600000)`;
  }),
  coalesce,
  ifnull: coalesce,
  nullif: scalar([2, 2], 'any', (all) => `nullif(${all.map((each) => each.value()).join(', ')})`),
  greatest: extreme('max'),
  least: extreme('min'),
  abs: numeric('abs'),
  round: numeric('round', 2),
  floor: numeric('floor'),
  ceil: numeric('ceil'),
  ceiling: numeric('ceil'),
  lower: textual('lower'),
  upper: textual('upper'),
  trim: textual('trim', 2),
  substr: textual('substr', 3),
  substring: textual('substr', 3),
  replace: textual('replace', 3),
  length: scalar([1, 1], 'number', (all) => `length(${first(all).text()})`),
};
