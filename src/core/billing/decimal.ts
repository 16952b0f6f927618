/** Exact decimal arithmetic on the numbers that Orb writes, which may have more digits than a JavaScript number can hold. */

/** `units / 10 ** scale`. */
interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

const DECIMAL = /^([+-]?\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
/** Far more digits than any amount has; more would only cost time and memory. */
const MAX_DIGITS = 200;

/** True for a decimal number such as `-0.000001250` or `1.5e3`. */
export const isDecimal = (text: string): boolean => parse(text) !== undefined;

function parse(text: string): Decimal | undefined {
  const [, whole = '', fraction = '', exponent = '0'] = DECIMAL.exec(text) ?? [];
  const scale = fraction.length - Number(exponent);
  if (whole === '' || whole.length + fraction.length > MAX_DIGITS) return undefined;
  if (Math.abs(scale) > MAX_DIGITS) return undefined;
  const units = BigInt(whole + fraction);
  return scale >= 0 ? { units, scale } : { units: units * 10n ** BigInt(-scale), scale: 0 };
}

/** @throws RangeError for a text that isn't a decimal number */
function read(text: string): Decimal {
  const decimal = parse(text);
  if (decimal === undefined) throw new RangeError(`Not a decimal number: ${text.slice(0, 40)}`);
  return decimal;
}

/** Both numbers in units of the smaller decimal place. */
function aligned(a: string, b: string) {
  const [x, y] = [read(a), read(b)];
  const scale = Math.max(x.scale, y.scale);
  const at = (number: Decimal) => number.units * 10n ** BigInt(scale - number.scale);
  return { x: at(x), y: at(y), scale };
}

function textOf(units: bigint, scale: number): string {
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0');
  const cut = digits.length - scale;
  const fraction = scale === 0 ? '' : `.${digits.slice(cut)}`;
  return `${units < 0n ? '-' : ''}${digits.slice(0, cut)}${fraction}`;
}

/** `0.1250` and `0.0004` are `0.1254`, with as many decimals as the longer one. @throws RangeError */
export function addDecimals(a: string, b: string): string {
  const { x, y, scale } = aligned(a, b);
  return textOf(x + y, scale);
}

/** `a - b`. @throws RangeError */
export function subtractDecimals(a: string, b: string): string {
  const { x, y, scale } = aligned(a, b);
  return textOf(x - y, scale);
}

/** @throws RangeError */
export function multiplyDecimals(a: string, b: string): string {
  const [x, y] = [read(a), read(b)];
  return textOf(x.units * y.units, x.scale + y.scale);
}

/**
 * `a / b`, cut after this number of decimals.
 * @param b not zero
 * @throws RangeError
 */
export function divideDecimals(a: string, b: string, decimals: number): string {
  const { x, y } = aligned(a, b);
  return textOf((x * 10n ** BigInt(decimals)) / y, decimals);
}

/** Negative when `a` is less than `b`, 0 when they are the same number however they are written. @throws RangeError */
export function compareDecimals(a: string, b: string): number {
  const { x, y } = aligned(a, b);
  return x < y ? -1 : x > y ? 1 : 0;
}

/** @throws RangeError */
export const isZero = (text: string): boolean => read(text).units === 0n;

/** The number without an exponent or insignificant zeros: `1.50e1` is `15`. @throws RangeError */
export function plainDecimal(text: string): string {
  let { units, scale } = read(text);
  for (; scale > 0 && units % 10n === 0n; scale--) units /= 10n;
  return textOf(units, scale);
}

/** How many decimals the number needs. @throws RangeError */
export const decimalsOf = (text: string): number => plainDecimal(text).split('.')[1]?.length ?? 0;
