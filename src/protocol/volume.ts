/**
 * The calls between the volume page and the extension. The extension reads and caches; the page
 * draws, and asks for ranges of hours.
 */
import type { VolumeTexts } from '../core/texts/volume.ts';
import type { VolumeSeries } from '../core/volumeSeries.ts';
import type { ShownConnection } from './eventEditor.ts';

export type RangeChoice = 'day' | 'days3' | 'week' | 'days30' | 'days90' | 'custom';

export interface PendingBackfill {
  readonly startMs: number;
  readonly endMs: number;
  /** The customer that the page is limited to; null means ALL customers. */
  readonly scope: string | null;
}

export interface VolumeState {
  readonly connection: ShownConnection;
  /**
   * The page keeps it across a reload of the window, so that the extension knows what it showed.
   */
  readonly connectionId: string;
  readonly range: RangeChoice;
  readonly series: VolumeSeries;
  readonly compare: boolean;
  readonly backfills: readonly PendingBackfill[];
  /** A read is in progress: how many requests are done, and how many there are. */
  readonly reading: { readonly part: number; readonly of: number } | null;
  /** Orb couldn't be reached: when what is shown was read. Null if never. */
  readonly offline: { readonly readAtMs: number | null } | null;
  /** Why hours are missing, as a sentence; null if nothing failed. */
  readonly failure: string | null;
}

/** Whole hours, end exclusive. */
export interface HourBounds {
  readonly startMs: number;
  readonly endMs: number;
}

/** What the page calls in the extension. */
export interface ToHost {
  open(): { readonly texts: VolumeTexts; readonly language: string; readonly state: VolumeState };
  /** `custom` asks the user for the bounds. */
  choose(params: { readonly range: RangeChoice }): void;
  compare(params: { readonly on: boolean }): void;
  refresh(): void;
  /** Reads the hours that couldn't be read. */
  retry(): void;
  cancel(): void;
  /** Offers to copy or save the hours shown. */
  export(bounds: HourBounds): void;
  search(bounds: HourBounds): void;
  backfill(bounds: HourBounds): void;
}

/** What the extension calls in the page. */
export interface ToPage {
  show(state: VolumeState): void;
  /** The chart as it is drawn now, as a PNG in base64. */
  image(): string;
  /**
   * Copies the chart to the clipboard, which only the page can do; false if VS Code doesn't allow
   * it.
   */
  copyImage(): boolean;
}
