/** The usage page and the extension. The extension asks Orb; the page draws, and asks by ranges of hours or days. */
import type { UsageTexts } from '../core/texts/usage.ts';
import type { TimeBounds } from '../core/timeSeries.ts';
import type { Granularity } from '../core/usage/usageRange.ts';
import type { UsageSeries } from '../core/usage/usageSeries.ts';
import type { ChartState, ToChartHost, ToChartPage } from './chart.ts';

export type UsageRangeChoice = 'day' | 'days3' | 'week' | 'days30' | 'days90' | 'period' | 'custom';

/** One entry of a drop-down. */
export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** Why there is no chart, and the way on. */
export interface UsageProblem {
  readonly icon: 'info' | 'error' | 'lock';
  readonly text: string;
  readonly hint: string | null;
  readonly action: {
    readonly kind: 'groupByDay' | 'replaceKey';
    readonly label: string;
  } | null;
}

export interface UsageState extends ChartState {
  readonly range: UsageRangeChoice;
  readonly series: UsageSeries;
  readonly granularity: Granularity;
  /** Customers known from this editor's recorded data and earlier choices. */
  readonly customers: readonly Choice[];
  /** Null until one is picked. */
  readonly customer: Choice | null;
  readonly prices: readonly Choice[];
  readonly priceId: string | null;
  /** Whether the price's rate may depend on more usage than a part of the range has. */
  readonly isUnitPrice: boolean;
  readonly metricName: string;
  readonly currency: string;
  /** Properties that events of this customer or the metric have. */
  readonly properties: readonly string[];
  readonly groupBy: string | null;
  readonly filter: string;
  /** What Orb says of the filter; null where it takes it. */
  readonly filterProblem: string | null;
  /** The range began before what Orb evaluates. */
  readonly isCut: boolean;
  readonly problem: UsageProblem | null;
}

/** What the page asks the extension. */
export interface ToHost extends ToChartHost {
  open(): { readonly texts: UsageTexts; readonly language: string; readonly state: UsageState };
  /** `custom` asks for the bounds in the editor. */
  choose(params: { readonly range: UsageRangeChoice }): void;
  granularity(params: { readonly granularity: Granularity }): void;
  /** Null asks for an ID in the editor. */
  customer(params: { readonly customer: string | null }): void;
  price(params: { readonly priceId: string }): void;
  /** `property`: null for none; `other` asks for its name in the editor. */
  groupBy(params: { readonly property: string | null; readonly other?: boolean }): void;
  filter(params: { readonly filter: string }): void;
  /** How many event IDs are known to have been sent in these hours for this customer. */
  sentIds(bounds: TimeBounds): number;
  /** Searches them. */
  searchSentIds(bounds: TimeBounds): void;
  /** Asks for an event file and compares it with Orb. */
  compareWithFile(): void;
  replaceKey(): void;
}

/** What the extension sends to the page. */
export type ToPage = ToChartPage<UsageState>;
