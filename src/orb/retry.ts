/**
 * When to try again, and after which pause. Pure. The rules are those of Orb's own SDKs (orb-domain 1.4): connection errors,
 * timeouts, 408, 409, 429 and 5xx; the server's wish counts more than the rule.
 */

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

/** What the server asks for, in milliseconds; undefined when it asks for nothing sensible. */
function askedPause(headers: Outcome['headers'], nowMs: number): number | undefined {
  const inMs = Number.parseFloat(headers['retry-after-ms'] ?? '');
  if (inMs >= 0) return inMs;
  const after = headers['retry-after'] ?? '';
  if (/^\s*\d*\.?\d+\s*$/.test(after)) return Number(after) * 1000;
  // Date.parse takes "-5" for a day in May.
  if (!/[a-z]{3}/i.test(after)) return undefined;
  // A date is meant on the server's clock, which its own Date header tells.
  const pause = Date.parse(after) - (Date.parse(headers['date'] ?? '') || nowMs);
  return Number.isNaN(pause) ? undefined : Math.max(0, pause);
}

/**
 * The pause before the next attempt in milliseconds; undefined: do not try again.
 * Without a wish of the server min(first * 2^n, 8 s), less up to a quarter by chance, so that clients do not march in step.
 */
export function retryPause(outcome: Outcome, input: PauseInput): number | undefined {
  if (!mayRetry(outcome)) return undefined;
  const asked = askedPause(outcome.headers, input.nowMs);
  if (asked !== undefined) return asked <= MAX_ASKED_PAUSE_MS ? asked : undefined;
  const doubled = input.firstPauseMs * 2 ** input.retriesMade;
  return Math.min(doubled, MAX_PAUSE_MS) * (1 - input.random * 0.25);
}
