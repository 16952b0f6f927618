/** Which repair suits which lines of a comparison. */
import { INSIDE_GRACE, PAST_GRACE } from './kinds.ts';
import type { LineOutcome } from './outcomes.ts';

export const repairActions = [
  'ingest', // the missing ones, under their own IDs
  'backfill', // the missing ones past the grace period, in backfills that add
  'amend', // the different ones, one by one
  'replace', // the different ones, in backfills that replace what Orb has
  'deprecate', // events that should not exist
  'rekey', // the different ones that can't be amended: deprecated, and sent under new IDs
] as const;
export type RepairAction = (typeof repairActions)[number];

/** An amendment can't change these (https://docs.withorb.com/api-reference/event/amend-event). */
const FIXED = /^(?:timestamp|customer_id|external_customer_id):/;

/** @param kind of the line, see kinds.ts */
export function suits(action: RepairAction, outcome: LineOutcome, kind: string | null): boolean {
  switch (action) {
    case 'ingest':
      return outcome === 'missing' && kind === INSIDE_GRACE;
    case 'backfill':
      return outcome === 'missing' && kind === PAST_GRACE;
    case 'amend':
    case 'replace':
      return outcome === 'different' && !FIXED.test(kind ?? '');
    case 'rekey':
      return outcome === 'different' && FIXED.test(kind ?? '');
    case 'deprecate':
      return outcome === 'same' || outcome === 'different';
  }
}
