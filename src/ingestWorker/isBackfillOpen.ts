/** Finds out whether a run's backfill still accepts events. */
import { allows, backfillState } from '../core/backfillMoves.ts';
import type { IsBackfillOpen } from '../ingest/ports.ts';
import type { OrbClient } from '../orb/orbApi.ts';

/** Allows for clock differences: a backfill that rejected events and is about to close counts as closed. */
const TOLERANCE_MS = 60_000;

/** @param nowMs milliseconds since 1970 by the account's clock */
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
      // If we can't find out, Orb's response to the events decides.
      return true;
    }
  };
}
