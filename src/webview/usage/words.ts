/** Quantities, amounts, and steps as text. */
import { quantityText } from '../../core/billing/money.ts';
import type { UsageTexts } from '../../core/texts/usage.ts';
import { timeAt } from '../../core/timeSeries.ts';
import type { UsageState } from '../../protocol/usage.ts';
import { localHour, stepText } from '../chart/format.ts';
import { fill } from '../fill.ts';
import type { UsageView } from './usageView.ts';

/** `45,733`; a dash for a step that wasn't read. */
export const quantityOrDash = (quantity: string | null | undefined): string =>
  quantity == null ? '–' : quantityText(quantity);

/** `$1.33`; a dash where Orb reported none. */
export const amountOrDash = (
  { money }: UsageView,
  currency: string,
  amount: string | null | undefined,
): string => (amount == null ? '–' : money.amount({ currency, amount }));

/** `Wed 28 Oct 22:00 UTC, 914,340 Input tokens, $9.14` */
export function spokenStep(
  { series, metricName, currency }: UsageState,
  index: number,
  view: UsageView,
  texts: UsageTexts,
): string {
  const when = stepText(series, timeAt(series, index));
  const quantity = series.quantities[index] ?? null;
  if (quantity === null) return fill(texts.notReadSpoken, when);
  const said = fill(texts.spoken, when, quantityText(quantity), metricName);
  const amount = series.amounts[index] ?? null;
  return amount === null ? said : `${said}, ${view.money.amount({ currency, amount })}`;
}

/** The lines of a step's tooltip. */
export function tooltipLines(
  { series, metricName, currency, granularity }: UsageState,
  index: number,
  view: UsageView,
  texts: UsageTexts,
): readonly string[] {
  const ms = timeAt(series, index);
  return [
    fill(texts.utc, stepText(series, ms)),
    ...(granularity === 'hour' ? [fill(texts.localTime, localHour(ms))] : []),
    ...view.groups.flatMap(({ label, quantities }) => {
      const quantity = quantities[index] ?? '0';
      return quantity === '0' ? [] : [`${label}: ${quantityText(quantity)}`];
    }),
    `${metricName}: ${quantityOrDash(series.quantities[index])}`,
    `${texts.amount}: ${amountOrDash(view, currency, series.amounts[index])}`,
  ];
}
