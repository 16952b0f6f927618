/** Figures above a chart: a label over a number, and the button that leads to the next gap. */
import { countText } from '../../core/language.ts';
import type { SeriesFigures } from '../../core/seriesFigures.ts';
import { timeAt, type TimeSeries } from '../../core/timeSeries.ts';
import { h, icon, type Child } from '../dom.ts';
import { spanText } from './format.ts';

export const figure = (label: readonly Child[], value: string, more = ''): HTMLElement =>
  h(
    'div',
    { class: 'figure' },
    h('span', { class: 'label' }, ...label),
    h('span', { class: 'value' }, h('b', {}, value), h('span', { class: 'more' }, more)),
  );

/** The number of empty steps, and the first sequence of them. */
export function gapFigure(
  label: string,
  title: string,
  series: TimeSeries,
  { zeroSteps, gaps: [gap] }: SeriesFigures,
  onNextGap: () => void,
): HTMLElement {
  const span = gap && spanText(series, timeAt(series, gap.from), timeAt(series, gap.to));
  const element = h(
    'button',
    { class: 'figure gap', title: zeroSteps > 0 ? title : '' },
    h('span', { class: 'label' }, label),
    h(
      'span',
      { class: 'value' },
      zeroSteps > 0 && icon('warning', 'tone-warning'),
      h('b', {}, countText(zeroSteps)),
      h('span', { class: 'more' }, span ?? ''),
    ),
  );
  element.type = 'button';
  element.addEventListener('click', onNextGap);
  if (zeroSteps === 0) element.setAttribute('aria-disabled', 'true');
  return element;
}
