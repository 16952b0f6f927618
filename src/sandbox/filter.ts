/**
 * `deprecation_filter`: which existing events a replacing backfill deprecates. Orb accepts any boolean computed-property expression; the
 * sandbox supports comparisons of a property with a number, a 'string' or a boolean, AND, OR, NOT and parentheses.
 */
import { memberOf, type JsonNode } from '../core/jsonTree.ts';
import { invalid } from './problems.ts';

/** Whether an event with these properties matches. */
export type Filter = (properties: JsonNode) => boolean;

const TOKEN =
  /\s*(?:(<=|>=|!=|<>|=|<|>|\(|\))|('(?:[^']|'')*')|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|("(?:[^"]|"")+"|[A-Za-z_][\w.]*))/y;

interface Token {
  readonly kind: 'sign' | 'string' | 'number' | 'word' | 'end';
  readonly text: string;
}

type Literal = string | number | boolean;

/** No person writes a longer filter. */
const MAX_LENGTH = 10_000;

/** @throws Problem 400 that says what the sandbox doesn't support */
export function parseFilter(source: string): Filter {
  if (source.length > MAX_LENGTH) {
    throw invalid(`The sandbox accepts a deprecation_filter of at most ${MAX_LENGTH} characters.`);
  }
  const tokens = tokensOf(source);
  let at = 0;
  const peek = () => tokens[at] ?? { kind: 'end', text: 'the end' };
  const keyword = (word: string) => {
    const found = peek().kind === 'word' && peek().text.toUpperCase() === word;
    if (found) at += 1;
    return found;
  };
  const sign = (text: string) => {
    const found = peek().kind === 'sign' && peek().text === text;
    if (found) at += 1;
    return found;
  };

  function or(depth: number): Filter {
    let left = and(depth);
    while (keyword('OR')) {
      const [a, b] = [left, and(depth)];
      left = (properties) => a(properties) || b(properties);
    }
    return left;
  }
  function and(depth: number): Filter {
    let left = not(depth);
    while (keyword('AND')) {
      const [a, b] = [left, not(depth)];
      left = (properties) => a(properties) && b(properties);
    }
    return left;
  }
  function not(depth: number): Filter {
    if (depth > 100) throw unknown(source, 'such deep nesting');
    if (keyword('NOT')) {
      const inner = not(depth + 1);
      return (properties) => !inner(properties);
    }
    if (sign('(')) {
      const inner = or(depth + 1);
      if (!sign(')')) throw unknown(source, `${peek().text} where ")" is expected`);
      return inner;
    }
    return comparison();
  }
  function comparison(): Filter {
    const property = peek();
    if (property.kind !== 'word')
      throw unknown(source, `${property.text} where a property is expected`);
    at += 1;
    const operator = peek();
    const compare = operator.kind === 'sign' ? comparisons[operator.text] : undefined;
    if (compare === undefined)
      throw unknown(source, `${operator.text} where a comparison is expected`);
    at += 1;
    const literal = literalOf(peek());
    if (literal === undefined) throw unknown(source, `${peek().text} where a value is expected`);
    at += 1;
    const name = property.text.startsWith('"')
      ? property.text.slice(1, -1).replaceAll('""', '"')
      : property.text;
    return (properties) => {
      const value = valueOf(memberOf(properties, name));
      return typeof value === typeof literal && value !== undefined && compare(value, literal);
    };
  }

  const filter = or(0);
  if (at < tokens.length) throw unknown(source, peek().text);
  return filter;
}

const comparisons: Readonly<Record<string, (a: Literal, b: Literal) => boolean>> = {
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<>': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (source.slice(at).trim() !== '') {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(source);
    if (match === null) throw unknown(source, source.slice(at).trim().slice(0, 20));
    const [, signText, stringText, numberText, word] = match;
    if (signText !== undefined) tokens.push({ kind: 'sign', text: signText });
    else if (stringText !== undefined) tokens.push({ kind: 'string', text: stringText });
    else if (numberText !== undefined) tokens.push({ kind: 'number', text: numberText });
    else tokens.push({ kind: 'word', text: word ?? '' });
    at = TOKEN.lastIndex;
  }
  return tokens;
}

function literalOf({ kind, text }: Token): Literal | undefined {
  if (kind === 'number') return Number(text);
  if (kind === 'string') return text.slice(1, -1).replaceAll("''", "'");
  if (kind !== 'word') return undefined;
  const word = text.toUpperCase();
  return word === 'TRUE' ? true : word === 'FALSE' ? false : undefined;
}

function valueOf(node: JsonNode | undefined): Literal | undefined {
  if (node?.kind === 'number') return Number(node.source);
  return node?.kind === 'string' || node?.kind === 'boolean' ? node.value : undefined;
}

function unknown(source: string, what: string) {
  return invalid(
    `The sandbox doesn't support ${what} in the deprecation_filter "${source}". It supports comparisons of a property with a ` +
      "number, a 'string' or a boolean, AND, OR, NOT and parentheses.",
  );
}
