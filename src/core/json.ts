/**
 * Lossless JSON: numbers, member order and duplicate keys survive, because they are money.
 * Two readings of one text: `parseJson` gives values to compute with, `readJson` gives a tree with positions and the
 * source of every number, for what JavaScript objects can't hold (member order, duplicate keys).
 */

/** A number that JavaScript would print differently from how it was written, such as 1.0 or 9007199254740993. */
export interface RawNumber {
  readonly rawJSON: string;
}

export type Json =
  string | boolean | null | number | RawNumber | readonly Json[] | { readonly [key: string]: Json };

// TypeScript's libraries don't declare these parts of ES2025 yet; Node >= 21 and Chromium >= 114 have them.
interface RawJsonSupport {
  rawJSON(text: string): RawNumber;
  isRawJSON(value: unknown): value is RawNumber;
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
  ): unknown;
}
const RawJson = JSON as unknown as RawJsonSupport;

/** True for numbers that `parseJson` kept as they were written. */
export function isRawNumber(value: unknown): value is RawNumber {
  return RawJson.isRawJSON(value);
}

/** Keeps a number token as it is written: a plain number where JavaScript prints it the same, else a RawNumber. */
function toNumber(source: string): number | RawNumber {
  const value = Number(source);
  return String(value) === source ? value : RawJson.rawJSON(source);
}

/**
 * Parses JSON text to values, keeping numbers as they were written.
 * @throws SyntaxError as JSON.parse does.
 */
export function parseJson(text: string): Json {
  return RawJson.parse(text, (_key, value, context) =>
    typeof value === 'number' && context.source !== undefined ? toNumber(context.source) : value,
  ) as Json;
}

/** Prints values as compact JSON; RawNumbers come out as they were written. */
export function printJson(value: unknown): string {
  return JSON.stringify(value);
}

/** A number's text: `1.0` for a RawNumber, what JavaScript prints for a plain one. */
export function numberSource(value: number | RawNumber): string {
  return typeof value === 'number' ? String(value) : value.rawJSON;
}
