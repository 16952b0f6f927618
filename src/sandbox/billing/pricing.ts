/**
 * What a quantity costs, exactly, by Orb's price models
 * (https://docs.withorb.com/product-catalog/prices). Amounts for a part of the usage start at the first tier.
 */
import { numberSource, type Json, type RawNumber } from '../../core/json.ts';
import {
  addDecimals,
  compareDecimals,
  divideDecimals,
  multiplyDecimals,
  plainDecimal,
  subtractDecimals,
} from '../../core/billing/decimal.ts';
import type { Settings } from '../settings.ts';
import type { PlanPrice } from './plan.ts';

interface Tier {
  readonly first_unit?: number | RawNumber;
  readonly last_unit?: number | RawNumber | null;
  readonly maximum_units?: number | RawNumber | null;
  readonly unit_amount: string;
}

/** Of a package's share: more decimals than any currency has. */
const SHARE_DECIMALS = 20;

/** @param quantity a decimal number @returns a decimal number */
export function amountOf(
  { model, config }: Pick<PlanPrice, 'model' | 'config'>,
  quantity: string,
  rounding: Settings['packageRounding'],
): string {
  const members = config as Readonly<Record<string, Json>>;
  const tiers = (members['tiers'] ?? []) as unknown as readonly Tier[];
  switch (model) {
    case 'unit':
      return plainDecimal(multiplyDecimals(quantity, members['unit_amount'] as string));
    case 'tiered':
      return plainDecimal(tieredAmount(tiers, quantity));
    case 'bulk':
      return plainDecimal(bulkAmount(tiers, quantity));
    case 'package': {
      const size = numberSource(members['package_size'] as number | RawNumber);
      const amount = members['package_amount'] as string;
      return plainDecimal(
        rounding === 'up'
          ? multiplyDecimals(begunPackages(quantity, size), amount)
          : divideDecimals(multiplyDecimals(quantity, amount), size, SHARE_DECIMALS),
      );
    }
  }
}

/** Each unit costs what its own tier says. `first_unit` is exclusive, `last_unit` inclusive. */
function tieredAmount(tiers: readonly Tier[], quantity: string): string {
  let sum = '0';
  for (const { first_unit: first = 0, last_unit: last, unit_amount: amount } of tiers) {
    const end = last == null ? quantity : lesser(quantity, numberSource(last));
    const units = subtractDecimals(end, numberSource(first));
    if (compareDecimals(units, '0') > 0) sum = addDecimals(sum, multiplyDecimals(units, amount));
  }
  return sum;
}

/** All units cost what the tier of the total says. */
function bulkAmount(tiers: readonly Tier[], quantity: string): string {
  const tier =
    tiers.find(
      ({ maximum_units: most }) =>
        most == null || compareDecimals(quantity, numberSource(most)) <= 0,
    ) ?? tiers.at(-1);
  return multiplyDecimals(quantity, tier?.unit_amount ?? '0');
}

function begunPackages(quantity: string, size: string): string {
  const whole = divideDecimals(quantity, size, 0);
  return compareDecimals(multiplyDecimals(whole, size), quantity) < 0
    ? addDecimals(whole, '1')
    : whole;
}

const lesser = (a: string, b: string): string => (compareDecimals(a, b) < 0 ? a : b);
