/** The row between chart and table: the selection and its actions. */
import { countText } from '../../core/language.ts';
import type { VolumeTexts } from '../../core/texts/volume.ts';
import { volumeFigures } from '../../core/volumeFigures.ts';
import { hourAt } from '../../core/volumeSeries.ts';
import type { HourBounds, VolumeState } from '../../protocol/volume.ts';
import { button, h, icon, iconButton, redraw } from '../dom.ts';
import { fill } from '../fill.ts';
import { hourSpan, percent } from '../chart/format.ts';
import { isZoomed, shownHours, type View } from '../chart/view.ts';

export interface SelectionPort {
  search(bounds: HourBounds): void;
  backfill(bounds: HourBounds): void;
  zoomIn(): void;
  zoomOut(): void;
  clear(): void;
}

export function drawSelection(
  element: HTMLElement,
  state: VolumeState,
  view: View,
  texts: VolumeTexts,
  port: SelectionPort,
): void {
  const { series } = state;
  const { selection } = view;
  const out = isZoomed(view) && button(texts.zoomOut, 'secondary', () => port.zoomOut());
  redraw(element, () => {
    if (selection === null) {
      const hint =
        volumeFigures(series, shownHours(view)).peak === null && state.reading === null
          ? texts.noEvents
          : texts.selectHint;
      element.replaceChildren(
        h('div', { class: 'chosen' }, h('span', { class: 'muted' }, hint)),
        h('div', { class: 'buttons' }, out),
      );
      return;
    }
    const bounds = { startMs: hourAt(series, selection.from), endMs: hourAt(series, selection.to) };
    const figures = volumeFigures(series, selection);
    const events =
      figures.before === null
        ? fill(texts.selectedEvents, countText(figures.events))
        : fill(texts.selectedChange, countText(figures.events), percent(figures.change));
    const zoom = button('', 'secondary zoom', () => port.zoomIn(), texts.zoomIn);
    zoom.setAttribute('aria-label', texts.zoomIn);
    zoom.append(h('span', { class: 'words' }, texts.zoomIn), icon('zoom-in'));
    element.replaceChildren(
      h(
        'div',
        { class: 'chosen' },
        h('b', {}, fill(texts.utc, hourSpan(bounds.startMs, bounds.endMs))),
        h('span', {}, fill(texts.hours, selection.to - selection.from)),
        h('span', { class: 'sum' }, events),
      ),
      h(
        'div',
        { class: 'buttons' },
        button(texts.search, 'secondary', () => port.search(bounds)),
        button(texts.backfill, 'secondary', () => port.backfill(bounds)),
        zoom,
        out,
        iconButton('close', texts.clear, () => port.clear()),
      ),
    );
  });
}
