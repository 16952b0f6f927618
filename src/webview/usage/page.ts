/** The usage page: what one price counted for one customer, hour by hour or day by day. */
import { shortCount } from '../../core/language.ts';
import type { UsageTexts } from '../../core/texts/usage.ts';
import { addCondition } from '../../core/usage/groups.ts';
import type { Remote } from '../../protocol/rpc.ts';
import type { ToHost, UsageState } from '../../protocol/usage.ts';
import { createChartPage, type ChartPage } from '../chart/chartPage.ts';
import type { ViewMemory } from '../chart/viewMemory.ts';
import { button } from '../dom.ts';
import { fill } from '../fill.ts';
import { usageColumns } from './columns.ts';
import { createControls } from './controls.ts';
import { usageFigures } from './figures.ts';
import { groupColors } from './groupColors.ts';
import { createLegend } from './legend.ts';
import { drawProblem } from './problem.ts';
import { createSentIds } from './sentIds.ts';
import { usageViews } from './usageView.ts';
import { amountOrDash, quantityOrDash, spokenStep, tooltipLines } from './words.ts';

export function createPage(
  texts: UsageTexts,
  first: UsageState,
  remote: Remote<ToHost>,
  memory: ViewMemory,
): ChartPage<UsageState> {
  let current = first;
  const ask = (work: Promise<unknown>) => void work.catch(() => undefined);
  const viewOf = usageViews(texts);
  const setDays = () => ask(remote.granularity({ granularity: 'day' }));
  const controls = createControls(texts, {
    choose: (range) => {
      page.showAll();
      ask(remote.choose({ range }));
    },
    granularity: (granularity) => ask(remote.granularity({ granularity })),
    customer: (customer) => ask(remote.customer({ customer })),
    price: (priceId) => ask(remote.price({ priceId })),
    groupBy: (property, other) =>
      ask(remote.groupBy({ property, ...(other === true && { other }) })),
    filter: (filter) => ask(remote.filter({ filter })),
    cancel: () => ask(remote.cancel()),
    retry: () => ask(remote.retry()),
  });
  const legend = createLegend(texts, (condition) =>
    ask(remote.filter({ filter: addCondition(current.filter, condition) })),
  );
  const sentIds = createSentIds(texts, {
    count: (bounds) => remote.sentIds(bounds),
    search: (bounds) => ask(remote.searchSentIds(bounds)),
    redraw: () => page.redrawSelection(),
  });
  const page = createChartPage<UsageState>(
    {
      texts,
      title: texts.title,
      pageName: texts.pageName,
      chart: texts.chart,
      table: texts.table,
      options: { hasLabels: true, lanes: 0, isWhole: false, scaleText: shortCount },
      controls: controls.element,
      legend: legend.element,
      unit: ({ granularity }) => texts[granularity],
      refresh: () => ask(remote.refresh()),
      export: (shown) => ask(remote.export(shown)),
      drawControls: (state, view) => controls.draw(state, view),
      problem: (state) =>
        state.problem &&
        drawProblem(state.problem, {
          groupByDay: setDays,
          replaceKey: () => ask(remote.replaceKey()),
        }),
      figures(state, figures, shown, onNextGap) {
        current = state;
        const view = viewOf(state);
        const totals = view.groups.map(({ values }) =>
          values.slice(shown.from, shown.to).reduce((sum, each) => sum + each, 0),
        );
        legend.draw(view.groups, totals);
        return usageFigures(state, view, figures, shown, texts, onNextGap);
      },
      scene(state, palette, isWide) {
        const { groups } = viewOf(state);
        const colors = groupColors(state.series.groups, palette);
        const gapLength = texts[state.granularity].gapLength;
        return {
          layers:
            groups.length === 0
              ? null
              : groups.map(({ values }, index) => ({ values, color: colors[index] ?? '' })),
          lanes: [],
          words: isWide ? { peak: null, gap: texts.gapLabel, gapLength } : null,
        };
      },
      columns: (state) => usageColumns(state, viewOf(state), texts),
      selected: (state, span, bounds) => ({
        sum: sum(state, span.from, span.to),
        buttons: [
          sentIds.button(state, bounds),
          button(texts.compareWithFile, 'secondary', () => ask(remote.compareWithFile())),
        ],
      }),
      hint: ({ reading, granularity }, { peak }) =>
        peak === null && reading === null ? texts.noUsage : texts[granularity].selectHint,
      spoken: (state, index) => spokenStep(state, index, viewOf(state), texts),
      tooltip: (state, index) => tooltipLines(state, index, viewOf(state), texts),
    },
    first,
    memory,
  );

  /** `10,993,566 Input tokens, $109.94` */
  function sum(state: UsageState, from: number, to: number): string {
    const view = viewOf(state);
    const { metricName, currency } = state;
    const quantity = quantityOrDash(view.quantity({ from, to }));
    const amount = view.amount({ from, to });
    return amount === null
      ? fill(texts.selectedQuantity, quantity, metricName)
      : fill(texts.selected, quantity, metricName, amountOrDash(view, currency, amount));
  }

  return page;
}
