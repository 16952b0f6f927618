/** Rows of the table of results as CSV or for the clipboard: the columns that are shown, with numbers as Orb wrote them. Pure. */
import { csvText, tsvText } from '../csv.ts';
import { cellReader, plainText, propertyOf } from './columns.ts';
import { isNumber, type ResultProperty, type ResultRow } from './rows.ts';

export interface ExportedColumn {
  readonly id: string;
  readonly title: string;
}

type Format = 'csv' | 'tsv';

/** With a line of titles. A state is written in English, as in Orb's API. */
export function delimited(
  format: Format,
  columns: readonly ExportedColumn[],
  rows: readonly ResultRow[],
  properties: readonly ResultProperty[],
): string {
  const text = format === 'csv' ? csvText : tsvText;
  const [separator, end] = format === 'csv' ? [',', '\r\n'] : ['\t', '\n'];
  const readers = columns.map(({ id }) => {
    const read = cellReader(id, properties);
    if (propertyOf(id) === undefined) return (row: ResultRow) => text(read(row));
    return (row: ResultRow) => {
      const json = read(row);
      return isNumber(json) ? json : text(plainText(json));
    };
  });
  const lines = [
    columns.map(({ title }) => text(title)),
    ...rows.map((row) => readers.map((read) => read(row))),
  ];
  return lines.map((line) => `${line.join(separator)}${end}`).join('');
}
