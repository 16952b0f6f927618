/** The columns of the table of usage: by groups, or with the local time where there are none. */
import type { UsageTexts } from '../../core/texts/usage.ts';
import { timeAt } from '../../core/timeSeries.ts';
import type { UsageState } from '../../protocol/usage.ts';
import type { Column } from '../chart/table.ts';
import { localHour, stepText } from '../chart/format.ts';
import { h, icon, outside } from '../dom.ts';
import { fill } from '../fill.ts';
import type { ShownGroup, UsageView } from './usageView.ts';
import { amountOrDash, quantityOrDash } from './words.ts';

export function usageColumns(
  state: UsageState,
  view: UsageView,
  texts: UsageTexts,
): readonly Column[] {
  const { series, granularity, metricName, currency, groupBy } = state;
  const at = (index: number) => timeAt(series, index);
  const head = texts[granularity].head;
  const local: Column = {
    name: 'local',
    title: [texts.local],
    cell: (index) => [granularity === 'hour' ? localHour(at(index)) : ''],
  };
  const groups = view.groups.map(groupColumn);
  return [
    { name: 'hour', title: [head], cell: (index) => [stepText(series, at(index))] },
    ...(groups.length === 0
      ? [local]
      : [topColumn(view.groups, fill(texts.top, groupBy ?? '')), ...groups]),
    {
      name: 'total',
      title: [outside(metricName)],
      cell: (index) => {
        const quantity = series.quantities[index];
        const isZero = series.counts[index] === 0 && at(index) < series.runningMs;
        return [isZero && icon('warning', 'tone-warning'), quantityOrDash(quantity)];
      },
    },
    {
      name: 'amount',
      title: [texts.amount],
      cell: (index) => [amountOrDash(view, currency, series.amounts[index])],
    },
  ];
}

function groupColumn({ label, color, quantities }: ShownGroup): Column {
  const swatch = h('span', { class: 'swatch' });
  swatch.style.background = color;
  return {
    name: 'group',
    title: [swatch, h('bdi', { title: label }, label)],
    cell: (index) => [quantityOrDash(quantities[index])],
  };
}

/** The largest group of each step, where there is no room for all of them. */
function topColumn(groups: readonly ShownGroup[], title: string): Column {
  return {
    name: 'top',
    title: [title],
    cell(index) {
      let top: ShownGroup | undefined;
      for (const group of groups) {
        if ((group.values[index] ?? 0) > (top?.values[index] ?? 0)) top = group;
      }
      if (top === undefined) return ['–'];
      return [h('bdi', {}, top.label), ` ${quantityOrDash(top.quantities[index])}`];
    },
  };
}
