/** The columns of the table of results, as the grid draws them. */
import {
  columnsOf,
  cellReader,
  plainText,
  propertyOf,
  type ResultColumn,
} from '../../core/results/columns.ts';
import {
  isOddText,
  type ResultProperty,
  type ResultRow,
  type ResultTable,
} from '../../core/results/rows.ts';
import type { ResultsTexts } from '../../core/texts/results.ts';
import { parseTimestamp } from '../../core/timestamp.ts';
import { shortDay } from '../../core/timeText.ts';
import { visible } from '../../std/visible.ts';
import { h, icon, outside } from '../dom.ts';
import type { Column } from '../table/columns.ts';

/** More properties than these are hidden until the user chooses them. */
const SHOWN_PROPERTIES = 8;
/** Longer texts are cut: no column is as wide. */
const MOST_CHARACTERS = 1_000;

export interface ColumnParts {
  readonly texts: ResultsTexts;
  readonly nowMs: number;
  /** The property that is summed. */
  readonly sumOf: string | null;
  /** The color of a row's group, for style sheets; undefined where it has none. */
  readonly color: (row: ResultRow) => string | undefined;
  /** The column whose values have these colors. */
  readonly colored: 'customer' | 'name';
}

/** How wide a column without a user's width may be, and how many rows decide. */
const widths = { least: 110, most: 280, perCharacter: 7.4, around: 34, rows: 200 };

/** A width with room for what the first rows have in a column. */
function widthFor(
  title: string,
  rows: readonly ResultRow[],
  read: (row: ResultRow) => string,
): number {
  const { least, most, perCharacter, around, rows: some } = widths;
  const longest = rows
    .slice(0, some)
    .reduce((length, row) => Math.max(length, read(row).length), title.length);
  return Math.round(Math.min(most, Math.max(least, longest * perCharacter + around)));
}

export function gridColumns(table: ResultTable, parts: ColumnParts): readonly Column<ResultRow>[] {
  const { properties } = table;
  return columnsOf(properties).map((id) => {
    const name = propertyOf(id);
    const property = properties.find((each) => each.name === name);
    return property === undefined
      ? fixedColumn(id, table, parts)
      : propertyColumn(id, property, table, parts);
  });
}

/** The title of a column, as texts name it. */
export const columnTitle = (id: string, { column }: ResultsTexts): string =>
  propertyOf(id) ?? (Object.hasOwn(column, id) ? column[id as keyof typeof column] : id);

/** `28 Oct 22:00:10.412`; the text itself if it isn't a timestamp. */
export function timeText(timestamp: string, nowMs: number): string {
  const ms = parseTimestamp(timestamp)?.ms;
  if (ms === undefined) return timestamp;
  return `${shortDay(ms, nowMs)} ${new Date(ms).toISOString().slice(11, -1)}`;
}

function fixedColumn(
  id: ResultColumn,
  { rows }: ResultTable,
  parts: ColumnParts,
): Column<ResultRow> {
  const { texts, nowMs, colored } = parts;
  const read = cellReader(id, []);
  const title = columnTitle(id, texts);
  const base = { id, title, width: widthFor(title, rows, read) };
  if (id === 'state') return { ...base, cell: (row) => stateCell(row, texts) };
  if (id === 'time') {
    return { ...base, width: 170, cell: (row) => timeText(row.timestamp, nowMs), tooltip: read };
  }
  if (id !== colored) return { ...base, cell: read };
  return {
    ...base,
    cell(row) {
      const color = parts.color(row);
      const text = outside(read(row).slice(0, MOST_CHARACTERS));
      if (color === undefined) return text;
      const swatch = h('span', { class: 'swatch' });
      swatch.style.background = color;
      return h('span', {}, swatch, text);
    },
  };
}

function propertyColumn(
  id: ResultColumn,
  property: ResultProperty,
  { properties, rows }: ResultTable,
  { sumOf }: ColumnParts,
): Column<ResultRow> {
  const read = cellReader(id, properties);
  const isSummed = property.name === sumOf;
  const isNumeric = property.numbers * 2 >= property.events;
  const title = visible(property.name, 60);
  return {
    ...{ id, title, width: widthFor(title, rows, read) },
    ...(isNumeric && { align: 'end' as const }),
    isHidden: properties.indexOf(property) >= SHOWN_PROPERTIES && !isSummed,
    ...(isSummed && { mark: () => h('span', { class: 'sigma', aria: { hidden: 'true' } }, 'Σ') }),
    cell(row) {
      const json = read(row);
      if (!isOddText(json, property)) return plainText(json);
      const text = outside(json.slice(0, MOST_CHARACTERS), 'warning');
      return isSummed ? h('span', {}, icon('warning', 'tone-warning'), text) : text;
    },
  };
}

const stateIcons = {
  active: undefined,
  amended: 'edit',
  deprecated: 'circle-slash',
  notFound: 'question',
} as const;

function stateCell({ state, reason }: ResultRow, texts: ResultsTexts): HTMLElement {
  const picture = stateIcons[state];
  const word = reason ?? texts.state[state];
  return h(
    'span',
    { class: state === 'active' ? 'muted' : '', title: visible(word) },
    picture !== undefined && icon(picture, state === 'notFound' ? 'tone-warning' : ''),
    outside(word),
  );
}
