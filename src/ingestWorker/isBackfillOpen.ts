/** Whether the backfill that a run goes into still takes events. No editor here. */
import { allows, backfillState } from '../core/backfillMoves.ts';
import type { IsBackfillOpen } from '../ingest/ports.ts';
import type { OrbClient } from '../orb/api.ts';

/** This machine's clock and Orb's need not agree to the second: one that was refused and is due to close is closed. */
const TOLERANCE_MS = 60_000;

/** @param nowMs by the account's clock, when the work begins */
export function isBackfillOpen(
  client: OrbClient,
  backfillId: string,
  nowMs: number,
  signal: AbortSignal,
): IsBackfillOpen {
  const began = performance.now();
  return async () => {
    try {
      const { value } = await client.backfills.fetch(backfillId, { signal });
      const now = nowMs + performance.now() - began;
      return allows(backfillState(value, now + TOLERANCE_MS), 'ingest');
    } catch {
      // What the events themselves are told decides.
      return true;
    }
  };
}
