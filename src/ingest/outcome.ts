/** What a failed request means for its batch. Pure. */
import { isOrbError, type ErrorAnswer, type OrbErrorKind } from '../core/errors.ts';
import { askedPause } from '../core/retryAfter.ts';

export type Outcome =
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'stop'; readonly why: 'unauthorised' | 'forbidden' | 'failed' }
  | { readonly kind: 'again'; readonly pauseMs?: number }
  | { readonly kind: 'smaller' }
  /** Orb refuses events: those that it names, or it does not say which. */
  | {
      readonly kind: 'refused';
      readonly named: ReadonlyMap<string, readonly string[]>;
      readonly words: readonly string[];
    };

const AGAIN: ReadonlySet<OrbErrorKind> = new Set<OrbErrorKind>([
  'timedOut',
  'unreachable',
  'tlsOrProxy',
  'conflict',
  'rateLimited',
  'serverFault',
  'contract', // a garbled answer: whether it worked is not known, and the keys make it safe to ask again
]);

/** The longest pause that a server may ask for. */
const MAX_PAUSE_MS = 3_600_000;

export function outcomeOf(error: unknown): Outcome {
  if (!isOrbError(error)) throw error;
  const { kind, answer } = error;
  if (kind === 'cancelled') return { kind: 'cancelled' };
  if (kind === 'unauthorised' || kind === 'forbidden') return { kind: 'stop', why: kind };
  if (kind === 'tooLarge') return { kind: 'smaller' };
  if (AGAIN.has(kind)) {
    const pauseMs = answer && askedPause(answer.headers);
    // Nobody sits through more; the run can be resumed.
    if (pauseMs !== undefined && pauseMs > MAX_PAUSE_MS) return { kind: 'stop', why: 'failed' };
    return { kind: 'again', ...(pauseMs !== undefined && { pauseMs }) };
  }
  const isAboutEvents = answer?.status === 400 || answer?.status === 422;
  if (kind === 'rejected' && isAboutEvents) return refusal(answer);
  return { kind: 'stop', why: 'failed' };
}

function refusal(answer: ErrorAnswer): Outcome {
  const named = new Map(
    answer.validationFailed.map(({ idempotencyKey, messages }) => [idempotencyKey, messages]),
  );
  const told = answer.validationErrors.length > 0 ? answer.validationErrors : [answer.detail ?? ''];
  const words = told.filter((text) => text !== '');
  return {
    kind: 'refused',
    named,
    words: words.length > 0 ? words : [answer.title ?? answer.body],
  };
}

/** Words without what differs from event to event (numbers, times, quoted values), to see whether it is the same refusal. */
export function sameWords(words: readonly string[]): string {
  return [
    ...new Set(words.map((text) => text.replaceAll(/"[^"]*"|'[^']*'|[\w:.+-]*\d[\w:.+-]*/g, '#'))),
  ]
    .sort()
    .join('\n');
}
