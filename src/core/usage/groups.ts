/** The groups of an evaluation: values of one property, and the conditions of a filter that they become. */

/** A grouping value as Orb writes it. Null stands for events without the property. */
export type GroupValue = string | number | boolean | null;

/** One key for each value: the text `1` and the number 1 are two groups. */
export const groupKey = (value: GroupValue): string => JSON.stringify(value);

/** A name in SQL: plain where that is possible, else quoted. */
const column = (property: string): string =>
  /^[A-Za-z_][A-Za-z0-9_]*$/.test(property) ? property : `"${property.replaceAll('"', '""')}"`;

const literal = (value: string | number | boolean): string =>
  typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);

/**
 * The condition that holds for one group alone: `model = 'gpt-4.1'`. An empty text also stands for events without the property:
 * Orb's document has no null among the values of groups.
 */
export function groupCondition(property: string, value: GroupValue): string {
  const name = column(property);
  const isMissing = `${name} IS NULL`;
  if (value === null) return isMissing;
  return value === '' ? `(${name} = '' OR ${isMissing})` : `${name} = ${literal(value)}`;
}

/** Adds a condition to a filter. A filter that has it already stays as it is. */
export function addCondition(filter: string, condition: string): string {
  const now = filter.trim();
  if (now === '') return condition;
  const parts = now.split(' AND ');
  if (parts.includes(condition)) return now;
  return /\bOR\b/i.test(now) ? `(${now}) AND ${condition}` : `${now} AND ${condition}`;
}

/** What Orb takes as a grouping key for a property. */
export const groupingKey = (property: string): string => column(property);
