/**
 * When to try again, and after which pause. Pure. The rules are those of Orb's own SDKs (orb-domain 1.4): connection errors,
 * timeouts, 408, 409, 429 and 5xx; the server's wish counts more than the rule.
 */
import { askedPause, pauseOf } from '../core/retryAfter.ts';

/** What an attempt came to: a status with its headers, or no answer at all. */
export interface Outcome {
  readonly status?: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface PauseInput {
  /** 0 after the first attempt. */
  readonly retriesMade: number;
  /** Before the first retry, doubled for each further one. */
  readonly firstPauseMs: number;
  /** 0 to 1. */
  readonly random: number;
  /** For a `Retry-After` that is a date and comes without a `Date`. */
  readonly nowMs: number;
}

const MAX_PAUSE_MS = 8_000;
/** Who is told to wait longer than this is told so, instead of being kept waiting. */
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
 * The pause before the next attempt in milliseconds; undefined: do not try again.
 * At least min(first * 2^n, 8 s), less up to a quarter by chance so that clients do not march in step; longer where the server asks for it.
 */
export function retryPause(outcome: Outcome, input: PauseInput): number | undefined {
  if (!mayRetry(outcome)) return undefined;
  const asked = askedPause(outcome.headers, input.nowMs);
  if (asked !== undefined && asked > MAX_ASKED_PAUSE_MS) return undefined;
  const doubled = input.firstPauseMs * 2 ** input.retriesMade;
  return pauseOf(Math.min(doubled, MAX_PAUSE_MS) * (1 - input.random * 0.25), asked);
}
