/**
 * When to try again, and after which pause. Pure. The rules are those of Orb's own libraries (https://github.com/orbcorp/orb-node#retries):
 * connection errors, timeouts, 408, 409, 429 and 5xx; what the server asks for overrides them.
 */
import { askedPause, pauseOf } from '../core/retryAfter.ts';

/** The outcome of an attempt: a status with its headers, or no response. */
export interface Outcome {
  readonly status?: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface PauseInput {
  /** 0 after the first attempt. */
  readonly retriesMade: number;
  /** Before the first retry; twice as long for each further one. */
  readonly firstPauseMs: number;
  /** 0 to 1. */
  readonly random: number;
  /** For a `Retry-After` that is a date and comes without a `Date`. */
  readonly nowMs: number;
}

const MAX_PAUSE_MS = 8_000;
/** If the server asks for a longer pause than this, the request fails instead of waiting. */
const MAX_ASKED_PAUSE_MS = 5 * 60_000;

/** True when the same request may succeed if it is sent again. */
function mayRetry({ status, headers }: Outcome): boolean {
  if (headers['x-should-retry'] === 'true') return true;
  if (headers['x-should-retry'] === 'false') return false;
  return (
    status === undefined || status === 408 || status === 409 || status === 429 || status >= 500
  );
}

/**
 * The pause before the next attempt in milliseconds; undefined: don't try again.
 * At least min(first * 2^n, 8 s), minus up to a quarter at random so that clients don't retry in step; longer if the server asks for it.
 */
export function retryPause(outcome: Outcome, input: PauseInput): number | undefined {
  if (!mayRetry(outcome)) return undefined;
  const asked = askedPause(outcome.headers, input.nowMs);
  if (asked !== undefined && asked > MAX_ASKED_PAUSE_MS) return undefined;
  const backOff = input.firstPauseMs * 2 ** input.retriesMade;
  return pauseOf(Math.min(backOff, MAX_PAUSE_MS) * (1 - input.random * 0.25), asked);
}
