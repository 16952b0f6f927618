/** What is at a position in the JSON of an event. Also handles invalid JSON, which is the normal case while typing. */
import type { Span } from '../core/jsonTree.ts';

interface Token extends Span {
  /** An `open` string has no closing quote yet; it ends with the word that is being typed. */
  readonly kind: 'string' | 'open' | 'number' | 'word' | 'none';
}

export interface Place {
  /** Whether a key is here, or the value of the last key of the path. */
  readonly role: 'key' | 'value';
  /** The keys that lead to this value, or to the object of this key; empty for a field of the event. */
  readonly path: readonly string[];
  /** The token here, including quotes; empty and of kind `none` where a key or value is missing. */
  readonly token: Token;
  /** For a key: the other keys of its object. */
  readonly siblings: readonly string[];
}

/** An object or array around the position. */
interface Frame {
  readonly isObject: boolean;
  next: 'key' | 'colon' | 'value' | 'comma';
  readonly keys: Span[];
}

/**
 * @param text one event, complete or not
 * @returns undefined where no key or value of an object is possible: after a value, in an array, outside the event
 */
export function placeAt(text: string, offset: number): Place | undefined {
  const reader = new Reader(text, offset);
  for (;;) {
    const frame = reader.frames.at(-1);
    const token = reader.peek();
    // Right before a value means the value; right before a key means a new key.
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

/** Whether the value follows later on the same line. What starts on another line is probably the next key. */
function isValue(text: string, offset: number, token: Token | Mark | undefined): boolean {
  if (token === undefined || text.slice(offset, token.start).includes('\n')) return false;
  return token.kind !== 'mark' || text[token.start] === '{' || text[token.start] === '[';
}

/** @returns undefined where nothing can be inserted */
function roleOf({ next }: Frame, token: Token, offset: number): Place['role'] | undefined {
  // After its closing quote a string is complete.
  if (token.kind === 'string' && offset === token.end) return undefined;
  if (next === 'value') return 'value';
  if (next === 'key') return token.kind === 'number' ? undefined : 'key';
  // A key without a comma before it.
  return next === 'comma' && (token.kind === 'string' || token.kind === 'open') ? 'key' : undefined;
}

/** The text of a string token, which may lack its closing quote. */
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

/** The typed part of a word, and what may follow a complete string. */
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

/** Reads the structure token by token. Works on character codes, since it runs for every key pressed in an event of up to a megabyte. */
class Reader {
  readonly frames: Frame[] = [];
  readonly #text: string;
  readonly #cursor: number;
  #at = 0;

  constructor(text: string, cursor: number) {
    this.#text = text;
    this.#cursor = cursor;
  }

  /** The next token without consuming it; undefined at the end. */
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

  /** Reads to the end of the object `frame`. */
  finish(frame: Frame): void {
    const depth = this.frames.length;
    while (this.frames[depth - 1] === frame) {
      const token = this.peek();
      if (token === undefined) return;
      this.accept(token);
    }
  }

  /** The keys that lead to the current object. @param own includes the innermost key */
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
        // The quote may start the next string instead of ending this one: `"cha,"timestamp"`.
        AFTER_STRING.lastIndex = end;
        if (isTyped(end) && !AFTER_STRING.test(text)) return this.#open(start);
        return { kind: 'string', start, end };
      }
    }
    end = Math.min(end, text.length);
    return isTyped(end + 1) ? this.#open(start) : { kind: 'open', start, end };
  }

  /** A string that is being typed: it ends with the word at the cursor. */
  #open(start: number): Token {
    TYPED.lastIndex = this.#cursor;
    TYPED.test(this.#text);
    return { kind: 'open', start, end: TYPED.lastIndex };
  }
}
