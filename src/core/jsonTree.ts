/**
 * JSON text as a tree with positions. Used where a JavaScript object would lose something: the order of members
 * (integer-like keys move to the front), doubled keys, `__proto__`, and the source of every number.
 */
import { t } from '@vscode/l10n';

interface Span {
  /** Offset of the first character, in UTF-16 units. */
  readonly start: number;
  /** Offset after the last character. */
  readonly end: number;
}

export interface JsonMember {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: JsonNode;
}

export type JsonNode = Span &
  (
    | { readonly kind: 'object'; readonly members: readonly JsonMember[] }
    | { readonly kind: 'array'; readonly items: readonly JsonNode[] }
    | { readonly kind: 'string'; readonly value: string }
    | { readonly kind: 'number'; readonly source: string }
    | { readonly kind: 'boolean'; readonly value: boolean }
    | { readonly kind: 'null' }
  );

export type { Span };

/** The text is not JSON; `offset` is where reading stopped. */
export class JsonSyntaxError extends Error {
  override readonly name = 'JsonSyntaxError';
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

/** Deeper nesting is refused instead of overflowing the stack; events are two levels deep. */
const MAX_DEPTH = 200;

const SPACE = /[\t\n\r ]*/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const WORD = /true|false|null/y;

/**
 * Reads JSON text (RFC 8259, nothing more).
 * @throws JsonSyntaxError
 */
export function readJson(text: string): JsonNode {
  let at = 0;

  function take(pattern: RegExp): string | undefined {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  }
  function fail(expected: string): never {
    const found = at < text.length ? JSON.stringify(text.slice(at, at + 12)) : t('the end');
    throw new JsonSyntaxError(t('Expected {0}, found {1}.', expected, found), at);
  }
  function punctuation(character: string): boolean {
    take(SPACE);
    if (text[at] !== character) return false;
    at += 1;
    return true;
  }
  function string(expected: string): { value: string } & Span {
    take(SPACE);
    const start = at;
    const source = take(STRING);
    if (source === undefined) fail(expected);
    return { start, end: at, value: JSON.parse(source) as string };
  }
  function object(start: number, depth: number): JsonNode {
    const members: JsonMember[] = [];
    if (!punctuation('}')) {
      do {
        const key = string(t('a key in double quotes'));
        if (!punctuation(':')) fail('":"');
        members.push({ key: key.value, keySpan: key, value: value(depth + 1) });
      } while (punctuation(','));
      if (!punctuation('}')) fail('"," or "}"');
    }
    return { kind: 'object', start, end: at, members };
  }
  function array(start: number, depth: number): JsonNode {
    const items: JsonNode[] = [];
    if (!punctuation(']')) {
      do items.push(value(depth + 1));
      while (punctuation(','));
      if (!punctuation(']')) fail('"," or "]"');
    }
    return { kind: 'array', start, end: at, items };
  }
  function value(depth: number): JsonNode {
    take(SPACE);
    const start = at;
    if (depth > MAX_DEPTH) throw new JsonSyntaxError(t('Nested too deeply.'), at);
    const first = text[at];
    if (first === '"') return { kind: 'string', ...string(t('a string')) };
    if (first === '{' || first === '[') {
      at += 1;
      return (first === '{' ? object : array)(start, depth);
    }
    const number = take(NUMBER);
    if (number !== undefined) return { kind: 'number', start, end: at, source: number };
    const word = take(WORD);
    if (word === undefined) fail(t('a value'));
    if (word === 'null') return { kind: 'null', start, end: at };
    return { kind: 'boolean', start, end: at, value: word === 'true' };
  }

  const root = value(0);
  take(SPACE);
  if (at < text.length) fail(t('the end'));
  return root;
}

/** As readJson, but undefined for a text that is no JSON. */
export function tryReadJson(text: string): JsonNode | undefined {
  try {
    return readJson(text);
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined;
    throw error;
  }
}

/** The value of a member, the last one where a key is doubled (as JSON.parse decides), or undefined. */
export function memberOf(node: JsonNode, key: string): JsonNode | undefined {
  return node.kind === 'object'
    ? node.members.findLast((member) => member.key === key)?.value
    : undefined;
}
