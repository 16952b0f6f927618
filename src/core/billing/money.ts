/** Amounts as Orb reports them: added exactly, shown with two to four decimals in the language of the interface. */
import { numberFormat } from '../language.ts';
import {
  addDecimals,
  compareDecimals,
  decimalsOf,
  isZero,
  plainDecimal,
  subtractDecimals,
} from './decimal.ts';

export interface Money {
  /** An ISO 4217 code, or the name of a unit that isn't money, such as `credits`. */
  readonly currency: string;
  /** A decimal number, as Orb wrote it or the exact sum of such numbers. */
  readonly amount: string;
}

/** One sum for each currency, in the order of their first amounts. @throws RangeError for an amount that isn't a decimal number */
export function sumMoney(amounts: readonly Money[]): readonly Money[] {
  const sums = new Map<string, string>();
  for (const { currency, amount } of amounts) {
    sums.set(currency, addDecimals(sums.get(currency) ?? '0', amount));
  }
  return [...sums].map(([currency, amount]) => ({ currency, amount }));
}

/** What `after` is more than `before` (negative: less), for each currency of either; 0 for equal sums. @throws RangeError */
export function moneyChange(before: readonly Money[], after: readonly Money[]): readonly Money[] {
  const negated = before.map(({ currency, amount }) => ({
    currency,
    amount: subtractDecimals('0', amount),
  }));
  return sumMoney([...negated, ...after]);
}

type Write = (amount: string) => string;
const MIN_DECIMALS = 2;
const MAX_DECIMALS = 4;

/** How the amounts of one list are written. */
export interface MoneyFormat {
  /** `$0.1250`, `1.50 credits` */
  readonly amount: (money: Money) => string;
  /** `+$0.0125`, `−$0.1250` */
  readonly change: (money: Money) => string;
}

/**
 * The format of a list: as many decimals as its amounts need, at least two and at most four, the same for all. Amounts in several
 * currencies show their codes, since several have the sign `$`.
 * @throws RangeError for an amount that isn't a decimal number
 */
export function moneyFormat(list: readonly Money[]): MoneyFormat {
  const needed = Math.max(MIN_DECIMALS, ...list.map(({ amount }) => decimalsOf(amount)));
  const decimals = Math.min(MAX_DECIMALS, needed);
  const hasOneCurrency = new Set(list.map(({ currency }) => currency)).size < 2;
  const write = ({ currency, amount }: Money, sign: 'auto' | 'exceptZero') =>
    writer(currency, decimals, hasOneCurrency ? 'narrowSymbol' : 'code', sign)(amount);
  return {
    amount: (money) => write(money, 'auto'),
    change: (money) => write(money, 'exceptZero'),
  };
}

const writers = new Map<string, Write>();

/** Creating a format takes a thousand times longer than using it. */
function writer(
  currency: string,
  decimals: number,
  currencyDisplay: 'narrowSymbol' | 'code',
  signDisplay: 'auto' | 'exceptZero',
): Write {
  const code = isMoney(currency) ? currency.toUpperCase() : '';
  const key = [code, decimals, currencyDisplay, signDisplay].join();
  const known = writers.get(key);
  const number = known ?? newWriter(code, decimals, currencyDisplay, signDisplay);
  if (known === undefined) writers.set(key, number);
  return code === '' ? (amount) => `${number(amount)} ${currency}` : number;
}

function newWriter(
  code: string,
  decimals: number,
  currencyDisplay: 'narrowSymbol' | 'code',
  signDisplay: 'auto' | 'exceptZero',
): Write {
  const format = numberFormat({
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    signDisplay,
    ...(code !== '' && { style: 'currency', currency: code, currencyDisplay }),
  });
  // English has a hyphen here, which is too short next to a plus sign.
  return (amount) => format(plainDecimal(amount) as `${number}`).replace('-', '\u2212');
}

let currencies: ReadonlySet<string> | undefined;

/** False for Orb's custom units, such as `credits`. */
export function isMoney(currency: string): boolean {
  currencies ??= new Set(Intl.supportedValuesOf('currency'));
  return currencies.has(currency.toUpperCase());
}

/** `0.137825 USD`: all digits, for the title of an amount. @throws RangeError */
export function exactMoney({ currency, amount }: Money): string {
  const code = isMoney(currency) ? currency.toUpperCase() : currency;
  return `${exactNumber(plainDecimal(amount) as `${number}`)} ${code}`;
}

const exactNumber = numberFormat({ maximumFractionDigits: 20 });

/** `9,007,199,254,740,993`: a quantity with all its digits. @throws RangeError */
export const quantityText = (quantity: string): string =>
  exactNumber(plainDecimal(quantity) as `${number}`);

/**
 * A price for one unit as people say it: `0.000001` is `1.00` for 1,000,000.
 * @returns the amount for `per` units, a power of 1,000, such that it isn't below a hundredth
 * @throws RangeError
 */
export function readableRate(unitAmount: string): {
  readonly amount: string;
  readonly per: string;
} {
  let amount = plainDecimal(unitAmount);
  let per = '1';
  for (let step = 0; step < 5 && !isZero(amount) && compareDecimals(amount, '0.01') < 0; step++) {
    amount = plainDecimal(`${amount}e3`);
    per += '000';
  }
  return { amount, per };
}
