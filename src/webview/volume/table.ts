/** The same figures as a table. Only the rows in view exist; the screen reader is told of all. */
import { countText } from '../../core/language.ts';
import { changeOf } from '../../core/volumeFigures.ts';
import { hourAt } from '../../core/volumeSeries.ts';
import type { VolumeTexts } from '../../core/texts/volume.ts';
import type { VolumeState } from '../../protocol/volume.ts';
import { h, icon } from '../dom.ts';
import { hour, localHour, percent } from './format.ts';
import type { View } from './view.ts';

const ROW = 24;
const DASH = '–';

export interface Table {
  readonly element: HTMLElement;
  draw(state: VolumeState, view: View): void;
  /** Scrolls so that an hour stands in the second row. */
  reveal(index: number): void;
}

/** @param onPick an hour was clicked; with Shift held it extends */
export function createTable(
  texts: VolumeTexts,
  onPick: (index: number, extend: boolean) => void,
): Table {
  const columns = ['hour', 'local', 'events', 'before', 'change', 'sent'] as const;
  const titles = [
    texts.hour,
    texts.local,
    texts.events,
    texts.weekBefore,
    texts.change,
    texts.sentFromHere,
  ];
  const head = h(
    'div',
    { class: 'row head', role: 'row', aria: { rowindex: '1' } },
    ...columns.map((name, index) =>
      h('span', { class: name, role: 'columnheader' }, titles[index]),
    ),
  );
  const body = h('div', { class: 'rows', role: 'rowgroup' });
  const element = h(
    'div',
    {
      class: 'table',
      role: 'grid',
      tabIndex: 0,
      aria: { label: texts.table, multiselectable: 'true' },
    },
    h('div', { role: 'rowgroup', class: 'head-group' }, head),
    body,
  );
  let shown: { readonly state: VolumeState; readonly view: View } | undefined;

  function drawRows(): void {
    if (shown === undefined) return;
    const { state, view } = shown;
    const { series } = state;
    const first = Math.max(0, Math.floor(element.scrollTop / ROW) - 4);
    const last = Math.min(series.counts.length, first + Math.ceil(element.clientHeight / ROW) + 8);
    const rows: HTMLElement[] = [];
    for (let index = first; index < last; index += 1) rows.push(drawRow(state, view, index));
    body.replaceChildren(...rows);
    const { cursor } = view;
    if (cursor !== null && cursor >= first && cursor < last) {
      element.setAttribute('aria-activedescendant', `hour-${cursor}`);
    } else element.removeAttribute('aria-activedescendant');
  }

  function drawRow({ series }: VolumeState, view: View, index: number): HTMLElement {
    const ms = hourAt(series, index);
    const events = series.counts[index] ?? null;
    const before = series.before?.[index] ?? null;
    const selected =
      view.selection !== null && index >= view.selection.from && index < view.selection.to;
    const change = events === null || before === null ? DASH : percent(changeOf(events, before));
    const isZero = events === 0 && ms < series.runningMs;
    const row = h(
      'div',
      {
        class: `row${selected ? ' selected' : ''}${view.cursor === index ? ' current' : ''}`,
        role: 'row',
        id: `hour-${index}`,
        aria: { rowindex: String(index + 2), selected: String(selected) },
      },
      cell('hour', hour(ms)),
      cell('local', localHour(ms)),
      h(
        'span',
        { class: 'events', role: 'gridcell' },
        isZero && icon('warning', 'tone-warning'),
        events === null ? DASH : countText(events),
      ),
      cell('before', before === null ? DASH : countText(before)),
      cell('change', change),
      cell('sent', series.sent[index] ? countText(series.sent[index]) : DASH),
    );
    row.style.top = `${index * ROW}px`;
    row.addEventListener('click', (event) => onPick(index, event.shiftKey));
    return row;
  }

  element.addEventListener('scroll', drawRows, { passive: true });
  new ResizeObserver(drawRows).observe(element);
  return {
    element,
    draw(state, view) {
      shown = { state, view };
      const { length } = state.series.counts;
      element.setAttribute('aria-rowcount', String(length + 1));
      body.style.height = `${length * ROW}px`;
      element.classList.toggle('compared', state.series.before !== null);
      drawRows();
    },
    reveal(index) {
      element.scrollTop = Math.max(0, (index - 1) * ROW);
    },
  };
}

const cell = (name: string, text: string) => h('span', { class: name, role: 'gridcell' }, text);
