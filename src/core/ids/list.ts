/**
 * Lists without field names: quoted texts, one ID per line, comma-separated IDs, a column of a CSV
 * file.
 */
import { trimEnd } from '../../std/trimEnd.ts';
import { quotedAt } from './quoted.ts';
import { linesOf, looksLikeId } from './words.ts';

/**
 * What separates IDs: commas, semicolons, line ends, tabs. Brackets and list markers around them
 * don't matter.
 */
const SEPARATORS = /[\s,;]*/y;

/**
 * The IDs if the whole text is quoted texts with separators, brackets, or a variable's name around
 * them; otherwise undefined.
 */
export function readQuotedList(text: string): readonly string[] | undefined {
  const body = withoutBrackets(text);
  const ids: string[] = [];
  let at = 0;
  const skip = () => {
    SEPARATORS.lastIndex = at;
    at += SEPARATORS.exec(body)?.[0].length ?? 0;
  };
  skip();
  while (at < body.length) {
    const quoted = quotedAt(body, at);
    if (quoted === undefined) return undefined;
    at = quoted.end;
    if (at < body.length && !/[\s,;]/.test(body.charAt(at))) return undefined;
    if (quoted.value !== '') ids.push(quoted.value);
    skip();
  }
  return ids.length > 0 ? ids : undefined;
}

/**
 * The fields of a text if each line is one ID, or several separated by commas, semicolons, or tabs.
 * Words with only spaces between them are a list if each one looks like an ID, since an input box
 * replaces the line ends of a paste with spaces.
 */
export function readBareList(text: string): readonly Field[] | undefined {
  const fields: Field[] = [];
  for (const line of linesOf(withoutBrackets(text))) {
    for (const field of fieldsOf(withoutBullet(line))) fields.push(field);
  }
  if (fields.length === 0) return undefined;
  if (fields.every((field) => field.quoted || !/\s/.test(field.value))) return fields;
  if (fields.some(({ quoted }) => quoted)) return undefined;
  const words = fields.flatMap(({ value }) => value.split(/\s+/));
  return words.every(looksLikeId) ? words.map((value) => ({ value, quoted: false })) : undefined;
}

export const withoutBullet = (line: string): string => line.replace(/^\s*[-*•]\s+/, '');

const ID_COLUMN = /^(?:idempotency[_ ]?key|event[_ ]?id)$/i;

/** The IDs in a table whose first line has the column names: CSV, or with tabs or semicolons. */
export function readColumn(text: string): readonly string[] | undefined {
  const [head, ...rows] = text.split(/\r\n?|\n/);
  const names = fieldsOf(head ?? '').map(({ value }) => value);
  const column = names.findIndex((name) => ID_COLUMN.test(name));
  const only = names.length === 1 && /^id$/i.test(names[0] ?? '') ? 0 : column;
  if (only < 0 || rows.length === 0) return undefined;
  const ids = rows.flatMap((row) => (row.trim() === '' ? [] : [fieldsOf(row, true)[only]?.value]));
  return ids.filter((id) => id !== undefined && id !== '') as string[];
}

export interface Field {
  readonly value: string;
  readonly quoted: boolean;
}

const SEPARATOR = /[,;\t]/g;

/**
 * The fields of a line, trimmed. Empty ones are only included on request, since a table needs them
 * to count columns.
 */
export function fieldsOf(line: string, keepEmpty = false): readonly Field[] {
  const fields: Field[] = [];
  let at = 0;
  while (at <= line.length) {
    while (line[at] === ' ' || line[at] === '\u00a0') at += 1;
    const quoted = quotedAt(line, at);
    const from = quoted?.end ?? at;
    SEPARATOR.lastIndex = from;
    const end = SEPARATOR.exec(line)?.index ?? line.length;
    if (quoted !== undefined && line.slice(from, end).trim() === '') {
      fields.push({ value: quoted.value, quoted: true });
    } else {
      fields.push({ value: line.slice(at, end).trim(), quoted: false });
    }
    at = end + 1;
  }
  return keepEmpty ? fields : fields.filter(({ value }) => value !== '');
}

/** Removes the brackets of a list literal and the variable it's assigned to: `ids = [ … ];`. */
function withoutBrackets(text: string): string {
  const trimmed = text.trim();
  const start = /^(?:[\w\s.]{0,200}=\s*)?[([{]/.exec(trimmed)?.[0].length ?? 0;
  const end = trimEnd(trimmed, ';,').trimEnd();
  const isLiteral = start > 0 && end.length > start && /[)\]}]$/.test(end.slice(-1));
  return isLiteral ? end.slice(start, -1) : text;
}
