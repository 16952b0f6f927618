/** What is unfolded below a price: its metric's SQL, its filter, and how it is priced. */
import type { ApplicablePrice } from '../../../core/billing/explanation.ts';
import { moneyFormat, quantityText, readableRate } from '../../../core/billing/money.ts';
import type { BillingTexts } from '../../../core/texts/billing.ts';
import { visible } from '../../../std/visible.ts';
import { fill } from '../../fill.ts';
import type { PriceDetail } from './parts.ts';

/** What is known of a metric's SQL. */
export type KnownSql = { readonly sql: string } | 'reading' | 'failed' | undefined;

export function detailOf(
  texts: BillingTexts,
  price: ApplicablePrice,
  known: KnownSql,
): PriceDetail {
  const sql = typeof known === 'object' ? known.sql : undefined;
  const note =
    price.metricId === null ? texts.noMetric : known === 'failed' ? texts.noSql : texts.readingSql;
  return {
    sql,
    note: sql === undefined ? note : undefined,
    filter: price.filter === null ? undefined : fill(texts.filter, visible(price.filter)),
    rate: rateOf(texts, price),
  };
}

/** `$1.00 per 1,000,000, unit price` */
function rateOf(texts: BillingTexts, { model, currency }: ApplicablePrice): string {
  const { type, unitAmount } = model;
  if (type === 'unit' && unitAmount !== undefined) {
    const { amount, per } = readableRate(unitAmount);
    const money = { currency, amount };
    const text = moneyFormat([money]).amount(money);
    return per === '1'
      ? fill(texts.unitPriceEach, text)
      : fill(texts.unitPrice, text, quantityText(per));
  }
  const { tieredPrice, packagePrice, bulkPrice } = texts;
  const known: Partial<Record<string, string>> = {
    tiered: tieredPrice,
    package: packagePrice,
    bulk: bulkPrice,
  };
  return known[type] ?? fill(texts.otherModel, visible(type));
}

/** What amounts of an event alone leave open, for the prices that count it. */
export function notesOf(
  texts: BillingTexts,
  prices: readonly Pick<ApplicablePrice, 'model'>[],
): readonly string[] {
  const open = prices.filter(({ model }) => model.certainty !== 'exact');
  const hasTiers = ({ model: { type } }: Pick<ApplicablePrice, 'model'>) =>
    type === 'bulk' || type.includes('tiered');
  return [
    ...(open.some(hasTiers) ? [texts.tiers] : []),
    ...(open.some((price) => !hasTiers(price)) ? [texts.alone] : []),
  ];
}
