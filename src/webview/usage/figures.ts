/** The figures above the chart: quantity, amount, the peak, and steps without usage. */
import { exactMoney, quantityText } from '../../core/billing/money.ts';
import type { SeriesFigures } from '../../core/seriesFigures.ts';
import type { UsageTexts } from '../../core/texts/usage.ts';
import { timeAt, type Span } from '../../core/timeSeries.ts';
import type { UsageState } from '../../protocol/usage.ts';
import { figure, gapFigure } from '../chart/figureRow.ts';
import { stepText } from '../chart/format.ts';
import { outside } from '../dom.ts';
import type { UsageView } from './usageView.ts';
import { amountOrDash, quantityOrDash } from './words.ts';

export function usageFigures(
  state: UsageState,
  view: UsageView,
  figures: SeriesFigures,
  shown: Span,
  texts: UsageTexts,
  onNextGap: () => void,
): readonly HTMLElement[] {
  const { series, currency, granularity, metricName } = state;
  const amount = view.amount(shown);
  const money = figure([texts.amount], amountOrDash(view, currency, amount));
  if (amount !== null) money.title = exactMoney({ currency, amount });
  const { peak } = figures;
  const peakLabel = granularity === 'day' ? texts.peakDay : texts.peakHour;
  return [
    figure([outside(metricName)], quantityOrDash(view.quantity(shown))),
    money,
    peak === null
      ? figure([peakLabel], '–')
      : figure(
          [peakLabel],
          quantityText(series.quantities[peak.index] ?? String(peak.count)),
          stepText(series, timeAt(series, peak.index)),
        ),
    gapFigure(texts.zero[granularity], texts.nextGap[granularity], series, figures, onNextGap),
  ];
}
