/** The controls above the chart: the range, the comparison, and the progress of reading. */
import type { VolumeTexts } from '../../core/texts/volume.ts';
import { timeAt } from '../../core/timeSeries.ts';
import type { RangeChoice, VolumeState } from '../../protocol/volume.ts';
import { rangeText } from '../chart/format.ts';
import { createRanges } from '../chart/ranges.ts';
import { drawStatus, type StatusPort } from '../chart/readStatus.ts';
import { isZoomed, shownSteps, type View } from '../chart/view.ts';
import { h, icon } from '../dom.ts';

export interface ControlsPort extends StatusPort {
  choose(range: RangeChoice): void;
  compare(on: boolean): void;
}

export function createControls(texts: VolumeTexts, port: ControlsPort) {
  const ranges = createRanges(texts, (range) => port.choose(range));
  const check = h('input', { id: 'compare' });
  check.type = 'checkbox';
  check.addEventListener('change', () => port.compare(check.checked));
  const label = h('label', {}, check, h('span', { class: 'box' }, icon('check')), texts.compare);
  const status = h('div', { class: 'status', role: 'status' });
  const element = h('div', { class: 'controls' }, ...ranges.elements, label, status);

  let drawn: { readonly state: VolumeState; readonly range: string } | undefined;
  return {
    element,
    draw(state: VolumeState, view: View): void {
      const { series } = state;
      const { from, to } = shownSteps(view);
      const range = rangeText(timeAt(series, from), timeAt(series, to));
      if (drawn?.state === state && drawn.range === range) return;
      drawn = { state, range };
      ranges.draw(state.range, isZoomed(view) ? range : undefined);
      element.classList.toggle('zoomed', isZoomed(view));
      check.checked = state.compare;
      drawStatus(status, state, range, texts, texts.hour, port);
    },
  };
}
