/** What a failed request means for its batch. */
import { isOrbError, type ErrorAnswer, type OrbErrorKind } from '../core/errors.ts';
import { askedPause } from '../core/retryAfter.ts';

export type Outcome =
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'stop'; readonly why: 'unauthorized' | 'forbidden' | 'failed' }
  | {
      readonly kind: 'again';
      /** Milliseconds that the server asks to wait; our own backoff is the minimum. */
      readonly pauseMs?: number;
      /** The status of a server error (5xx), which a single event may have caused. */
      readonly brokeWith?: number;
    }
  | { readonly kind: 'smaller' }
  /** Orb rejects events: those in `named`, or it doesn't say which. */
  | {
      readonly kind: 'refused';
      readonly named: ReadonlyMap<string, readonly string[]>;
      readonly reasons: readonly string[];
    };

const AGAIN: ReadonlySet<OrbErrorKind> = new Set<OrbErrorKind>([
  'timedOut',
  'unreachable',
  'tlsOrProxy',
  'conflict',
  'rateLimited',
  'serverFault',
  'contract', // an unreadable response: we don't know whether it worked, and event IDs make it safe to send again
]);

/** The longest pause that a server may ask for. */
const MAX_PAUSE_MS = 3_600_000;

export function outcomeOf(error: unknown): Outcome {
  if (!isOrbError(error)) throw error;
  const { kind, answer } = error;
  if (kind === 'cancelled') return { kind: 'cancelled' };
  if (kind === 'unauthorized' || kind === 'forbidden') return { kind: 'stop', why: kind };
  if (kind === 'tooLarge') return { kind: 'smaller' };
  if (AGAIN.has(kind)) {
    const pauseMs = answer && askedPause(answer.headers);
    // Too long to wait for; the run can be resumed.
    if (pauseMs !== undefined && pauseMs > MAX_PAUSE_MS) return { kind: 'stop', why: 'failed' };
    return {
      kind: 'again',
      ...(pauseMs !== undefined && { pauseMs }),
      ...(kind === 'serverFault' && answer !== undefined && { brokeWith: answer.status }),
    };
  }
  const isAboutEvents = answer?.status === 400 || answer?.status === 422;
  if (kind === 'rejected' && isAboutEvents) return rejection(answer);
  return { kind: 'stop', why: 'failed' };
}

function rejection(answer: ErrorAnswer): Outcome {
  const named = new Map(
    answer.validationFailed.map(({ idempotencyKey, messages }) => [idempotencyKey, messages]),
  );
  const messages =
    answer.validationErrors.length > 0 ? answer.validationErrors : [answer.detail ?? ''];
  const reasons = messages.filter((text) => text !== '');
  return {
    kind: 'refused',
    named,
    reasons: limitReasons(reasons.length > 0 ? reasons : [answer.title ?? answer.body]),
  };
}

/** How many characters of a reason, and how many reasons, are compared or kept. */
const MAX_COMPARED = 1_000;
const MAX_REASONS = 50;

/**
 * Rejection reasons without what differs from event to event (numbers, times, quoted values), to
 * find out whether two rejections have the same cause. Takes linear time and looks only at the
 * first thousand characters, since a server may respond with anything.
 */
export function causeOf(reasons: readonly string[]): string {
  const causes = reasons
    .slice(0, MAX_REASONS)
    .map((text) =>
      text
        .slice(0, MAX_COMPARED)
        .replaceAll(/"[^"]*"|'[^']*'|[\w:.+-]+/g, (part) => (/["'\d]/.test(part) ? '#' : part)),
    );
  return [...new Set(causes)].sort().join('\n');
}

/** How many characters of each reason are kept: people read it, and the journal has it for each line. */
const MAX_REASON_LENGTH = 2_000;

/** Limits the number and length of reasons, whatever the server responded. */
export const limitReasons = (reasons: readonly string[]): readonly string[] =>
  reasons
    .slice(0, MAX_REASONS)
    .map((text) =>
      text.length > MAX_REASON_LENGTH ? `${text.slice(0, MAX_REASON_LENGTH)}…` : text,
    );
