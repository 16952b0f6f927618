/** What the page shows of a state, computed once: exact sums, the format of its amounts, and its groups. */
import { moneyFormat, type MoneyFormat } from '../../core/billing/money.ts';
import type { UsageTexts } from '../../core/texts/usage.ts';
import type { Span } from '../../core/timeSeries.ts';
import { groupCondition } from '../../core/usage/groups.ts';
import { sumsOf } from '../../core/usage/sums.ts';
import type { UsageGroup } from '../../core/usage/usageSeries.ts';
import type { UsageState } from '../../protocol/usage.ts';
import { groupColors } from './groupColors.ts';
import { groupText } from './groupText.ts';

export interface ShownGroup {
  readonly label: string;
  /** For style sheets. */
  readonly color: string;
  /** Adds the group to the filter; null for the others. */
  readonly condition: string | null;
  /** For drawing only. */
  readonly values: readonly number[];
  readonly quantities: UsageGroup['quantities'];
}

export interface UsageView {
  /** The exact sum of some steps; null where Orb reported nothing. */
  quantity(span: Span): string | null;
  amount(span: Span): string | null;
  readonly money: MoneyFormat;
  readonly groups: readonly ShownGroup[];
}

function viewOf({ series, currency, groupBy }: UsageState, texts: UsageTexts): UsageView {
  const { quantities, amounts } = series;
  const reported = amounts.flatMap((amount) => (amount === null ? [] : [{ currency, amount }]));
  const colors = groupColors(series.groups);
  return {
    quantity: sumsOf(quantities),
    amount: sumsOf(amounts),
    money: moneyFormat(reported),
    groups: series.groups.map((group, index) => ({
      color: colors[index] ?? '',
      label: groupText(group, texts),
      condition:
        groupBy === null || group.value === undefined ? null : groupCondition(groupBy, group.value),
      values: group.quantities.map((each) => (each === null || each === '0' ? 0 : Number(each))),
      quantities: group.quantities,
    })),
  };
}

/** @returns the view of a state; the same one for the same state */
export function usageViews(texts: UsageTexts): (state: UsageState) => UsageView {
  let last: { readonly state: UsageState; readonly view: UsageView } | undefined;
  return (state) => {
    if (last?.state !== state) last = { state, view: viewOf(state, texts) };
    return last.view;
  };
}
