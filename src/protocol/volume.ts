/** The volume page and the extension. The extension reads and remembers; the page draws, and asks by ranges of hours. */
import type { VolumeTexts } from '../core/texts/volume.ts';
import type { VolumeSeries } from '../core/volumeSeries.ts';
import type { ShownConnection } from './eventEditor.ts';

export type RangeChoice = 'day' | 'days3' | 'week' | 'days30' | 'days90' | 'custom';

export interface PendingBackfill {
  readonly startMs: number;
  readonly endMs: number;
  /** The customer it is limited to; null means ALL customers. */
  readonly scope: string | null;
}

export interface VolumeState {
  readonly connection: ShownConnection;
  /** The page keeps it for a reload of the window; what it showed then, the extension knows. */
  readonly connectionId: string;
  readonly range: RangeChoice;
  readonly series: VolumeSeries;
  readonly compare: boolean;
  readonly backfills: readonly PendingBackfill[];
  /** A read is under way: windows read so far, and all. */
  readonly reading: { readonly part: number; readonly of: number } | null;
  /** Orb could not be reached; what is shown was read then. Null: never. */
  readonly offline: { readonly readAtMs: number | null } | null;
  /** Why hours are missing, in words; null when nothing failed. */
  readonly failure: string | null;
}

/** Start inclusive, end exclusive, whole hours. */
export interface HourBounds {
  readonly startMs: number;
  readonly endMs: number;
}

/** What the page asks the extension. */
export interface ToHost {
  open(): { readonly texts: VolumeTexts; readonly language: string; readonly state: VolumeState };
  /** `custom` asks for the bounds in the editor. */
  choose(params: { readonly range: RangeChoice }): void;
  compare(params: { readonly on: boolean }): void;
  refresh(): void;
  /** Reads what could not be read. */
  retry(): void;
  cancel(): void;
  /** Offers to copy or save the hours on screen. */
  export(bounds: HourBounds): void;
  search(bounds: HourBounds): void;
  backfill(bounds: HourBounds): void;
}

/** What the extension sends to the page. */
export interface ToPage {
  show(state: VolumeState): void;
  /** The chart as it is drawn now: a PNG in base64. */
  image(): string;
  /** Puts the chart into the clipboard, which only the page can; false where VS Code doesn't allow it. */
  copyImage(): boolean;
}
