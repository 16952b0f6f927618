/** The four figures above the chart; the first two are also its legend. */
import { countText } from '../../core/language.ts';
import type { VolumeTexts } from '../../core/texts/volume.ts';
import type { VolumeFigures } from '../../core/volumeFigures.ts';
import { hourAt } from '../../core/volumeSeries.ts';
import type { VolumeState } from '../../protocol/volume.ts';
import { h, icon, redraw, type Child } from '../dom.ts';
import { hour, hourSpan, percent } from '../chart/format.ts';

export function drawFigures(
  element: HTMLElement,
  state: VolumeState,
  figures: VolumeFigures,
  texts: VolumeTexts,
  onNextGap: () => void,
): void {
  const { series } = state;
  const { events, before, change, peak, zeroHours, gaps } = figures;
  const [gap] = gaps;
  const span = gap && hourSpan(hourAt(series, gap.from), hourAt(series, gap.to));
  redraw(element, () => {
    const zero = h(
      'button',
      { class: 'figure gap', title: zeroHours > 0 ? texts.nextGap : '' },
      h('span', { class: 'label' }, texts.zeroHours),
      h(
        'span',
        { class: 'value' },
        zeroHours > 0 && icon('warning', 'tone-warning'),
        h('b', {}, countText(zeroHours)),
        h('span', { class: 'more' }, span ?? ''),
      ),
    );
    zero.type = 'button';
    zero.addEventListener('click', onNextGap);
    if (zeroHours === 0) zero.setAttribute('aria-disabled', 'true');
    const parts = [
      figure(
        [h('span', { class: 'swatch' }), texts.events],
        countText(events),
        before === null ? '' : percent(change),
      ),
      before !== null &&
        figure([h('span', { class: 'swatch-line' }), texts.weekBefore], countText(before), ''),
      figure(
        [texts.peakHour],
        peak === null ? '–' : countText(peak.count),
        peak === null ? '' : hour(hourAt(series, peak.index)),
      ),
      zero,
    ];
    element.replaceChildren(...parts.filter((each) => each !== false));
  });
}

const figure = (label: readonly Child[], value: string, more: string): HTMLElement =>
  h(
    'div',
    { class: 'figure' },
    h('span', { class: 'label' }, ...label),
    h('span', { class: 'value' }, h('b', {}, value), h('span', { class: 'more' }, more)),
  );
