/**
 * A section of the right column: a heading with a count, a text for an empty list, and the list.
 */
import { h } from '../dom.ts';
import { fill } from '../fill.ts';
import { drawList, listKeys, type Row } from './list.ts';

/** Rows beyond this are only counted. */
const MAX_ROWS = 200;

export interface Section {
  readonly element: HTMLElement;
  readonly count: HTMLElement;
  /** At the right end of the head. */
  readonly side: HTMLElement;
  readonly empty: HTMLElement;
  readonly list: HTMLElement;
}

export function section(title: string, tooltip?: string): Section {
  const count = h('span', { class: 'count' });
  const side = h('span', { class: 'side' });
  const heading = h('h2', tooltip === undefined ? {} : { title: tooltip }, title);
  const empty = h('p', { class: 'empty' });
  const list = h('ul', { aria: { label: title } });
  listKeys(list);
  const element = h(
    'section',
    {},
    h('div', { class: 'section-head' }, heading, count, side),
    empty,
    list,
  );
  return { element, count, side, empty, list };
}

/** @param more text that says how many rows aren't shown, with `{0}` for the number */
export function drawRows<T>(
  list: HTMLElement,
  items: readonly T[],
  row: (item: T) => Row,
  more: string,
): void {
  drawList(list, items.slice(0, MAX_ROWS).map(row));
  const left = items.length - MAX_ROWS;
  if (left > 0) list.append(h('li', { class: 'muted' }, fill(more, left)));
}
