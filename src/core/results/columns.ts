/** The columns of the table of results: what each shows of a row, and how it compares. Pure. */
import { compareDecimals, isDecimal } from '../billing/decimal.ts';
import { compareInstants, parseTimestamp } from '../timestamp.ts';
import { isNumber, isText, type ResultProperty, type ResultRow } from './rows.ts';

const PROPERTY = 'property:';

export type ResultColumn =
  'id' | 'time' | 'name' | 'customer' | 'state' | `${typeof PROPERTY}${string}`;

/** In the order that they have until the user changes it; properties come before the state. */
export const columnsOf = (properties: readonly ResultProperty[]): readonly ResultColumn[] => [
  ...(['id', 'time', 'name', 'customer'] as const),
  ...properties.map(({ name }) => propertyColumn(name)),
  'state',
];

export const propertyColumn = (name: string): ResultColumn => `${PROPERTY}${name}`;

/** The property of a column; undefined for others. */
export const propertyOf = (column: string): string | undefined =>
  column.startsWith(PROPERTY) ? column.slice(PROPERTY.length) : undefined;

/** Reads a cell of a column: the text, or the JSON of a property. An empty one is ''. */
export function cellReader(
  column: string,
  properties: readonly ResultProperty[],
): (row: ResultRow) => string {
  const property = propertyOf(column);
  if (property !== undefined) {
    const index = properties.findIndex(({ name }) => name === property);
    return (row) => row.values[index] ?? '';
  }
  switch (column) {
    case 'id':
      return ({ id }) => id;
    case 'time':
      return ({ timestamp }) => timestamp;
    case 'name':
      return ({ name }) => name;
    case 'customer':
      return ({ customer }) => customer;
    default:
      return ({ state }) => state;
  }
}

/** A value's text without the quotes of JSON. */
export const plainText = (json: string): string =>
  isText(json) ? (JSON.parse(json) as string) : json;

/**
 * Sorts a copy. Numbers are compared exactly and come before texts; empty cells come last in both directions; equal rows keep their
 * order.
 */
export function sortRows(
  rows: readonly ResultRow[],
  column: string,
  isDescending: boolean,
  properties: readonly ResultProperty[],
): readonly ResultRow[] {
  const read = cellReader(column, properties);
  const keyOf = column === 'time' ? timeKey : propertyOf(column) === undefined ? textKey : valueKey;
  const keyed = rows.map((row) => ({ row, key: keyOf(read(row)) }));
  const sign = isDescending ? -1 : 1;
  keyed.sort((a, b) =>
    a.key.isEmpty || b.key.isEmpty
      ? Number(a.key.isEmpty) - Number(b.key.isEmpty)
      : sign * compareKeys(a.key, b.key),
  );
  return keyed.map(({ row }) => row);
}

interface Key {
  readonly isEmpty: boolean;
  /** Kinds are apart: numbers, texts, other values. */
  readonly kind: 0 | 1 | 2;
  readonly text: string;
  /** The nearest number that JavaScript has; NaN for texts. */
  readonly near: number;
  readonly instant?: ReturnType<typeof parseTimestamp>;
}

const textKey = (text: string): Key => ({ isEmpty: text === '', kind: 1, text, near: Number.NaN });

function timeKey(text: string): Key {
  const instant = parseTimestamp(text);
  return { isEmpty: text === '', kind: instant === undefined ? 1 : 0, text, near: 0, instant };
}

function valueKey(json: string): Key {
  const isEmpty = json === '';
  if (!isNumber(json)) {
    return { isEmpty, kind: isText(json) ? 1 : 2, text: plainText(json), near: Number.NaN };
  }
  return { isEmpty, kind: isDecimal(json) ? 0 : 2, text: json, near: Number(json) };
}

function compareKeys(a: Key, b: Key): number {
  if (a.kind !== b.kind) return a.kind - b.kind;
  if (a.kind === 0) {
    if (a.instant !== undefined && b.instant !== undefined) {
      return compareInstants(a.instant, b.instant);
    }
    // Numbers that are the same to JavaScript may differ in digits it drops.
    return a.near < b.near ? -1 : a.near > b.near ? 1 : compareDecimals(a.text, b.text);
  }
  return a.text < b.text ? -1 : a.text > b.text ? 1 : 0;
}
