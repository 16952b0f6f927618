/** The controls above the chart: the range, the comparison, and the progress of reading. */
import type { VolumeTexts } from '../../core/texts/volume.ts';
import { hourAt } from '../../core/volumeSeries.ts';
import type { RangeChoice, VolumeState } from '../../protocol/volume.ts';
import { button, h, icon } from '../dom.ts';
import { fill } from '../fill.ts';
import { clock, rangeText } from '../chart/format.ts';
import { isZoomed, shownHours, type View } from '../chart/view.ts';

export interface ControlsPort {
  choose(range: RangeChoice): void;
  compare(on: boolean): void;
  cancel(): void;
  retry(): void;
}

const choices = [
  'day',
  'days3',
  'week',
  'days30',
  'days90',
  'custom',
] as const satisfies RangeChoice[];

export function createControls(texts: VolumeTexts, port: ControlsPort) {
  const radios = choices.map((choice) => {
    const radio = h('button', { class: 'radio', role: 'radio' }, texts.ranges[choice]);
    radio.type = 'button';
    radio.addEventListener('click', () => port.choose(choice));
    return radio;
  });
  const group = h(
    'div',
    { class: 'radios', role: 'radiogroup', aria: { label: texts.range } },
    ...radios,
  );
  group.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = radios.indexOf(document.activeElement as HTMLButtonElement);
    const next = radios[(at + step + radios.length) % radios.length];
    next?.focus();
    // The last choice asks questions, so it waits for Enter.
    if (next !== radios.at(-1)) next?.click();
  });
  const menu = h('select', { class: 'dropdown', aria: { label: texts.range } });
  /** Selected while zoomed in, when none of the other choices applies. */
  const zoomed = h('option', { hidden: true });
  zoomed.value = '';
  menu.append(
    zoomed,
    ...choices.map((choice) => {
      const option = h('option', {}, texts.rangesLong[choice]);
      option.value = choice;
      return option;
    }),
  );
  menu.addEventListener('change', () => port.choose(menu.value as RangeChoice));
  const check = h('input', { id: 'compare' });
  check.type = 'checkbox';
  check.addEventListener('change', () => port.compare(check.checked));
  const label = h('label', {}, check, h('span', { class: 'box' }, icon('check')), texts.compare);
  const status = h('div', { class: 'status', role: 'status' });
  const element = h('div', { class: 'controls' }, group, menu, label, status);

  function drawStatus(state: VolumeState, range: string): void {
    const { series, reading, offline } = state;
    const unknown = series.counts.filter(
      (each, index) => each === null && hourAt(series, index) <= series.runningMs,
    ).length;
    if (reading !== null) {
      const words = fill(texts.reading, Math.min(reading.part + 1, reading.of), reading.of);
      status.replaceChildren(
        words,
        button(texts.cancel, 'link', () => port.cancel()),
      );
    } else if (offline !== null) {
      const at = offline.readAtMs === null ? '–' : clock(offline.readAtMs);
      status.replaceChildren(
        icon('warning', 'tone-warning'),
        fill(texts.offline, at),
        button(texts.retry, 'link', () => port.retry()),
      );
    } else if (unknown > 0) {
      const words = [fill(texts.notRead, unknown), state.failure ?? ''].join(' ').trim();
      status.replaceChildren(
        icon('warning', 'tone-warning'),
        words,
        button(texts.retry, 'link', () => port.retry()),
      );
    } else {
      status.replaceChildren(h('span', { class: 'range-text' }, fill(texts.utc, range)));
    }
  }

  let drawn: { readonly state: VolumeState; readonly range: string } | undefined;
  return {
    element,
    draw(state: VolumeState, view: View): void {
      const { series } = state;
      const { from, to } = shownHours(view);
      const range = rangeText(hourAt(series, from), hourAt(series, to));
      if (drawn?.state === state && drawn.range === range) return;
      drawn = { state, range };
      choices.forEach((choice, index) => {
        const radio = radios[index];
        radio?.setAttribute('aria-checked', String(choice === state.range && !isZoomed(view)));
        if (radio !== undefined) radio.tabIndex = choice === state.range ? 0 : -1;
      });
      zoomed.textContent = range;
      zoomed.hidden = !isZoomed(view);
      menu.value = isZoomed(view) ? '' : state.range;
      element.classList.toggle('zoomed', isZoomed(view));
      check.checked = state.compare;
      drawStatus(state, range);
    },
  };
}
