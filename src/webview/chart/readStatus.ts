/**
 * To the right of the choices: the progress of reading, what couldn't be read, or else the range.
 */
import { countText } from '../../core/language.ts';
import type { ChartTexts } from '../../core/texts/chart.ts';
import { timeAt } from '../../core/timeSeries.ts';
import type { ChartState } from '../../protocol/chart.ts';
import { button, h, icon } from '../dom.ts';
import { fill } from '../fill.ts';
import { clock } from './format.ts';

export interface StatusPort {
  cancel(): void;
  retry(): void;
}

/** @param range the visible range, as text */
export function drawStatus(
  element: HTMLElement,
  state: ChartState,
  range: string,
  texts: ChartTexts,
  unit: ChartTexts['hour'],
  port: StatusPort,
): void {
  const { series, reading, offline, failure } = state;
  const unknown = series.counts.filter(
    (each, index) => each === null && timeAt(series, index) <= series.runningMs,
  ).length;
  const retry = () => button(texts.retry, 'link', () => port.retry());
  const warning = () => icon('warning', 'tone-warning');
  if (reading !== null) {
    element.replaceChildren(
      fill(
        reading.isWaiting === true ? texts.waiting : texts.reading,
        Math.min(reading.part + 1, reading.of),
        reading.of,
      ),
      button(texts.cancel, 'link', () => port.cancel()),
    );
  } else if (offline !== null) {
    const at = offline.readAtMs === null ? '–' : clock(offline.readAtMs);
    element.replaceChildren(warning(), fill(texts.offline, at), retry());
  } else if (unknown > 0) {
    const words = [fill(unit.notRead, countText(unknown)), failure ?? ''].join(' ').trim();
    element.replaceChildren(warning(), words, retry());
  } else {
    element.replaceChildren(h('span', { class: 'range-text' }, fill(texts.utc, range)));
  }
}
