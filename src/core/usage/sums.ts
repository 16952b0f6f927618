/** Exact sums of any part of a series, so that a range can be moved without adding its steps again. */
import { addDecimals, subtractDecimals } from '../billing/decimal.ts';
import type { Span } from '../timeSeries.ts';
import type { Decimals } from './usageSeries.ts';

/** @returns the sum of a part; null where Orb reported nothing in it */
export function sumsOf(values: Decimals): (span: Span) => string | null {
  const sums: string[] = ['0'];
  const reported: number[] = [0];
  values.forEach((value, index) => {
    const last = sums[index] ?? '0';
    sums.push(value === null || value === '0' ? last : addDecimals(last, value));
    reported.push((reported[index] ?? 0) + (value === null ? 0 : 1));
  });
  return ({ from, to }) => {
    if ((reported[to] ?? 0) === (reported[from] ?? 0)) return null;
    return subtractDecimals(sums[to] ?? '0', sums[from] ?? '0');
  };
}
