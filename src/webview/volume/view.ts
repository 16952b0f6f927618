/** Which hours are on screen, which are selected, and where the cursor stands: pure moves, by keyboard or pointer. */
import type { HourSpan } from '../../core/volumeFigures.ts';

export interface View {
  /** All hours of the series. */
  readonly hours: number;
  /** On screen; fractions of hours while panning. */
  readonly from: number;
  readonly to: number;
  readonly selection: HourSpan | null;
  /** The hour of the cursor, and where its selection began. */
  readonly cursor: number | null;
  readonly anchor: number | null;
}

/** Fewer hours on screen than this say nothing. */
const MIN_HOURS = 6;

export const wholeView = (hours: number): View => ({
  hours,
  from: 0,
  to: hours,
  selection: null,
  cursor: null,
  anchor: null,
});

/** Some hours are out of view. */
export const isZoomed = (view: View): boolean => view.to - view.from < view.hours;

const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);

/** Moves what is on screen by some hours, not beyond the ends. */
export function pan(view: View, hours: number): View {
  const size = view.to - view.from;
  const from = clamp(view.from + hours, 0, view.hours - size);
  return { ...view, from, to: from + size };
}

/** Shows `factor` times as many hours around a place. */
export function zoom(view: View, factor: number, around: number): View {
  const size = clamp((view.to - view.from) * factor, Math.min(MIN_HOURS, view.hours), view.hours);
  const share = (around - view.from) / (view.to - view.from);
  const from = clamp(around - share * size, 0, view.hours - size);
  return { ...view, from, to: from + size };
}

/** Shows the selected hours alone; without a selection the half around the cursor. */
export function zoomIn(view: View): View {
  const { selection } = view;
  if (selection === null) return zoom(view, 0.5, view.cursor ?? (view.from + view.to) / 2);
  const missing = Math.max(0, Math.min(MIN_HOURS, view.hours) - (selection.to - selection.from));
  const from = clamp(selection.from - Math.floor(missing / 2), 0, view.hours);
  const to = Math.min(view.hours, selection.to + Math.ceil(missing / 2));
  return { ...view, from, to };
}

export const zoomOut = (view: View): View =>
  zoom(view, 2, view.cursor ?? (view.from + view.to) / 2);

/** Selects hours and brings them into view. */
export function select(view: View, selection: HourSpan | null): View {
  if (selection === null) return { ...view, selection, anchor: null };
  const bounded = {
    from: clamp(selection.from, 0, view.hours - 1),
    to: clamp(selection.to, 1, view.hours),
  };
  return reveal({ ...view, selection: bounded, cursor: bounded.from, anchor: null }, bounded.from);
}

/** Moves the cursor; with `extend` the hours between where it began and where it is are selected. */
export function moveCursor(view: View, to: number, extend: boolean): View {
  const cursor = clamp(to, 0, view.hours - 1);
  if (!extend) return reveal({ ...view, cursor, anchor: null }, cursor);
  const anchor = view.anchor ?? view.cursor ?? cursor;
  const selection = { from: Math.min(anchor, cursor), to: Math.max(anchor, cursor) + 1 };
  return reveal({ ...view, cursor, anchor, selection }, cursor);
}

function reveal(view: View, index: number): View {
  if (index < view.from) return pan(view, index - view.from);
  if (index + 1 > view.to) return pan(view, index + 1 - view.to);
  return view;
}

/** What a key does to the view; undefined when it does nothing. */
export function keyMove(
  view: View,
  key: { readonly key: string; readonly ctrl: boolean; readonly shift: boolean },
): View | undefined {
  const cursor = view.cursor ?? Math.floor(view.from);
  // The first key only shows where the cursor is.
  const step = view.cursor === null ? 0 : key.ctrl ? 24 : 1;
  switch (key.key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return moveCursor(view, cursor + step, key.shift);
    case 'ArrowLeft':
    case 'ArrowUp':
      return moveCursor(view, cursor - step, key.shift);
    case 'Home':
      return moveCursor(view, 0, key.shift);
    case 'End':
      return moveCursor(view, view.hours - 1, key.shift);
    case 'Enter':
    case '+':
      return zoomIn(view);
    case '-':
      return zoomOut(view);
    case 'Escape':
      return select(view, null);
    default:
      return undefined;
  }
}
