/** How Orb stores a JSON number: integers in 64 bits, fractions as a double. */

import { withoutEndingZeros } from '../timestamp.ts';

const MAX_INT64 = 2n ** 63n - 1n;
const MIN_INT64 = -(2n ** 63n);
const isInteger = (source: string) => /^-?\d+$/.test(source);

/** True from -9223372036854775808 to 9223372036854775807, the range Orb's guide to ingestion gives. */
export function fits64Bits(source: string): boolean {
  if (isInteger(source)) {
    // For speed only: every 64-bit integer fits in 20 characters; BigInt is slow on a megabyte of digits.
    if (source.length > 20) return false;
    const value = BigInt(source);
    return value >= MIN_INT64 && value <= MAX_INT64;
  }
  const value = Number(source);
  return value >= -(2 ** 63) && value < 2 ** 63;
}

/** A number's digits without leading and trailing zeros, and the power of ten for a point before them: `1.50e3` → `15e4`. */
function normal(source: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(source) ?? [];
  const all = whole + fraction;
  const first = all.search(/[1-9]/);
  if (first === -1) return '0';
  const power = Number(exponent) + whole.length - first;
  return `${sign}${withoutEndingZeros(all.slice(first))}e${power}`;
}

/** False for a number with a fraction or an exponent whose digits a double can't hold; integers keep all digits. */
export function keepsItsDigits(source: string): boolean {
  return isInteger(source) || normal(source) === normal(String(Number(source)));
}

/** True for text that would be a JSON number without its quotes. Long runs of digits are IDs, not amounts. */
export function looksNumeric(text: string): boolean {
  return text.length <= 15 && /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text);
}
