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

const widths: Readonly<Record<string, number>> = {
  ...{ id: 290, time: 170, name: 150, customer: 130, state: 130 },
};

export function gridColumns(
  { properties }: ResultTable,
  parts: ColumnParts,
): readonly Column<ResultRow>[] {
  return columnsOf(properties).map((id) => {
    const name = propertyOf(id);
    const property = properties.find((each) => each.name === name);
    return property === undefined
      ? fixedColumn(id, parts)
      : propertyColumn(id, property, properties, parts);
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

function fixedColumn(id: ResultColumn, parts: ColumnParts): Column<ResultRow> {
  const { texts, nowMs, colored } = parts;
  const read = cellReader(id, []);
  const base = { id, title: columnTitle(id, texts), width: widths[id] ?? 120 };
  if (id === 'state') return { ...base, cell: (row) => stateCell(row, texts) };
  if (id === 'time') {
    return { ...base, cell: (row) => timeText(row.timestamp, nowMs), tooltip: read };
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
  properties: readonly ResultProperty[],
  { sumOf }: ColumnParts,
): Column<ResultRow> {
  const read = cellReader(id, properties);
  const isSummed = property.name === sumOf;
  const isNumeric = property.numbers * 2 >= property.events;
  return {
    id,
    title: visible(property.name, 60),
    width: Math.min(220, Math.max(isNumeric ? 110 : 130, property.name.length * 8 + 32)),
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
