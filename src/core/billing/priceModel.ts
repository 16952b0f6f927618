/**
 * What an amount for one event alone says about the invoice. Tiers and packages start empty in an evaluation of the event alone; on the
 * invoice they have been filled by other events (https://docs.withorb.com/product-catalog/prices).
 */
import type { Json } from '../json.ts';
import { compareDecimals, isDecimal } from './decimal.ts';
import type { PriceModel } from './explanation.ts';
import type { Price } from './resources.ts';

export function priceModel({ modelType, config }: Price): PriceModel {
  const unitAmount = modelType === 'unit' ? amountIn(config, 'unit_amount') : undefined;
  return {
    type: modelType,
    ...(unitAmount !== undefined && { unitAmount }),
    certainty: certaintyOf(modelType, config),
  };
}

function certaintyOf(modelType: string, config: Json | undefined): PriceModel['certainty'] {
  switch (modelType) {
    case 'unit':
    case 'matrix':
      return 'exact';
    // A package that another event has begun costs nothing more.
    case 'package':
      return 'atMost';
    case 'tiered':
    case 'bulk':
      return ratesNeverRise(config) ? 'atMost' : 'alone';
    default:
      return 'alone';
  }
}

function ratesNeverRise(config: Json | undefined): boolean {
  const tiers = memberOf(config, 'tiers');
  if (!Array.isArray(tiers)) return false;
  const rates = tiers.map((tier: Json) => amountIn(tier, 'unit_amount'));
  return rates.every((rate, index) => {
    const before = rates[index - 1];
    if (rate === undefined) return false;
    return index === 0 || (before !== undefined && compareDecimals(rate, before) <= 0);
  });
}

function memberOf(value: Json | undefined, key: string): Json | undefined {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, Json>>)[key]
    : undefined;
}

function amountIn(value: Json | undefined, key: string): string | undefined {
  const amount = memberOf(value, key);
  return typeof amount === 'string' && isDecimal(amount) ? amount : undefined;
}
