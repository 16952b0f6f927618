/**
 * What parsing a JSON text would have to build, counted while its bytes come in, so that a text made to exhaust its parser is rejected
 * first. The text needn't be valid JSON: a parser stops at the first mistake, and everything before that is counted correctly.
 */

export interface JsonLimits {
  /** Levels of objects and arrays. */
  readonly depth: number;
  /** Values in objects and arrays, these included. */
  readonly values: number;
  /** Bytes of one string or number. */
  readonly length: number;
}

const [QUOTE, BACKSLASH, COMMA, SPACE] = [0x22, 0x5c, 0x2c, 0x20];
const [OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE, COLON] = [
  0x5b, 0x5d, 0x7b, 0x7d, 0x3a,
];

export class JsonMeter {
  #isInString = false;
  #isEscaped = false;
  #depth = 0;
  #values = 0;
  #length = 0;
  #exceeded: keyof JsonLimits | undefined;

  constructor(private readonly limits: JsonLimits) {}

  /** @param bytes the next ones of a UTF-8 text @returns the first limit that the text has exceeded so far */
  add(bytes: Uint8Array): keyof JsonLimits | undefined {
    const { limits } = this;
    let [isInString, isEscaped] = [this.#isInString, this.#isEscaped];
    let [depth, values, length] = [this.#depth, this.#values, this.#length];
    let exceeded = this.#exceeded;
    for (let at = 0; at < bytes.length && exceeded === undefined; at++) {
      const byte = bytes[at];
      length++;
      if (length > limits.length) exceeded = 'length';
      if (isInString) {
        if (isEscaped) isEscaped = false;
        else if (byte === BACKSLASH) isEscaped = true;
        else if (byte === QUOTE) {
          isInString = false;
          length = 0;
        }
        continue;
      }
      switch (byte ?? 0) {
        case QUOTE:
          isInString = true;
          break;
        case OPEN_BRACE:
        case OPEN_BRACKET:
          depth++;
          values++;
          length = 0;
          if (depth > limits.depth) exceeded = 'depth';
          break;
        case COMMA:
          values++;
          length = 0;
          break;
        case CLOSE_BRACE:
        case CLOSE_BRACKET:
          depth--;
          length = 0;
          break;
        case COLON:
        case SPACE:
        case 0x09:
        case 0x0a:
        case 0x0d:
          length = 0;
      }
      if (values > limits.values) exceeded = 'values';
    }
    this.#exceeded = exceeded;
    [this.#isInString, this.#isEscaped] = [isInString, isEscaped];
    [this.#depth, this.#values, this.#length] = [depth, values, length];
    return exceeded;
  }
}
