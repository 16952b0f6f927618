/**
 * The visible hours, the selected hours, and the cursor, as a pure state that keyboard and pointer
 * change.
 */
import { HOUR_MS } from '../../core/timeframe.ts';
import type { HourSpan } from '../../core/volumeFigures.ts';
import { hourAt, type VolumeSeries } from '../../core/volumeSeries.ts';
import type { HourBounds } from '../../protocol/volume.ts';
import { number, object } from '../../std/shape.ts';

export interface View {
  /** All hours of the series. */
  readonly hours: number;
  /** The visible hours, with fractions while panning. */
  readonly from: number;
  readonly to: number;
  readonly selection: HourSpan | null;
  /** The cursor's hour, and the hour where its selection started. */
  readonly cursor: number | null;
  readonly anchor: number | null;
}

/** Fewer visible hours than this aren't useful. */
const MIN_HOURS = 6;

export const wholeView = (hours: number): View => ({
  hours,
  from: 0,
  to: hours,
  selection: null,
  cursor: null,
  anchor: null,
});

/** The visible whole hours: the range of the chart, figures, table, and export. */
export const shownHours = (view: View): HourSpan => ({
  from: Math.round(view.from),
  to: Math.round(view.to),
});

/** Whether some hours aren't visible. */
export const isZoomed = (view: View): boolean => view.to - view.from < view.hours;

const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);

/** Shows every hour. */
export const showAll = (view: View): View => ({ ...view, from: 0, to: view.hours });

/** Moves the visible range by some hours, but not beyond the ends. */
export function pan(view: View, hours: number): View {
  const size = view.to - view.from;
  const from = clamp(view.from + hours, 0, view.hours - size);
  return { ...view, from, to: from + size };
}

/** Shows `factor` times as many hours around a position. */
export function zoom(view: View, factor: number, around: number): View {
  const size = clamp((view.to - view.from) * factor, Math.min(MIN_HOURS, view.hours), view.hours);
  const share = (around - view.from) / (view.to - view.from);
  const from = clamp(around - share * size, 0, view.hours - size);
  return { ...view, from, to: from + size };
}

/** Shows only the selected hours, or half as many around the cursor if there's no selection. */
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

/** Selects hours and makes them visible. */
export function select(view: View, selection: HourSpan | null): View {
  if (selection === null) return { ...view, selection, anchor: null };
  const bounded = {
    from: clamp(selection.from, 0, view.hours - 1),
    to: clamp(selection.to, 1, view.hours),
  };
  return reveal({ ...view, selection: bounded, cursor: bounded.from, anchor: null }, bounded.from);
}

/** Moves the cursor; with `extend`, selects the hours from where it started. */
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

/**
 * What a page keeps of its view while it's hidden or reloaded: instants, since the series may start
 * at another hour by then.
 */
export interface KeptView {
  /** The visible hours; absent if all were. */
  readonly shown?: HourBounds | undefined;
  readonly selection?: HourBounds | undefined;
  readonly cursorMs?: number | undefined;
}

const bounds = object({ startMs: number, endMs: number });
const keptView = object({}, { shown: bounds, selection: bounds, cursorMs: number });

/** Reads what the page kept before it was hidden; an empty view if it isn't valid. */
export const readKeptView = (value: unknown): KeptView => keptView(value) ?? {};

export function keepView(view: View, series: VolumeSeries): KeptView {
  const boundsOf = ({ from, to }: HourSpan): HourBounds => ({
    startMs: hourAt(series, from),
    endMs: hourAt(series, to),
  });
  return {
    shown: isZoomed(view) ? boundsOf(shownHours(view)) : undefined,
    selection: view.selection === null ? undefined : boundsOf(view.selection),
    cursorMs: view.cursor === null ? undefined : hourAt(series, view.cursor),
  };
}

/** Applies the kept view to a series, as far as the series has its hours. */
export function restoreView(kept: KeptView, series: VolumeSeries): View {
  const hours = series.counts.length;
  const indexOf = (ms: number) => Math.round((ms - series.startMs) / HOUR_MS);
  const within = (asked: HourBounds | undefined): HourSpan | null => {
    if (asked === undefined) return null;
    const from = Math.max(0, indexOf(asked.startMs));
    const to = Math.min(hours, indexOf(asked.endMs));
    return from < to ? { from, to } : null;
  };
  const cursor = kept.cursorMs === undefined ? -1 : indexOf(kept.cursorMs);
  return {
    ...wholeView(hours),
    ...within(kept.shown),
    selection: within(kept.selection),
    cursor: cursor >= 0 && cursor < hours ? cursor : null,
  };
}

/** The view after a key; undefined if the key does nothing. */
export function keyMove(
  view: View,
  key: { readonly key: string; readonly ctrl: boolean; readonly shift: boolean },
): View | undefined {
  const cursor = view.cursor ?? Math.floor(view.from);
  // The first key only shows the cursor.
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
