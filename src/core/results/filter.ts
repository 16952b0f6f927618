/** Filters of the table of results, one for each column, as they are typed. Pure. */
import { compareDecimals, isDecimal } from '../billing/decimal.ts';
import { cellReader, plainText, propertyOf } from './columns.ts';
import { isNumber, isText, type ResultProperty, type ResultRow } from './rows.ts';

/** By column; an empty text filters nothing. */
export type Filters = Readonly<Record<string, string>>;

/** Chosen from a list rather than typed: the whole value has to be the same. */
const EXACT = '=';

/** The filter of a value that is chosen from a list. */
export const exactly = (cell: string): string => `${EXACT}${cell}`;

type Test = (cell: string) => boolean;

/**
 * What a filter lets through. Chosen values match exactly. In columns of properties, `> 1000`, `>= 5`, `10-20`, `text`, `number`, and
 * `empty` have a meaning. Everything else is looked for in the text, without regard to case.
 */
function testOf(typed: string, isProperty: boolean): Test {
  if (typed.startsWith(EXACT)) return (cell) => cell === typed.slice(EXACT.length);
  const text = typed.trim().toLowerCase();
  if (text === 'empty') return (cell) => cell === '';
  if (isProperty) {
    if (text === 'text') return isText;
    if (text === 'number') return isNumber;
    const numeric = numberTest(text);
    if (numeric !== undefined) return (cell) => isNumber(cell) && isDecimal(cell) && numeric(cell);
  }
  return (cell) => plainText(cell).toLowerCase().includes(text);
}

const NUMBER = String.raw`([+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?)`;
const COMPARISON = new RegExp(String.raw`^(<=|>=|<|>)\s*${NUMBER}$`);
const RANGE = new RegExp(String.raw`^${NUMBER}\s*(?:-|–|\.\.)\s*${NUMBER}$`);

function numberTest(text: string): Test | undefined {
  const [, operator, bound] = COMPARISON.exec(text) ?? [];
  if (operator !== undefined && bound !== undefined && isDecimal(bound)) {
    return (cell) => {
      const order = compareDecimals(cell, bound);
      if (order === 0) return operator.endsWith('=');
      return operator.startsWith('<') ? order < 0 : order > 0;
    };
  }
  const [, from, to] = RANGE.exec(text) ?? [];
  if (from === undefined || to === undefined || !isDecimal(from) || !isDecimal(to))
    return undefined;
  return (cell) => compareDecimals(cell, from) >= 0 && compareDecimals(cell, to) <= 0;
}

/**
 * @param shownText what a column shows where it isn't what the row has, such as a time
 */
export function filterRows(
  rows: readonly ResultRow[],
  filters: Filters,
  properties: readonly ResultProperty[],
  shownText: (column: string, row: ResultRow) => string | undefined = () => undefined,
): readonly ResultRow[] {
  const tests = Object.entries(filters)
    .filter(([, typed]) => typed.trim() !== '')
    .map(([column, typed]) => {
      const read = cellReader(column, properties);
      const test = testOf(typed, propertyOf(column) !== undefined);
      return (row: ResultRow) => {
        if (test(read(row))) return true;
        const shown = typed.startsWith(EXACT) ? undefined : shownText(column, row);
        return shown !== undefined && test(shown);
      };
    });
  return tests.length === 0 ? rows : rows.filter((row) => tests.every((test) => test(row)));
}

/** The different cells of a column, sorted, if there are at most `most` of them. */
export function valuesOf(
  rows: readonly ResultRow[],
  column: string,
  properties: readonly ResultProperty[],
  most: number,
): readonly string[] | undefined {
  const read = cellReader(column, properties);
  const values = new Set<string>();
  for (const row of rows) {
    values.add(read(row));
    if (values.size > most) return undefined;
  }
  return [...values].filter((cell) => cell !== '').sort();
}
