/** What pages with a chart of hours or days share with the extension. */
import type { TimeBounds, TimeSeries } from '../core/timeSeries.ts';
import type { ShownConnection } from './eventEditor.ts';

export interface ChartState {
  readonly connection: ShownConnection;
  /**
   * The page keeps it across a reload of the window, so that the extension knows what it showed.
   */
  readonly connectionId: string;
  readonly range: string;
  readonly series: TimeSeries;
  /** A read is in progress: how many parts are done, and how many there are. */
  readonly reading: {
    readonly part: number;
    readonly of: number;
    /** Orb limits the requests (429): the next one waits. */
    readonly isWaiting?: boolean;
  } | null;
  /** Orb couldn't be reached: when what is shown was read. Null if never. */
  readonly offline: { readonly readAtMs: number | null } | null;
  /** Why steps are missing, as a sentence; null if nothing failed. */
  readonly failure: string | null;
}

/** What each of these pages asks the extension. */
export interface ToChartHost {
  refresh(): void;
  /** Reads the hours that couldn't be read. */
  retry(): void;
  cancel(): void;
  /** Offers to copy or save what is shown. */
  export(bounds: TimeBounds): void;
}

/** What the extension sends to each of these pages. */
export interface ToChartPage<State extends ChartState> {
  show(state: State): void;
  /** The chart as it is drawn now, as a PNG in base64. */
  image(): string;
  /**
   * Copies the chart to the clipboard, which only the page can do; false if VS Code doesn't allow
   * it.
   */
  copyImage(): boolean;
}
