/** The row between chart and table: the selection and its actions. */
import type { ChartTexts } from '../../core/texts/chart.ts';
import { timeAt, type TimeSeries } from '../../core/timeSeries.ts';
import { button, h, icon, iconButton, redraw } from '../dom.ts';
import { fill } from '../fill.ts';
import { spanText } from './format.ts';
import { isZoomed, type View } from './view.ts';

export interface SelectionPort {
  zoomIn(): void;
  zoomOut(): void;
  clear(): void;
}

/** A page's text for the selected steps, and its own buttons for them. */
export interface Selected {
  readonly sum: string;
  readonly buttons: readonly HTMLElement[];
}

/** @param said.selected null while nothing is selected; then `hint` is shown */
export function drawSelection(
  element: HTMLElement,
  series: TimeSeries,
  view: View,
  said: { readonly selected: Selected | null; readonly hint: string },
  texts: ChartTexts,
  unit: ChartTexts['hour'],
  port: SelectionPort,
): void {
  const { selection } = view;
  const out = isZoomed(view) && button(texts.zoomOut, 'secondary', () => port.zoomOut());
  redraw(element, () => {
    if (selection === null || said.selected === null) {
      element.replaceChildren(
        h('div', { class: 'chosen' }, h('span', { class: 'muted' }, said.hint)),
        h('div', { class: 'buttons' }, out),
      );
      return;
    }
    const zoom = button('', 'secondary zoom', () => port.zoomIn(), texts.zoomIn);
    zoom.setAttribute('aria-label', texts.zoomIn);
    zoom.append(h('span', { class: 'words' }, texts.zoomIn), icon('zoom-in'));
    const span = spanText(series, timeAt(series, selection.from), timeAt(series, selection.to));
    element.replaceChildren(
      h(
        'div',
        { class: 'chosen' },
        h('b', {}, fill(texts.utc, span)),
        h('span', {}, fill(unit.length, selection.to - selection.from)),
        h('span', { class: 'sum' }, said.selected.sum),
      ),
      h(
        'div',
        { class: 'buttons' },
        ...said.selected.buttons,
        zoom,
        out,
        iconButton('close', texts.clear, () => port.clear()),
      ),
    );
  });
}
