/** Quantities and amounts of one list: all amounts have the same number of decimals. */
import { compareDecimals, isZero } from '../../../core/billing/decimal.ts';
import type { ExplainedPrice, Explanation } from '../../../core/billing/explanation.ts';
import {
  exactMoney,
  moneyChange,
  moneyFormat,
  quantityText,
  type Money,
} from '../../../core/billing/money.ts';
import type { BillingTexts } from '../../../core/texts/billing.ts';
import { fill } from '../../fill.ts';
import type { Figure } from './parts.ts';

export interface Figures {
  quantity(price: ExplainedPrice, before: ExplainedPrice | undefined): Figure;
  /** With edits: what it is more or less. */
  amount(price: ExplainedPrice, before: ExplainedPrice | undefined): Figure;
  /** One for each currency of either explanation. */
  totals(now: Explanation, before: Explanation | undefined): readonly Figure[];
  /** Sums in several currencies, in one line. */
  sum(total: readonly Money[]): string;
}

/** @param explanations whose figures are shown together */
export function figuresOf(texts: BillingTexts, explanations: readonly Explanation[]): Figures {
  const list = explanations.flatMap(({ prices, total }) => [
    ...prices,
    ...total,
    ...prices.flatMap(({ wouldCount }) => wouldCount?.total ?? []),
  ]);
  const format = moneyFormat(list);
  const limited = (text: string, isAtMost: boolean) => (isAtMost ? fill(texts.atMost, text) : text);
  const total = ({ total: sums, totalIsAtMost }: Explanation, currency: string) => {
    const amount = sums.find((each) => each.currency === currency)?.amount ?? '0';
    const money = { currency, amount };
    return { text: limited(format.amount(money), totalIsAtMost), title: exactMoney(money) };
  };
  return {
    quantity(price, before) {
      const text = quantityText(price.quantity);
      return before === undefined ? { text } : { before: quantityText(before.quantity), text };
    },
    amount(price, before) {
      if (before === undefined) {
        const text = limited(format.amount(price), isAtMost(price));
        return { text, title: exactMoney(price) };
      }
      const changes = moneyChange([before], [price]);
      return {
        text: changes.map((change) => format.change(change)).join(' '),
        title: changes.map(exactMoney).join(' '),
      };
    },
    totals(now, before) {
      const currencies = new Set([...(before?.total ?? []), ...now.total].map((m) => m.currency));
      return [...currencies].map((currency) => {
        const { text, title } = total(now, currency);
        const was = before && total(before, currency).text;
        return was === undefined || was === text ? { text, title } : { before: was, text, title };
      });
    },
    sum: (sums) => sums.map(format.amount).join(' + '),
  };
}

const isAtMost = ({ model, amount }: ExplainedPrice) =>
  model.certainty === 'atMost' && !isZero(amount);

/** True if the edits change what the price counts or costs. */
export const isChanged = (price: ExplainedPrice, before: ExplainedPrice): boolean =>
  compareDecimals(price.quantity, before.quantity) !== 0 ||
  compareDecimals(price.amount, before.amount) !== 0;
