/** A metric, its filters, and its grouping keys, parsed once and checked. */
import { parseExpression, parseSelect } from './parse.ts';
import { Emitter } from './emit.ts';
import { SqlProblem } from './sqlProblem.ts';
import type { Expression, Select } from './sqlTree.ts';

/** Why the SQL can't be a metric; undefined when it can. */
export const metricProblem = (sql: string): string | undefined =>
  problemOf(() => new Emitter(() => undefined).select(parseMetric(sql)));

/** Why the SQL can't be a filter; undefined when it can. */
export const filterProblem = (sql: string): string | undefined =>
  problemOf(() => new Emitter(() => undefined).condition(parseExpression(sql)));

function problemOf(check: () => unknown): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof SqlProblem) return error.message;
    throw error;
  }
}

/** @throws SqlProblem */
export function parseMetric(sql: string): Select {
  const select = parseSelect(sql);
  if (select.items.length !== 1) throw new SqlProblem('A metric selects exactly one value.');
  return select;
}

/** A property that is named exactly so, even if its name isn't SQL, or an expression. @throws SqlProblem */
export function parseKey(key: string, isProperty: (name: string) => boolean): Expression {
  return isProperty(key)
    ? { kind: 'column', qualifier: 'properties', name: key }
    : parseExpression(key);
}

/** Its groups can be made by adding columns to its own SELECT. */
export const isPlain = (select: Select): boolean =>
  select.with.length === 0 &&
  typeof select.from?.name === 'string' &&
  select.groupBy.length === 0 &&
  select.having === undefined &&
  select.orderBy.length === 0 &&
  select.limit === undefined &&
  !select.isDistinct;
