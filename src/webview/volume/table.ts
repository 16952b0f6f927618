/** The same figures as a table. Only the rows in view exist; `aria-rowcount` counts them all. */
import { countText } from '../../core/language.ts';
import { changeOf } from '../../core/volumeFigures.ts';
import { hasSent, hourAt, type VolumeSeries } from '../../core/volumeSeries.ts';
import type { VolumeTexts } from '../../core/texts/volume.ts';
import type { VolumeState } from '../../protocol/volume.ts';
import { h, icon, type Child } from '../dom.ts';
import { hour, localHour, percent } from '../chart/format.ts';
import { shownHours, type View } from '../chart/view.ts';

const ROW = 24;

export interface Table {
  readonly element: HTMLElement;
  draw(state: VolumeState, view: View): void;
  /** Scrolls so that an hour is the second row. */
  reveal(index: number): void;
}

/** @param onPick called when an hour is clicked; Shift extends the selection */
export function createTable(
  texts: VolumeTexts,
  onPick: (index: number, extend: boolean) => void,
): Table {
  const head = h('div', { class: 'row head', role: 'row', aria: { rowindex: '1' } });
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
  let shown:
    | { readonly state: VolumeState; readonly view: View; readonly columns: readonly Column[] }
    | undefined;

  function drawRows(): void {
    if (shown === undefined) return;
    const { state, view, columns } = shown;
    const { from, to } = shownHours(view);
    const first = from + Math.max(0, Math.floor(element.scrollTop / ROW) - 4);
    const last = Math.min(to, first + Math.ceil(element.clientHeight / ROW) + 8);
    const rows: HTMLElement[] = [];
    for (let index = first; index < last; index += 1) {
      const row = drawRow(state, view, columns, index);
      row.style.top = `${(index - from) * ROW}px`;
      row.setAttribute('aria-rowindex', String(index - from + 2));
      rows.push(row);
    }
    body.replaceChildren(...rows);
    const { cursor } = view;
    if (cursor !== null && cursor >= first && cursor < last) {
      element.setAttribute('aria-activedescendant', `hour-${cursor}`);
    } else element.removeAttribute('aria-activedescendant');
  }

  function drawRow(
    { series }: VolumeState,
    view: View,
    columns: readonly Column[],
    index: number,
  ): HTMLElement {
    const selected =
      view.selection !== null && index >= view.selection.from && index < view.selection.to;
    const row = h(
      'div',
      {
        class: `row${selected ? ' selected' : ''}${view.cursor === index ? ' current' : ''}`,
        role: 'row',
        id: `hour-${index}`,
        aria: { selected: String(selected) },
      },
      ...columns.map(({ name, value }) =>
        h('span', { class: name, role: 'gridcell' }, ...value(series, index)),
      ),
    );
    row.addEventListener('click', (event) => onPick(index, event.shiftKey));
    return row;
  }

  element.addEventListener('scroll', drawRows, { passive: true });
  new ResizeObserver(drawRows).observe(element);
  return {
    element,
    draw(state, view) {
      const { series } = state;
      const columns = columnsOf(series, texts);
      shown = { state, view, columns };
      head.replaceChildren(
        ...columns.map(({ name, title }) =>
          h('span', { class: name, role: 'columnheader' }, title),
        ),
      );
      const { from, to } = shownHours(view);
      element.setAttribute('aria-rowcount', String(to - from + 1));
      body.style.height = `${(to - from) * ROW}px`;
      element.classList.toggle('compared', series.before !== null);
      element.classList.toggle('with-sent', hasSent(series));
      drawRows();
    },
    reveal(index) {
      const from = shown === undefined ? 0 : shownHours(shown.view).from;
      element.scrollTop = Math.max(0, (index - from - 1) * ROW);
    },
  };
}

interface Column {
  readonly name: string;
  readonly title: string;
  readonly value: (series: VolumeSeries, index: number) => readonly Child[];
}

/**
 * Only the columns that are needed: the comparison if it's on, and what was sent if anything was.
 */
function columnsOf(series: VolumeSeries, texts: VolumeTexts): readonly Column[] {
  const hours: readonly Column[] = [
    { name: 'hour', title: texts.hour, value: (all, index) => [hour(hourAt(all, index))] },
    { name: 'local', title: texts.local, value: (all, index) => [localHour(hourAt(all, index))] },
    {
      name: 'events',
      title: texts.events,
      value: (all, index) => {
        const events = all.counts[index] ?? null;
        const isZero = events === 0 && hourAt(all, index) < all.runningMs;
        return [isZero && icon('warning', 'tone-warning'), countOrDash(events)];
      },
    },
  ];
  const comparison: readonly Column[] = [
    {
      name: 'before',
      title: texts.weekBefore,
      value: (all, index) => [countOrDash(all.before?.[index] ?? null)],
    },
    {
      name: 'change',
      title: texts.change,
      value: ({ counts, before }, index) => {
        const [now, then] = [counts[index] ?? null, before?.[index] ?? null];
        return [percent(now === null || then === null ? null : changeOf(now, then))];
      },
    },
  ];
  const sent: Column = {
    name: 'sent',
    title: texts.sentFromHere,
    value: (all, index) => [countText(all.sent[index] ?? 0)],
  };
  return [
    ...hours,
    ...(series.before === null ? [] : comparison),
    ...(hasSent(series) ? [sent] : []),
  ];
}

/** A dash is for an hour that wasn't read. */
const countOrDash = (count: number | null): string => (count === null ? '–' : countText(count));
