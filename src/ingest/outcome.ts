/** What a failed request means for its batch. Pure. */
import { isOrbError, type ErrorAnswer, type OrbErrorKind } from '../core/errors.ts';
import { askedPause } from '../core/retryAfter.ts';

export type Outcome =
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'stop'; readonly why: 'unauthorized' | 'forbidden' | 'failed' }
  | {
      readonly kind: 'again';
      /** What the server asks for; never less than our own pause is kept. */
      readonly pauseMs?: number;
      /** The HTTP status of an error of Orb's own (5xx): one event may be what breaks it. */
      readonly brokeWith?: number;
    }
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
  if (kind === 'unauthorized' || kind === 'forbidden') return { kind: 'stop', why: kind };
  if (kind === 'tooLarge') return { kind: 'smaller' };
  if (AGAIN.has(kind)) {
    const pauseMs = answer && askedPause(answer.headers);
    // Nobody sits through more; the run can be resumed.
    if (pauseMs !== undefined && pauseMs > MAX_PAUSE_MS) return { kind: 'stop', why: 'failed' };
    return {
      kind: 'again',
      ...(pauseMs !== undefined && { pauseMs }),
      ...(kind === 'serverFault' && answer !== undefined && { brokeWith: answer.status }),
    };
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
    words: keptReasons(words.length > 0 ? words : [answer.title ?? answer.body]),
  };
}

/** Beyond these many characters of a refusal, and reasons of it, nothing new is told. */
const MAX_COMPARED = 1_000;
const MAX_REASONS = 50;

/**
 * Words without what differs from event to event (numbers, times, quoted values), to see whether it is the same refusal. Linear
 * in the words' length, of which only the first thousand characters count: a server may answer with anything.
 */
export function sameWords(words: readonly string[]): string {
  const plain = words
    .slice(0, MAX_REASONS)
    .map((text) =>
      text
        .slice(0, MAX_COMPARED)
        .replaceAll(/"[^"]*"|'[^']*'|[\w:.+-]+/g, (part) => (/["'\d]/.test(part) ? '#' : part)),
    );
  return [...new Set(plain)].sort().join('\n');
}

/** Of each reason this much is kept: people read it, and a journal holds it for each line. */
const MAX_KEPT = 2_000;

/** Reasons as they are kept and shown: bounded, whatever the server answered. */
export const keptReasons = (reasons: readonly string[]): readonly string[] =>
  reasons
    .slice(0, MAX_REASONS)
    .map((text) => (text.length > MAX_KEPT ? `${text.slice(0, MAX_KEPT)}…` : text));
