/** Runs metrics over the events of a table, by groups. */
import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite';
import { plainDecimal } from '../../core/billing/decimal.ts';
import { booleanOf } from './aggregates.ts';
import { Emitter } from './emit.ts';
import type { EventTable } from './eventTable.ts';
import type { MetricGroup, MetricQuery, MetricResult } from './messages.ts';
import { isPlain, parseKey, parseMetric } from './metricSql.ts';
import { parseExpression } from './parse.ts';
import { BASE } from './scope.ts';
import { SqlProblem } from './sqlProblem.ts';
import type { Select } from './sqlTree.ts';

/** Orb's limit for evaluations by group. */
const MAX_GROUPS = 1_000;

export function runMetric(db: DatabaseSync, table: EventTable, query: MetricQuery): MetricResult {
  try {
    return { groups: new Run(db, table, query).groups() };
  } catch (error) {
    if (error instanceof SqlProblem) return { problem: error.message };
    // SQLite's message about what the parser lets through: aggregates in WHERE, numbers that overflow.
    if (error instanceof Error && 'errcode' in error) {
      return { problem: `The SQL can't be run: ${error.message}.` };
    }
    if (error instanceof RangeError) return { problem: 'The SQL is nested too deeply.' };
    throw error;
  }
}

class Run {
  readonly #emitter: Emitter;
  readonly #select: Select;
  readonly #keys: readonly string[];
  readonly #base: string;
  readonly #baseValues: readonly SQLInputValue[];

  constructor(
    private readonly db: DatabaseSync,
    table: EventTable,
    { sql, filters, groupingKeys, startMs, endMs, customerIds }: MetricQuery,
  ) {
    const columnOf = (property: string) => table.columnOf(property);
    this.#emitter = new Emitter(columnOf);
    this.#select = parseMetric(sql);
    this.#keys = groupingKeys.map((key) =>
      this.#emitter.value(parseKey(key, (name) => columnOf(name) !== undefined)),
    );
    const conditions = [
      'ms >= ? and ms < ?',
      `customer in (${customerIds.map(() => '?').join(', ')})`,
      ...filters.map((filter) => this.#emitter.condition(parseExpression(filter))),
    ];
    this.#base = `select * from ${table.name} where ${conditions.join(' and ')}`;
    this.#baseValues = [startMs, endMs, ...customerIds];
  }

  groups(): readonly MetricGroup[] {
    if (this.#keys.length === 0) {
      const [row] = this.#all(this.#emitter.select(this.#select), []);
      return [{ values: [], quantity: quantityOf(row?.[0] ?? null) }];
    }
    return isPlain(this.#select) ? this.#inOnePass() : this.#oneByOne();
  }

  #inOnePass(): readonly MetricGroup[] {
    const count = this.#keys.length;
    const sql = [
      `select ${this.#keys.join(', ')}, ${this.#emitter.itemValue(this.#select)}`,
      `from ${BASE}`,
      `where ${this.#emitter.whereOf(this.#select)}`,
      `group by ${this.#keys.map((_, index) => String(index + 1)).join(', ')}`,
      `limit ${String(MAX_GROUPS + 1)}`,
    ].join(' ');
    return limited(this.#all(sql, [])).map((row) => ({
      values: row.slice(0, count).map(groupValue),
      quantity: quantityOf(row[count] ?? null),
    }));
  }

  #oneByOne(): readonly MetricGroup[] {
    const keys = this.#keys.map((key, index) => `${key} as k${String(index)}`).join(', ');
    const distinct = `select distinct ${keys} from ${BASE} limit ${String(MAX_GROUPS + 1)}`;
    const metric = this.#emitter.select(this.#select);
    const same = this.#keys.map((key) => `${key} is ?`).join(' and ');
    return limited(this.#all(distinct, [])).map((row) => {
      const [found] = this.#all(metric, row, ` and ${same}`);
      return { values: row.map(groupValue), quantity: quantityOf(found?.[0] ?? null) };
    });
  }

  #all(
    sql: string,
    more: readonly SQLInputValue[],
    condition = '',
  ): readonly (readonly SQLOutputValue[])[] {
    const base = `with ${BASE} as (${this.#base}${condition}) `;
    // A WITH of the metric's own follows the first one.
    const text = sql.startsWith('with ') ? `${base.trimEnd()}, ${sql.slice(5)}` : base + sql;
    const statement = this.db.prepare(text);
    statement.setReadBigInts(true);
    statement.setReturnArrays(true);
    return statement.all(...this.#baseValues, ...more) as unknown as readonly SQLOutputValue[][];
  }
}

function limited<T>(rows: readonly T[]): readonly T[] {
  if (rows.length > MAX_GROUPS) {
    throw new SqlProblem(`There are more than ${MAX_GROUPS.toLocaleString('en')} groups.`);
  }
  return rows;
}

/** Without events a metric counts nothing. */
function quantityOf(value: SQLOutputValue): string {
  if (value === null) return '0';
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number' && Number.isFinite(value)) return plainDecimal(String(value));
  throw new SqlProblem("The metric's result isn't a number.");
}

function groupValue(value: SQLOutputValue): MetricGroup['values'][number] {
  if (typeof value === 'bigint') return Number(value);
  return value !== null && typeof value === 'object' ? booleanOf(value) : value;
}
