/**
 * What a metric's SQL or a price's filter reads: properties are columns, in addition to event_name and a few others
 * (https://docs.withorb.com/extensibility/advanced-metrics).
 */
import { sqlTokens, type SqlToken } from './sqlTokens.ts';

export interface SqlNames {
  /** What event_name is compared with. */
  readonly eventNames: readonly string[];
  /** Each property once, with the first value that it's compared with for equality, as JSON text. */
  readonly properties: ReadonlyMap<string, { readonly equals: string | undefined }>;
}

const WORDS = new Set(
  (
    'all|and|any|as|asc|between|bigint|boolean|both|by|case|cast|cross|current|date|decimal|desc|distinct|' +
    'double|else|end|escape|except|exists|extract|false|fetch|filter|first|following|for|from|full|group|' +
    'having|ilike|in|inner|int|integer|intersect|interval|is|join|last|lateral|leading|left|like|limit|' +
    'natural|not|null|nulls|numeric|offset|on|or|order|outer|over|partition|preceding|range|rows|right|' +
    'select|similar|some|text|then|timestamp|to|trailing|true|unbounded|union|using|values|varchar|when|' +
    'where|window|with'
  ).split('|'),
);
/** Columns that aren't properties. */
const COLUMNS = new Set([
  'event_name',
  'timestamp_millis',
  'customer_id',
  'external_customer_id',
  'idempotency_key',
]);

export function sqlNames(...texts: readonly string[]): SqlNames {
  const eventNames = new Set<string>();
  const properties = new Map<string, { equals: string | undefined }>();
  for (const text of texts) {
    const tokens = sqlTokens(text);
    const defined = definedNames(tokens);
    for (const [index, token] of tokens.entries()) {
      const name = columnAt(tokens, index, defined);
      if (name === 'event_name') {
        for (const value of equalTo(tokens, index)) {
          if (value.kind === 'text') eventNames.add(value.value);
        }
      } else if (name !== undefined && !COLUMNS.has(name)) {
        const known = properties.get(name);
        const equals = known?.equals ?? equalTo(tokens, index).map(jsonOf)[0];
        properties.set(name, { equals });
      }
      if (token.kind === 'sign' && token.value === ';') break;
    }
  }
  return { eventNames: [...eventNames], properties };
}

const isWord = (token: SqlToken | undefined, word: string) =>
  token?.kind === 'name' && !token.isQuoted && token.value.toLowerCase() === word;
const isSign = (token: SqlToken | undefined, sign: string) =>
  token?.kind === 'sign' && token.value === sign;

/** Tables, aliases, and what WITH names. */
function definedNames(tokens: readonly SqlToken[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1];
    if (next?.kind !== 'name') continue;
    if (['from', 'join'].some((word) => isWord(token, word))) {
      names.add(next.value);
      const alias = tokens[index + 2];
      if (alias?.kind === 'name' && !WORDS.has(alias.value.toLowerCase())) names.add(alias.value);
    }
    if (isWord(token, 'as')) names.add(next.value);
    if (isWord(token, 'with') && isWord(tokens[index + 2], 'as')) names.add(next.value);
  }
  return names;
}

/** The column that a token names: alone, behind a table, or as `properties['name']`. */
function columnAt(
  tokens: readonly SqlToken[],
  index: number,
  defined: ReadonlySet<string>,
): string | undefined {
  const token = tokens[index];
  const [before, next] = [tokens[index - 1], tokens[index + 1]];
  if (token?.kind === 'text') return isKeyOfProperties(tokens, index) ? token.value : undefined;
  if (token?.kind !== 'name') return undefined;
  const isBehindTable = isSign(before, '.');
  if (isSign(next, '(') || isSign(next, '.') || isSign(next, '[')) return undefined;
  if (isWord(token, 'properties') || isWord(before, 'as')) return undefined;
  if (!isBehindTable && defined.has(token.value)) return undefined;
  if (!token.isQuoted && !isBehindTable && WORDS.has(token.value.toLowerCase())) return undefined;
  return token.value;
}

/** `properties['name']`, `properties->'name'`, `properties->>'name'` */
function isKeyOfProperties(tokens: readonly SqlToken[], index: number): boolean {
  let at = index - 1;
  while (['[', '-', '>'].some((sign) => isSign(tokens[at], sign))) at--;
  return at < index - 1 && isWord(tokens[at], 'properties');
}

/** Tokens between the parentheses of IN. */
const MAX_LIST = 200;

/** The values of `name = 'a'`, `'a' = name`, and `name IN ('a', 'b')`. */
function equalTo(tokens: readonly SqlToken[], index: number): readonly SqlToken[] {
  const at = isSign(tokens[index + 1], ']') ? index + 2 : index + 1;
  if (isWord(tokens[at], 'in')) {
    const list = tokens.slice(at + 2, at + 2 + MAX_LIST);
    const end = list.findIndex((token) => isSign(token, ')'));
    return list.slice(0, Math.max(0, end)).filter(isValue);
  }
  const isEqual = isSign(tokens[at], '=');
  const [other] = isEqual ? tokens.slice(isSign(tokens[at + 1], '=') ? at + 2 : at + 1) : [];
  const first = isSign(tokens[index - 1], '.') ? index - 2 : index;
  const before = isSign(tokens[first - 1], '=') ? tokens[first - 2] : undefined;
  return [other, before].filter((token) => token !== undefined).filter(isValue);
}

const isValue = (token: SqlToken) => jsonOf(token) !== undefined;

function jsonOf(token: SqlToken): string | undefined {
  if (token.kind === 'text') return JSON.stringify(token.value);
  if (token.kind === 'number') return String(Number(token.value));
  return isWord(token, 'true') || isWord(token, 'false') ? token.value.toLowerCase() : undefined;
}
