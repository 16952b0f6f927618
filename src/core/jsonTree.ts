/**
 * JSON text as a tree with positions. Used where a JavaScript object would lose something: the order of members
 * (integer-like keys move to the front), duplicate keys, `__proto__`, and the source of every number.
 */
import * as l10n from '@vscode/l10n';

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

/** The text isn't JSON; `offset` is where reading stopped. */
export class JsonSyntaxError extends Error {
  override readonly name = 'JsonSyntaxError';
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

/** Deeper nesting is rejected instead of overflowing the stack; events are two levels deep. */
export const MAX_DEPTH = 200;

// Strings and white space are read by hand: a regular expression keeps a backtracking state per character and fails after some megabytes.
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const WORD = /true|false|null/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const [QUOTE, BACKSLASH, SPACE, TAB, LINE_FEED, RETURN] = [0x22, 0x5c, 0x20, 0x09, 0x0a, 0x0d];

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
    const found = at < text.length ? JSON.stringify(text.slice(at, at + 12)) : l10n.t('the end');
    throw new JsonSyntaxError(l10n.t('Expected {0}, found {1}.', expected, found), at);
  }
  function skipSpace(): void {
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code !== SPACE && code !== LINE_FEED && code !== RETURN && code !== TAB) return;
    }
  }
  function punctuation(character: string): boolean {
    skipSpace();
    if (text[at] !== character) return false;
    at += 1;
    return true;
  }
  function string(expected: string): { value: string } & Span {
    skipSpace();
    const start = at;
    const end = text[at] === '"' ? endOfString() : undefined;
    if (end === undefined) fail(expected);
    at = end;
    return { start, end, value: JSON.parse(text.slice(start, end)) as string };
  }
  /** Undefined where the string that starts here isn't one. */
  function endOfString(): number | undefined {
    for (let here = at + 1; here < text.length; here++) {
      const code = text.charCodeAt(here);
      if (code === QUOTE) return here + 1;
      if (code < SPACE) return undefined;
      if (code !== BACKSLASH) continue;
      ESCAPE.lastIndex = here;
      const escape = ESCAPE.exec(text)?.[0];
      if (escape === undefined) return undefined;
      here += escape.length - 1;
    }
    return undefined;
  }
  function object(start: number, depth: number): JsonNode {
    const members: JsonMember[] = [];
    if (!punctuation('}')) {
      do {
        const key = string(l10n.t('a key in double quotes'));
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
    skipSpace();
    const start = at;
    if (depth > MAX_DEPTH) throw new JsonSyntaxError(l10n.t('Nested too deeply.'), at);
    const first = text[at];
    if (first === '"') return { kind: 'string', ...string(l10n.t('a string')) };
    if (first === '{' || first === '[') {
      at += 1;
      return (first === '{' ? object : array)(start, depth);
    }
    const number = take(NUMBER);
    if (number !== undefined) return { kind: 'number', start, end: at, source: number };
    const word = take(WORD);
    if (word === undefined) fail(l10n.t('a value'));
    if (word === 'null') return { kind: 'null', start, end: at };
    return { kind: 'boolean', start, end: at, value: word === 'true' };
  }

  const root = value(0);
  skipSpace();
  if (at < text.length) fail(l10n.t('the end'));
  return root;
}

/** Like readJson, but undefined for a text that isn't JSON. */
export function tryReadJson(text: string): JsonNode | undefined {
  try {
    return readJson(text);
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined;
    throw error;
  }
}

/** The value of a member, the last one of duplicates (as in JSON.parse), or undefined. */
export function memberOf(node: JsonNode, key: string): JsonNode | undefined {
  return node.kind === 'object'
    ? node.members.findLast((member) => member.key === key)?.value
    : undefined;
}

/** As JSON.parse would have it: numbers may lose digits. */
export function valueOf(node: JsonNode): unknown {
  switch (node.kind) {
    case 'object':
      return Object.fromEntries(node.members.map(({ key, value }) => [key, valueOf(value)]));
    case 'array':
      return node.items.map(valueOf);
    case 'number':
      return Number(node.source);
    case 'null':
      return null;
    case 'string':
    case 'boolean':
      return node.value;
  }
}
