/** Sums of the numbers of a property, over all rows and by customer or event name, in exact decimals. Pure. */
import { addDecimals, compareDecimals, isDecimal } from '../billing/decimal.ts';
import { cellReader, propertyColumn } from './columns.ts';
import { isText, type ResultProperty, type ResultRow } from './rows.ts';

export interface ResultFigures {
  /** Rows of events, without IDs that weren't found. */
  readonly events: number;
  /** Orb doesn't bill deprecated events, so they aren't summed. */
  readonly deprecated: number;
  readonly notFound: number;
  readonly sum: Sum;
  readonly groups: readonly SumGroup[];
}

export interface Sum {
  /** A decimal number with all its digits; `0` without numbers. */
  readonly total: string;
  readonly numbers: number;
  readonly least: string | null;
  readonly most: string | null;
  /** Values that are texts, which Orb's metrics don't sum. */
  readonly texts: number;
}

export interface SumGroup {
  /** The customer or the event name. */
  readonly key: string;
  readonly events: number;
  readonly total: string;
}

export type GroupedBy = 'customer' | 'name';

const noSum: Sum = { total: '0', numbers: 0, least: null, most: null, texts: 0 };

/** @param property the property to sum; undefined counts events only */
export function figuresOf(
  rows: readonly ResultRow[],
  property: string | undefined,
  by: GroupedBy,
  properties: readonly ResultProperty[],
): ResultFigures {
  const read = property === undefined ? () => '' : cellReader(propertyColumn(property), properties);
  const events = rows.filter(({ state }) => state !== 'notFound');
  const billed = events.filter(({ state }) => state !== 'deprecated');
  const groups = new Map<string, ResultRow[]>();
  for (const row of billed) {
    const key = row[by];
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return {
    events: events.length,
    deprecated: events.length - billed.length,
    notFound: rows.length - events.length,
    sum: sumOf(billed.map(read)),
    groups: [...groups]
      .map(([key, members]) => ({
        key,
        events: members.length,
        total: sumOf(members.map(read)).total,
      }))
      .sort(
        (a, b) =>
          compareDecimals(b.total, a.total) || b.events - a.events || (a.key < b.key ? -1 : 1),
      ),
  };
}

/** Integers of this length are added as JavaScript numbers, which is many times faster and as exact. */
const SHORT = /^-?\d{1,12}$/;

/** @param cells JSON of values; '' where an event doesn't have the property */
export function sumOf(cells: readonly string[]): Sum {
  let { total, numbers, least, most, texts } = noSum;
  let short = 0;
  for (const cell of cells) {
    if (cell === '') continue;
    if (isText(cell)) texts += 1;
    if (SHORT.test(cell)) short += Number(cell);
    else if (isDecimal(cell)) total = addDecimals(total, cell);
    else continue;
    numbers += 1;
    if (least === null || compareNumbers(cell, least) < 0) least = cell;
    if (most === null || compareNumbers(cell, most) > 0) most = cell;
  }
  return { total: addDecimals(total, String(short)), numbers, least, most, texts };
}

/** Numbers that are the same to JavaScript may differ in digits it drops. */
function compareNumbers(a: string, b: string): number {
  const [x, y] = [Number(a), Number(b)];
  return x === y ? compareDecimals(a, b) : x - y;
}
