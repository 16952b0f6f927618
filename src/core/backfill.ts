/** A backfill (https://docs.withorb.com/api-reference/event/create-backfill): events added to, or replacing, a time frame. */

type BackfillStatus = 'pending' | 'reflected' | 'pending_revert' | 'reverted';

export interface Backfill {
  readonly id: string;
  readonly status: BackfillStatus;
  readonly createdAt: string;
  readonly timeframeStart: string;
  readonly timeframeEnd: string;
  readonly eventsIngested: number;
  /** In the future: when it closes by itself. In the past: when it was closed. */
  readonly closeTime: string | null;
  readonly revertedAt: string | null;
  /** Orb's ID of the customer it is limited to; null means ALL customers. */
  readonly customerId: string | null;
  readonly replaceExistingEvents: boolean;
  readonly deprecationFilter: string | null;
}

/** What to create. `replaceExistingEvents` is not optional: Orb's own default is the destructive one. */
export interface NewBackfill {
  readonly timeframeStart: string;
  readonly timeframeEnd: string;
  readonly replaceExistingEvents: boolean;
  readonly customerId?: string;
  readonly externalCustomerId?: string;
  readonly closeTime?: string;
  readonly deprecationFilter?: string;
}

/** Orb's default limit of a backfill's time frame. */
export const MAX_BACKFILL_DAYS = 31;
