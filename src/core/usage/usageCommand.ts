/** Arguments and result of the command `orb.usage.show`: plain JSON, with stable names. */
import type { Timeframe } from '../timeframe.ts';
import type { GroupValue } from './groups.ts';
import type { Granularity } from './usageRange.ts';

export interface UsageQuery extends Partial<Timeframe> {
  readonly customerId?: string;
  readonly externalCustomerId?: string;
  readonly priceId?: string;
  readonly groupBy?: string;
  readonly filter?: string;
  readonly granularity?: Granularity;
  readonly connectionId?: string;
}

export interface UsageResult {
  readonly currency: string;
  /** One for each hour or day, and for each group of it, that Orb reported. */
  readonly rows: readonly {
    readonly timeframeStart: string;
    readonly timeframeEnd: string;
    /** Null: events without the property. */
    readonly group?: GroupValue;
    /** Decimal numbers, as Orb wrote them. */
    readonly quantity: string;
    readonly amount: string;
  }[];
}
