/**
 * Every way in which a request to Orb can fail, as one closed set. Messages to show are in describe.ts only.
 * Orb's error bodies: https://docs.withorb.com/api-reference/error-responses (RFC 7807 with `type`, `title`, `detail`).
 */

export type OrbErrorKind =
  | 'cancelled' // the caller's signal was aborted
  | 'timedOut' // one attempt, or the whole budget, ran out of time
  | 'unreachable' // no connection, or it was cut
  | 'tlsOrProxy' // a certificate or a proxy prevented the request
  | 'unauthorized' // 401
  | 'forbidden' // 403
  | 'notFound' // 404
  | 'rejected' // 400, 422 and other 4xx: Orb rejected what was sent
  | 'conflict' // 409
  | 'tooLarge' // 413
  | 'rateLimited' // 429
  | 'serverFault' // 5xx
  | 'contract' // the response isn't what Orb's API document promises
  | 'invalid'; // rejected here, before anything was sent

/** Why Orb rejected one event of a batch. */
export interface EventRefusal {
  readonly idempotencyKey: string;
  readonly messages: readonly string[];
}

/** The response, if there was one. */
export interface ErrorAnswer {
  readonly status: number;
  /** Orb's error class, a URI such as `https://docs.withorb.com/reference/error-responses#404-resource-not-found`. */
  readonly type?: string;
  readonly title?: string;
  readonly detail?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly validationErrors: readonly string[];
  readonly validationFailed: readonly EventRefusal[];
}

export class OrbError extends Error {
  override readonly name = 'OrbError';
  /** @param message one English sentence for the log; the message to show comes from describe(). */
  constructor(
    readonly kind: OrbErrorKind,
    message: string,
    readonly answer?: ErrorAnswer,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** True for an OrbError, of one kind when it is given. */
export function isOrbError(error: unknown, kind?: OrbErrorKind): error is OrbError {
  return error instanceof OrbError && (kind === undefined || error.kind === kind);
}

/**
 * True when Orb said that it has nothing with the ID in the request's path. A 404 of an unknown URL, or of something on the way to Orb,
 * says nothing about the ID (https://docs.withorb.com/api-reference/error-responses).
 */
export function isUnknownId(error: unknown): boolean {
  if (!isOrbError(error, 'notFound')) return false;
  return error.answer?.type?.endsWith('#404-resource-not-found') === true;
}

/** Orb certainly didn't do it: it said so, or never received the request. */
const REFUSALS: readonly OrbErrorKind[] = [
  'unauthorized',
  'forbidden',
  'notFound',
  'rejected',
  'conflict',
  'tooLarge',
  'rateLimited',
  'invalid',
  'tlsOrProxy',
];

/** True when the write may have arrived although no success was reported. */
export function mayHaveArrived(error: unknown): boolean {
  return isOrbError(error) && !REFUSALS.includes(error.kind);
}

/** True when nothing listens at the address: no request was sent. */
export function isConnectionRefused(error: unknown): boolean {
  if (!isOrbError(error, 'unreachable')) return false;
  const { cause } = error;
  const inner = cause instanceof AggregateError ? (cause.errors as readonly unknown[])[0] : cause;
  return [inner, inner instanceof Error ? inner.cause : undefined].some(
    (each) => each instanceof Error && 'code' in each && each.code === 'ECONNREFUSED',
  );
}
