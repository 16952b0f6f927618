/** The words of an SQL text, for looking up names in it. Not a parser: what isn't understood is skipped. */

export interface SqlToken {
  /** `name`: an identifier, quoted or not; `text`: a string; `sign`: one character of anything else. */
  readonly kind: 'name' | 'text' | 'number' | 'sign';
  /** Without quotes. */
  readonly value: string;
  readonly isQuoted: boolean;
}

/** Longer definitions are cut: only names are looked for. */
const MAX_LENGTH = 50_000;
const TOKEN =
  /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'((?:[^']|'')*)'|"((?:[^"]|"")*)"|`([^`]*)`|([A-Za-z_][\w$]*)|(\d+(?:\.\d+)?)|(\S)/g;

export function sqlTokens(sql: string): readonly SqlToken[] {
  const tokens: SqlToken[] = [];
  for (const match of sql.slice(0, MAX_LENGTH).matchAll(TOKEN)) {
    const [, text, double, back, bare, number, sign] = match;
    if (text !== undefined) tokens.push(token('text', text.replaceAll("''", "'"), true));
    else if (double !== undefined) tokens.push(token('name', double.replaceAll('""', '"'), true));
    else if (back !== undefined) tokens.push(token('name', back, true));
    else if (bare !== undefined) tokens.push(token('name', bare, false));
    else if (number !== undefined) tokens.push(token('number', number, false));
    else if (sign !== undefined) tokens.push(token('sign', sign, false));
  }
  return tokens;
}

const token = (kind: SqlToken['kind'], value: string, isQuoted: boolean): SqlToken => ({
  kind,
  value,
  isQuoted,
});
