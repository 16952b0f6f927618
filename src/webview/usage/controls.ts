/** All that is chosen above the chart, with how the reading goes and what the figures leave out. */
import type { UsageTexts } from '../../core/texts/usage.ts';
import { timeAt } from '../../core/timeSeries.ts';
import type { Granularity } from '../../core/usage/usageRange.ts';
import type { UsageRangeChoice, UsageState } from '../../protocol/usage.ts';
import { day, rangeText } from '../chart/format.ts';
import { createRadios, createRanges } from '../chart/ranges.ts';
import { drawStatus, type StatusPort } from '../chart/readStatus.ts';
import { isZoomed, shownSteps, type View } from '../chart/view.ts';
import { h, icon } from '../dom.ts';
import { fill } from '../fill.ts';
import { createPickers, type PickersPort } from './pickers.ts';

export interface ControlsPort extends StatusPort, PickersPort {
  choose(range: UsageRangeChoice): void;
  granularity(granularity: Granularity): void;
}

export function createControls(texts: UsageTexts, port: ControlsPort) {
  const pickers = createPickers(texts, port);
  const ranges = createRanges(texts, (range) => port.choose(range));
  const steps = createRadios(texts.granularity, texts.granularities, (each) =>
    port.granularity(each),
  );
  steps.element.classList.add('steps');
  const status = h('div', { class: 'status', role: 'status' });
  const row = h('div', { class: 'controls' }, ...ranges.elements, steps.element, status);
  const notes = h('div', { class: 'notes' });

  let drawn: { readonly state: UsageState; readonly range: string } | undefined;
  return {
    element: h('div', {}, pickers.element, row, notes),
    draw(state: UsageState, view: View): void {
      const { series } = state;
      const { from, to } = shownSteps(view);
      const range = rangeText(timeAt(series, from), timeAt(series, to));
      if (drawn?.state === state && drawn.range === range) return;
      const isSameState = drawn?.state === state;
      drawn = { state, range };
      ranges.draw(state.range, isZoomed(view) ? range : undefined);
      row.classList.toggle('zoomed', isZoomed(view));
      steps.draw(state.granularity);
      drawStatus(status, state, range, texts, texts[state.granularity], port);
      if (isSameState) return;
      pickers.draw(state);
      const said = [
        state.isCut && fill(texts.cut, day(series.startMs)),
        !state.isUnitPrice && state.problem === null && texts.tiers,
      ];
      notes.replaceChildren(
        ...said
          .filter((each) => each !== false)
          .map((each) => h('p', { class: 'muted' }, icon('info'), each)),
      );
    },
  };
}
