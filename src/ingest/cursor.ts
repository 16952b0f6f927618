/** A position in JSON bytes that advances token by token without creating objects. It works on single lines, so a line break ends the JSON. */

export const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LF = 0x0a;
/** Every number of this many digits fits both a 64-bit integer and a double exactly. */
const SAFE_DIGITS = 15;

const table = (characters: string) => {
  const marked = new Uint8Array(256);
  for (const character of characters) marked[character.charCodeAt(0)] = 1;
  return marked;
};
/** Characters that need no closer look in a string: printable ASCII except the quote and the backslash. */
const plain = new Uint8Array(256).fill(1, 0x20, 0x80);
plain[QUOTE] = plain[BACKSLASH] = 0;
const escapable = table('"\\/bfnrt');
const hex = table('0123456789abcdefABCDEF');
const U = 0x75;

const isDigit = (byte: number) => byte >= 0x30 && byte <= 0x39;
export const toBytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const words = { null: toBytes('null'), true: toBytes('true'), false: toBytes('false') } as const;

export class Cursor {
  protected bytes: Uint8Array = new Uint8Array(0);
  protected at = 0;
  /** Some string isn't ASCII, so the line must still be checked for valid UTF-8. */
  protected wide = false;

  protected byte(at: number): number {
    return this.bytes[at] ?? LF;
  }

  /** Skips white space and returns the byte after it. */
  protected space(): number {
    const byte = this.byte(this.at);
    return byte > 0x20 ? byte : this.#space();
  }

  #space(): number {
    let byte = this.byte(this.at);
    while (byte === 0x20 || byte === 0x09 || byte === 0x0d) byte = this.byte(++this.at);
    return byte;
  }

  protected take(byte: number): boolean {
    // Most files have no white space between tokens.
    if (this.bytes[this.at] !== byte && this.space() !== byte) return false;
    this.at++;
    return true;
  }

  protected atLineEnd(): boolean {
    return this.space() === LF;
  }

  /** Skips the rest of a string and its closing quote. */
  protected string(escapes: 'refused' | 'allowed'): boolean {
    const { bytes } = this;
    for (;;) {
      let { at } = this;
      while (plain[bytes[at] ?? LF] === 1) at++;
      const byte = bytes[at] ?? LF;
      this.at = at + 1;
      if (byte === QUOTE) return true;
      if (byte >= 0x80) this.wide = true;
      else if (byte !== BACKSLASH || escapes === 'refused' || !this.escape()) return false;
    }
  }

  private escape(): boolean {
    const byte = this.byte(this.at++);
    if (byte !== U) return escapable[byte] === 1;
    for (let digits = 0; digits < 4; digits++) {
      if (hex[this.byte(this.at++)] !== 1) return false;
    }
    return true;
  }

  protected word(word: keyof typeof words): boolean {
    for (const byte of words[word]) {
      if (this.byte(this.at++) !== byte) return false;
    }
    return true;
  }

  #pastDigits(from: number): number {
    let at = from;
    while (isDigit(this.byte(at))) at++;
    return at;
  }

  /** Skips a number that every JSON reader keeps exactly: few digits, no exponent. */
  protected shortNumber(): boolean {
    const start = this.byte(this.at) === 0x2d ? this.at + 1 : this.at;
    let at = this.#pastDigits(start);
    const digits = at - start;
    this.at = at;
    if (digits === 0 || (digits > 1 && this.byte(start) === 0x30)) return false;
    if (this.byte(at) !== 0x2e) return digits <= SAFE_DIGITS;
    const point = at;
    at = this.#pastDigits(point + 1);
    this.at = at;
    return at > point + 1 && at - start - 1 <= SAFE_DIGITS;
  }
}
