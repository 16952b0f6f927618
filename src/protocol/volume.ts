/**
 * The calls between the volume page and the extension. The extension reads and caches; the page
 * draws, and asks for ranges of hours.
 */
import type { VolumeTexts } from '../core/texts/volume.ts';
import type { TimeBounds } from '../core/timeSeries.ts';
import type { VolumeSeries } from '../core/volumeSeries.ts';
import type { ChartState, ToChartHost, ToChartPage } from './chart.ts';

export type RangeChoice = 'day' | 'days3' | 'week' | 'days30' | 'days90' | 'custom';

export interface PendingBackfill {
  readonly startMs: number;
  readonly endMs: number;
  /** The customer that the page is limited to; null means ALL customers. */
  readonly scope: string | null;
}

export interface VolumeState extends ChartState {
  readonly range: RangeChoice;
  readonly series: VolumeSeries;
  readonly compare: boolean;
  readonly backfills: readonly PendingBackfill[];
}

/** What the page calls in the extension. */
export interface ToHost extends ToChartHost {
  open(): { readonly texts: VolumeTexts; readonly language: string; readonly state: VolumeState };
  /** `custom` asks the user for the bounds. */
  choose(params: { readonly range: RangeChoice }): void;
  compare(params: { readonly on: boolean }): void;
  /** Opens the usage page. */
  usage(): void;
  search(bounds: TimeBounds): void;
  backfill(bounds: TimeBounds): void;
}

/** What the extension calls in the page. */
export type ToPage = ToChartPage<VolumeState>;
