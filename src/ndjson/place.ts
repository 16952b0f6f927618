/** Where in the JSON of one event somebody points or types. Reads broken JSON as well: while somebody types, it mostly is. */
import type { Span } from '../core/jsonTree.ts';

interface Token extends Span {
  /** An `open` string has no end yet; as a token it ends with the word that is being typed. */
  readonly kind: 'string' | 'open' | 'number' | 'word' | 'none';
}

export interface Place {
  /** What is written there: a key, or the value of the last key of the path. */
  readonly role: 'key' | 'value';
  /** The keys from the event to this value, or to the object of this key: empty for a key of the event itself. */
  readonly path: readonly string[];
  /** What stands there, quotes included; of kind `none`, and empty, where a key or value is still missing. */
  readonly token: Token;
  /** Of a key: the other keys of its object. */
  readonly siblings: readonly string[];
}

/** An object or list that the reader is in. */
interface Frame {
  readonly isObject: boolean;
  next: 'key' | 'colon' | 'value' | 'comma';
  readonly keys: Span[];
}

/**
 * @param text one event, whole or broken
 * @returns undefined where neither a key nor a value of an object can stand: after a value, in a list, outside
 */
export function placeAt(text: string, offset: number): Place | undefined {
  const reader = new Reader(text, offset);
  for (;;) {
    const frame = reader.frames.at(-1);
    const token = reader.peek();
    // Directly before a value is its place; before a key there is room for another one.
    const isBefore =
      token === undefined ||
      token.start > offset ||
      (token.start === offset && (token.kind === 'mark' || frame?.next !== 'value'));
    if (!isBefore && (token.kind === 'mark' || token.end < offset)) {
      reader.accept(token);
      continue;
    }
    if (frame?.isObject !== true) return undefined;
    if (isBefore && frame.next === 'value' && isValue(text, offset, token)) return undefined;
    const here: Token = isBefore ? { kind: 'none', start: offset, end: offset } : (token as Token);
    const role = roleOf(frame, here, offset);
    if (role === undefined) return undefined;
    const path = reader.path(role === 'value');
    if (role === 'value') return { role, path, token: here, siblings: [] };
    reader.finish(frame);
    const siblings = frame.keys.filter(({ start }) => isBefore || start !== token.start);
    return { role, path, token: here, siblings: siblings.map((key) => wordOf(text, key)) };
  }
}

/** The value stands a little behind the place. What begins on another line is rather the next key. */
function isValue(text: string, offset: number, token: Token | Mark | undefined): boolean {
  if (token === undefined || text.slice(offset, token.start).includes('\n')) return false;
  return token.kind !== 'mark' || text[token.start] === '{' || text[token.start] === '[';
}

/** Undefined where nothing may be written. */
function roleOf({ next }: Frame, token: Token, offset: number): Place['role'] | undefined {
  // Behind its closing quote a string is done.
  if (token.kind === 'string' && offset === token.end) return undefined;
  if (next === 'value') return 'value';
  if (next === 'key') return token.kind === 'number' ? undefined : 'key';
  // A key whose comma before it is missing.
  return next === 'comma' && (token.kind === 'string' || token.kind === 'open') ? 'key' : undefined;
}

/** The characters of a string token, also of one without its end. */
export function wordOf(text: string, { start, end }: Span): string {
  const source = text.slice(start, end);
  const inner = source.slice(1, source.endsWith('"') && source.length > 1 ? -1 : undefined);
  if (!inner.includes('\\')) return inner;
  try {
    return JSON.parse(`"${inner}"`) as string;
  } catch {
    return inner;
  }
}

type Mark = Span & { readonly kind: 'mark' };

/** The typed part of a word, and what may follow a whole string. */
const TYPED = /[\w.-]*/y;
const AFTER_STRING = /[\t\n\r ,:\]}]|$/y;

const [QUOTE, BACKSLASH, LINE_FEED, RETURN, TAB, SPACE] = [0x22, 0x5c, 0x0a, 0x0d, 0x09, 0x20];
const isSpace = (code: number) =>
  code === SPACE || code === LINE_FEED || code === RETURN || code === TAB;
/** `,` `:` `[` `]` `{` `}` */
const isMark = (code: number) =>
  code === 0x2c ||
  code === 0x3a ||
  code === 0x5b ||
  code === 0x5d ||
  code === 0x7b ||
  code === 0x7d;
/** A digit, or `+`, `-` or `.`. */
const startsNumber = (code: number) =>
  (code >= 0x30 && code <= 0x39) || code === 0x2b || code === 0x2d || code === 0x2e;

/** Follows the structure token by token. By character codes: an event may have a megabyte, and each key pressed asks again. */
class Reader {
  readonly frames: Frame[] = [];
  readonly #text: string;
  readonly #cursor: number;
  #at = 0;

  constructor(text: string, cursor: number) {
    this.#text = text;
    this.#cursor = cursor;
  }

  /** The next token, not taken yet; undefined at the end. */
  peek(): Token | Mark | undefined {
    const text = this.#text;
    let start = this.#at;
    while (start < text.length && isSpace(text.charCodeAt(start))) start += 1;
    this.#at = start;
    if (start === text.length) return undefined;
    const first = text.charCodeAt(start);
    if (first === QUOTE) return this.#string(start);
    let end = start + 1;
    if (isMark(first)) return { kind: 'mark', start, end };
    for (; end < text.length; end += 1) {
      const code = text.charCodeAt(end);
      if (isSpace(code) || isMark(code) || code === QUOTE) break;
    }
    return { kind: startsNumber(first) ? 'number' : 'word', start, end };
  }

  accept(token: Token | Mark): void {
    this.#at = token.end;
    const frame = this.frames.at(-1);
    if (token.kind !== 'mark') {
      if (frame === undefined) return;
      const isKey = frame.isObject && frame.next !== 'value';
      if (isKey) frame.keys.push(token);
      frame.next = isKey ? 'colon' : 'comma';
      return;
    }
    const mark = this.#text[token.start];
    if (mark === '{' || mark === '[') {
      if (frame !== undefined) frame.next = 'comma';
      this.frames.push({ isObject: mark === '{', next: 'key', keys: [] });
    } else if (mark === '}' || mark === ']') this.frames.pop();
    else if (frame !== undefined) frame.next = mark === ',' ? 'key' : 'value';
  }

  /** Reads to the end of an object that it is in. */
  finish(frame: Frame): void {
    const depth = this.frames.length;
    while (this.frames[depth - 1] === frame) {
      const token = this.peek();
      if (token === undefined) return;
      this.accept(token);
    }
  }

  /** The keys of the objects that it is in. @param own the innermost one as well */
  path(own: boolean): readonly string[] {
    const frames = own ? this.frames : this.frames.slice(0, -1);
    return frames.map(({ keys }) => {
      const key = keys.at(-1);
      return key === undefined ? '' : wordOf(this.#text, key);
    });
  }

  #string(start: number): Token {
    const text = this.#text;
    const isTyped = (end: number) => start < this.#cursor && this.#cursor < end;
    let end = start + 1;
    for (; end < text.length; end += 1) {
      const code = text.charCodeAt(end);
      if (code === BACKSLASH) end += 1;
      else if (code === LINE_FEED || code === RETURN) break;
      else if (code === QUOTE) {
        end += 1;
        // A quote that begins the next string did not end this one: `"cha,"timestamp"`.
        AFTER_STRING.lastIndex = end;
        if (isTyped(end) && !AFTER_STRING.test(text)) return this.#open(start);
        return { kind: 'string', start, end };
      }
    }
    end = Math.min(end, text.length);
    return isTyped(end + 1) ? this.#open(start) : { kind: 'open', start, end };
  }

  /** It is being typed: all behind the word at the cursor belongs to what follows. */
  #open(start: number): Token {
    TYPED.lastIndex = this.#cursor;
    TYPED.test(this.#text);
    return { kind: 'open', start, end: TYPED.lastIndex };
  }
}
