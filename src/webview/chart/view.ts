/**
 * The visible steps, the selected steps, and the cursor, as a pure state that keyboard and pointer
 * change.
 */
import {
  indexAt,
  timeAt,
  type Span,
  type TimeBounds,
  type TimeSeries,
} from '../../core/timeSeries.ts';
import { number, object } from '../../std/shape.ts';

export interface View {
  /** All steps of the series. */
  readonly steps: number;
  /** The visible steps, with fractions while panning. */
  readonly from: number;
  readonly to: number;
  readonly selection: Span | null;
  /** The cursor's step, and the step where its selection started. */
  readonly cursor: number | null;
  readonly anchor: number | null;
}

/** Fewer visible steps than this aren't useful. */
const MIN_STEPS = 6;

export const wholeView = (steps: number): View => ({
  steps,
  from: 0,
  to: steps,
  selection: null,
  cursor: null,
  anchor: null,
});

/** The visible whole steps: the range of the chart, figures, table, and export. */
export const shownSteps = (view: View): Span => ({
  from: Math.round(view.from),
  to: Math.round(view.to),
});

/** Whether some steps aren't visible. */
export const isZoomed = (view: View): boolean => view.to - view.from < view.steps;

const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);

/** Shows every step. */
export const showAll = (view: View): View => ({ ...view, from: 0, to: view.steps });

/** Moves the visible range by some steps, but not beyond the ends. */
export function pan(view: View, steps: number): View {
  const size = view.to - view.from;
  const from = clamp(view.from + steps, 0, view.steps - size);
  return { ...view, from, to: from + size };
}

/** Shows `factor` times as many steps around a position. */
export function zoom(view: View, factor: number, around: number): View {
  const size = clamp((view.to - view.from) * factor, Math.min(MIN_STEPS, view.steps), view.steps);
  const share = (around - view.from) / (view.to - view.from);
  const from = clamp(around - share * size, 0, view.steps - size);
  return { ...view, from, to: from + size };
}

/** Shows only the selected steps, or half as many around the cursor if there's no selection. */
export function zoomIn(view: View): View {
  const { selection } = view;
  if (selection === null) return zoom(view, 0.5, view.cursor ?? (view.from + view.to) / 2);
  const missing = Math.max(0, Math.min(MIN_STEPS, view.steps) - (selection.to - selection.from));
  const from = clamp(selection.from - Math.floor(missing / 2), 0, view.steps);
  const to = Math.min(view.steps, selection.to + Math.ceil(missing / 2));
  return { ...view, from, to };
}

export const zoomOut = (view: View): View =>
  zoom(view, 2, view.cursor ?? (view.from + view.to) / 2);

/** Selects steps and makes them visible. */
export function select(view: View, selection: Span | null): View {
  if (selection === null) return { ...view, selection, anchor: null };
  const bounded = {
    from: clamp(selection.from, 0, view.steps - 1),
    to: clamp(selection.to, 1, view.steps),
  };
  return reveal({ ...view, selection: bounded, cursor: bounded.from, anchor: null }, bounded.from);
}

/** Moves the cursor; with `extend`, selects the steps from where it started. */
export function moveCursor(view: View, to: number, extend: boolean): View {
  const cursor = clamp(to, 0, view.steps - 1);
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
 * at another time by then.
 */
export interface KeptView {
  /** The visible steps; absent if all were. */
  readonly shown?: TimeBounds | undefined;
  readonly selection?: TimeBounds | undefined;
  readonly cursorMs?: number | undefined;
}

const bounds = object({ startMs: number, endMs: number });
const keptView = object({}, { shown: bounds, selection: bounds, cursorMs: number });

/** Reads what the page kept before it was hidden; an empty view if it isn't valid. */
export const readKeptView = (value: unknown): KeptView => keptView(value) ?? {};

export function keepView(view: View, series: TimeSeries): KeptView {
  const boundsOf = ({ from, to }: Span): TimeBounds => ({
    startMs: timeAt(series, from),
    endMs: timeAt(series, to),
  });
  return {
    shown: isZoomed(view) ? boundsOf(shownSteps(view)) : undefined,
    selection: view.selection === null ? undefined : boundsOf(view.selection),
    cursorMs: view.cursor === null ? undefined : timeAt(series, view.cursor),
  };
}

/** Applies the kept view to a series, as far as the series has its steps. */
export function restoreView(kept: KeptView, series: TimeSeries): View {
  const steps = series.counts.length;
  const indexOf = (ms: number) => indexAt(series, ms);
  const within = (asked: TimeBounds | undefined): Span | null => {
    if (asked === undefined) return null;
    const from = Math.max(0, indexOf(asked.startMs));
    const to = Math.min(steps, indexOf(asked.endMs));
    return from < to ? { from, to } : null;
  };
  const cursor = kept.cursorMs === undefined ? -1 : indexOf(kept.cursorMs);
  return {
    ...wholeView(steps),
    ...within(kept.shown),
    selection: within(kept.selection),
    cursor: cursor >= 0 && cursor < steps ? cursor : null,
  };
}

/**
 * The view after a key; undefined if the key does nothing.
 * @param leap how many steps the arrows go with Ctrl
 */
export function keyMove(
  view: View,
  key: { readonly key: string; readonly ctrl: boolean; readonly shift: boolean },
  leap: number,
): View | undefined {
  const cursor = view.cursor ?? Math.floor(view.from);
  // The first key only shows the cursor.
  const step = view.cursor === null ? 0 : key.ctrl ? leap : 1;
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
      return moveCursor(view, view.steps - 1, key.shift);
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
