/** How fast Orb is asked, and how long the rest takes. */
import type { Mode } from '../core/connection.ts';
import { MAX_BATCH } from '../core/event.ts';
import { limitsFor } from '../ingest/rate.ts';

/** Others share the account's limit: a live one is left nine tenths of it, a test one more than half. */
const SHARE: Readonly<Record<Mode, number>> = { live: 0.1, test: 0.4, sandbox: 1 };

/** Searches count toward the limit for writes (https://docs.withorb.com/api-reference/rate-limits). */
export const searchesPerSecond = (mode: Mode): number =>
  limitsFor(mode, 0).searchesPerSecond * SHARE[mode];

export interface Left {
  /** Requests, if as many lines as so far are missing. */
  readonly searches: number;
  readonly ms: number;
}

/**
 * @param done lines Orb was asked for
 * @param of lines to ask for in total
 * @param missing lines of `done` that need, or needed, a second search
 */
export function estimate(so: {
  readonly done: number;
  readonly of: number;
  readonly missing: number;
  readonly requests: number;
  readonly elapsedMs: number;
  readonly perSecond: number;
}): Left {
  const { done, of, missing, requests, elapsedMs, perSecond } = so;
  const left = of - done;
  const again = done === 0 ? 0 : (missing / done) * left;
  const searches = Math.ceil(left / MAX_BATCH) + Math.ceil(again / MAX_BATCH);
  const paceMs = Math.max(requests === 0 ? 0 : elapsedMs / requests, 1_000 / perSecond);
  return { searches, ms: Math.round(searches * paceMs) };
}
