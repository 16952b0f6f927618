/**
 * Reads JSON text token by token without building anything, so that a large text can be read in pieces, and an incomplete text isn't
 * taken for an invalid one.
 */

export type JsonToken = '{' | '}' | '[' | ']' | ',' | ':' | 'text' | 'word';

/** Why there is no next token: all values are complete, the text ends within one, or it isn't JSON. */
export type JsonEnd = 'end' | 'open' | 'broken';

/** A number, or true, false or null: what exactly is up to the caller. */
const WORD = /[-+.\w]+/y;

type Expected = 'value' | 'valueOrEnd' | 'key' | 'keyOrEnd' | 'colon' | 'commaOrEnd';

/** Reads one value after the other, with white space between them. */
export class JsonScan {
  /** Where the last token starts and ends, in UTF-16 units. */
  start = 0;
  end = 0;
  /** Of open objects and lists, the last token included. */
  depth = 0;
  #open: ('{' | '[')[] = [];
  #expected: Expected = 'value';

  /** @param end where reading starts */
  constructor(
    readonly text: string,
    end = 0,
  ) {
    this.end = end;
  }

  next(): JsonToken | JsonEnd {
    let at = this.end;
    let code = this.text.charCodeAt(at);
    while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) {
      code = this.text.charCodeAt(++at);
    }
    this.start = at;
    if (at >= this.text.length) {
      this.end = at;
      return this.depth === 0 && this.#expected === 'value' ? 'end' : 'open';
    }
    const token = this.#token(this.text[at] ?? '');
    if (token === 'open' || token === 'broken') return token;
    return this.#takes(token) ? token : 'broken';
  }

  #token(first: string): JsonToken | 'open' | 'broken' {
    this.end = this.start + 1;
    switch (first) {
      case '{':
      case '}':
      case '[':
      case ']':
      case ',':
      case ':':
        return first;
      case '"':
        return this.#string();
      default:
        WORD.lastIndex = this.start;
        this.end = this.start + (WORD.exec(this.text)?.[0].length ?? 0);
        return this.end === this.start ? 'broken' : 'word';
    }
  }

  #string(): JsonToken | 'open' | 'broken' {
    for (let at = this.end; at < this.text.length; at++) {
      const code = this.text.charCodeAt(at);
      if (code === 0x5c) at++;
      else if (code < 0x20) return 'broken';
      else if (code === 0x22) {
        this.end = at + 1;
        return 'text';
      }
    }
    this.end = this.text.length;
    return 'open';
  }

  #takes(token: JsonToken): boolean {
    const expected = this.#expected;
    switch (token) {
      case '{':
      case '[':
        if (expected !== 'value' && expected !== 'valueOrEnd') return false;
        this.#open.push(token);
        this.depth++;
        this.#expected = token === '{' ? 'keyOrEnd' : 'valueOrEnd';
        return true;
      case '}':
      case ']': {
        const isObject = token === '}';
        if (expected !== 'commaOrEnd' && expected !== (isObject ? 'keyOrEnd' : 'valueOrEnd')) {
          return false;
        }
        if (this.#open.pop() !== (isObject ? '{' : '[')) return false;
        this.depth--;
        this.#afterValue();
        return true;
      }
      case ',':
        if (expected !== 'commaOrEnd') return false;
        this.#expected = this.#open.at(-1) === '{' ? 'key' : 'value';
        return true;
      case ':':
        if (expected !== 'colon') return false;
        this.#expected = 'value';
        return true;
      case 'text':
        if (expected === 'key' || expected === 'keyOrEnd') {
          this.#expected = 'colon';
          return true;
        }
        return this.#scalar();
      case 'word':
        return this.#scalar();
    }
  }

  #scalar(): boolean {
    if (this.#expected !== 'value' && this.#expected !== 'valueOrEnd') return false;
    this.#afterValue();
    return true;
  }

  #afterValue(): void {
    this.#expected = this.depth === 0 ? 'value' : 'commaOrEnd';
  }
}
