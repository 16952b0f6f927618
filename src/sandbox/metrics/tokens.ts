/** The tokens of an SQL text. Only what the sandbox's part of SQL needs; everything else is rejected by name. */
import { SqlProblem } from './sqlProblem.ts';

export interface Token {
  /** `name`: a name or a keyword. `quoted`: a name in double quotes. */
  readonly kind: 'number' | 'text' | 'name' | 'quoted' | 'symbol' | 'end';
  /** As written; of a text or quoted name what it says. */
  readonly text: string;
}

/** Longer than any real metric. */
const MAX_LENGTH = 20_000;
const MAX_TOKENS = 2_000;

const PATTERN =
  /\s+|--[^\n]*|\/\*|(?<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)|(?<name>[\p{L}_][\p{L}\p{N}_$]*)|(?<text>')|(?<quoted>")|(?<symbol><=|>=|<>|!=|==|\|\||[-+*/%(),.<>=;])/uy;

/** @throws SqlProblem for what isn't SQL */
export function tokenize(sql: string): readonly Token[] {
  if (sql.length > MAX_LENGTH) {
    throw new SqlProblem(`The SQL is longer than ${String(MAX_LENGTH)} characters.`);
  }
  const tokens: Token[] = [];
  for (let at = 0; at < sql.length;) {
    PATTERN.lastIndex = at;
    const match = PATTERN.exec(sql);
    if (match === null) {
      throw new SqlProblem(`The SQL has an unexpected character: ${JSON.stringify(sql[at])}.`);
    }
    const { number, name, symbol, text, quoted } = match.groups ?? {};
    at += match[0].length;
    if (match[0] === '/*') at = endOf(sql, '*/', at) + 2;
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else if (symbol !== undefined) tokens.push({ kind: 'symbol', text: symbol });
    else if (text !== undefined || quoted !== undefined) {
      const { value, next } = readQuoted(sql, at, text ?? quoted ?? '');
      tokens.push({ kind: text === undefined ? 'quoted' : 'text', text: value });
      at = next;
    }
  }
  if (tokens.length > MAX_TOKENS) throw new SqlProblem('The SQL is too long.');
  while (tokens.at(-1)?.text === ';' && tokens.at(-1)?.kind === 'symbol') tokens.pop();
  return [...tokens, { kind: 'end', text: 'the end' }];
}

function endOf(sql: string, mark: string, from: number): number {
  const end = sql.indexOf(mark, from);
  if (end < 0) throw new SqlProblem(`The SQL has no closing ${mark}.`);
  return end;
}

/** Two quotes in a row mean one. */
function readQuoted(sql: string, from: number, quote: string) {
  let value = '';
  for (let at = from; ;) {
    const end = endOf(sql, quote, at);
    value += sql.slice(at, end);
    if (sql[end + 1] !== quote) return { value, next: end + 1 };
    value += quote;
    at = end + 2;
  }
}
