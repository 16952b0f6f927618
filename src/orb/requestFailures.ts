/** Every way a call fails, made into an OrbError. Factories are named as the situations they stand for. */
import { OrbError, type ErrorAnswer, type OrbErrorKind } from '../core/errors.ts';
import { problemWire } from './wire.ts';

/** A failed attempt: what to throw if it was the last one, and whether sending again can help. */
export interface Failure {
  readonly error: OrbError;
  readonly status?: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly retryable: boolean;
}

/** One answer, read to its end. */
export interface Reply {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export const cancelled = (cause?: unknown): OrbError =>
  new OrbError('cancelled', 'The call was cancelled.', undefined, { cause });

export const timedOut = (what: string, ms: number): OrbError =>
  new OrbError('timedOut', `${what} had no complete answer within ${ms / 1000} s.`);

/** The connection ended inside the answer: what was asked may have been done. */
export const cutOff = (what: string, cause: Error): OrbError =>
  new OrbError('unreachable', `${what}: ${cause.message}`, undefined, { cause });

/** The start of a text, for a message: one line, short. */
const excerpt = (text: string) =>
  text.length === 0 ? 'nothing' : JSON.stringify(text.slice(0, 80).replace(/\s+/g, ' '));

/** A server's words, fit for one line of a log: no line breaks, no terminal escapes, not endless. */
const oneLine = (text: string) =>
  text
    .slice(0, 500)
    .replace(/\p{C}+/gu, ' ')
    .trim();

/** @param reply is there when the answer's text could be read. */
export function contractBroken(sentence: string, reply?: Reply, cause?: unknown): OrbError {
  const answer = reply && toAnswer(reply);
  const seen = reply === undefined ? '' : ` It began with ${excerpt(reply.text)}.`;
  return new OrbError('contract', sentence + seen, answer, { cause });
}

/** An entry of `validation_errors`, which Orb's document leaves untyped; strings were seen. */
export const asText = (item: unknown) => (typeof item === 'string' ? item : JSON.stringify(item));

function toAnswer({ status, headers, text }: Reply): ErrorAnswer {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // HTML from a gateway, or nothing: the status alone speaks.
  }
  const { data: problem } = problemWire.safeParse(body);
  return {
    status,
    ...(problem?.type != null && { type: problem.type }),
    ...(problem?.title != null && { title: problem.title }),
    ...(problem?.detail != null && { detail: problem.detail }),
    headers,
    body: text,
    validationErrors: problem?.validation_errors.map(asText) ?? [],
    validationFailed:
      problem?.validation_failed.map((refusal) => ({
        idempotencyKey: refusal.idempotency_key,
        messages: refusal.validation_errors.map(asText),
      })) ?? [],
  };
}

function kindOfStatus(status: number): OrbErrorKind {
  const known: Readonly<Record<number, OrbErrorKind>> = {
    401: 'unauthorized',
    403: 'forbidden',
    404: 'notFound',
    407: 'tlsOrProxy',
    408: 'timedOut',
    409: 'conflict',
    413: 'tooLarge',
    429: 'rateLimited',
  };
  return known[status] ?? (status >= 500 ? 'serverFault' : status >= 400 ? 'rejected' : 'contract');
}

/** An answer whose status is not a success. Redirects end here too: following one would carry the key elsewhere. */
export function refusedByStatus(what: string, reply: Reply): OrbError {
  const kind = kindOfStatus(reply.status);
  if (kind === 'contract') {
    return contractBroken(
      `${what} was answered with status ${reply.status}${reply.headers['location'] === undefined ? '' : ', a redirect, which is never followed: it would carry the API key to another address'}.`,
      reply,
    );
  }
  const answer = toAnswer(reply);
  const reason = oneLine(answer.detail ?? answer.title ?? '') || excerpt(reply.text);
  return new OrbError(kind, `${what} was answered with status ${reply.status}: ${reason}`, answer);
}

/** The proxy said no by closing the connection. */
export class ProxyCut extends Error {}

interface NetworkError extends Error {
  readonly code?: string;
  readonly port?: number;
  readonly hostname?: string;
}

const TIMEOUTS = /^(?:ETIMEDOUT|UND_ERR_(?:CONNECT|HEADERS|BODY)_TIMEOUT)$/;
const CERTIFICATES =
  /^(?:ERR_TLS_|ERR_SSL_|EPROTO|CERT_|CRL_|HOSTNAME_MISMATCH|INVALID_CA|SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_|UND_ERR_PRX_TLS)/;
const NOT_HTTP = /^(?:UND_ERR_HEADERS_OVERFLOW|UND_ERR_NOT_SUPPORTED)/;

/** True when the error is about another host or port than the one asked: then it is the proxy's. */
function isAtProxy(error: NetworkError, origin: URL): boolean {
  const port = Number(origin.port || (origin.protocol === 'https:' ? 443 : 80));
  return (
    (error.port !== undefined && error.port !== port) ||
    (error.hostname !== undefined &&
      `[${error.hostname}]` !== origin.hostname &&
      error.hostname !== origin.hostname)
  );
}

/** No answer, or not a whole one: what undici and Node throw. */
export function failedOnTheWay(what: string, thrown: unknown, origin: URL): Failure {
  const cause = firstCause(thrown);
  const code = cause.code ?? '';
  const make = (kind: OrbErrorKind, sentence: string, retryable: boolean): Failure => ({
    error: new OrbError(kind, sentence, undefined, { cause: thrown }),
    headers: {},
    retryable,
  });
  if (TIMEOUTS.test(code)) return make('timedOut', `${what} had no connection in time.`, true);
  if (CERTIFICATES.test(code)) {
    return make(
      'tlsOrProxy',
      `${what} was stopped by the certificate check: ${cause.message}`,
      false,
    );
  }
  if (cause instanceof ProxyCut || cause.message.startsWith('Proxy response')) {
    return make('tlsOrProxy', `${what} was stopped by the proxy: ${cause.message}`, false);
  }
  // The parser's errors have no code in undici 7.
  if (NOT_HTTP.test(code) || cause.name === 'HTTPParserError') {
    return make('contract', `${what} was not answered in HTTP: ${cause.message}`, false);
  }
  if (code === 'UND_ERR_INVALID_ARG') {
    return make('invalid', `${what} cannot be sent: ${cause.message}`, false);
  }
  if (isAtProxy(cause, origin)) {
    return make('tlsOrProxy', `${what} did not reach the proxy: ${cause.message}`, true);
  }
  return make('unreachable', `${what} had no answer: ${cause.message || code}`, true);
}

/** Node tries several addresses and throws their errors as one AggregateError; undici wraps some in `cause`. */
function firstCause(thrown: unknown): NetworkError {
  if (thrown instanceof AggregateError && thrown.errors[0] instanceof Error)
    return thrown.errors[0];
  if (thrown instanceof Error) {
    const code = (thrown as NetworkError).code;
    if (
      code === 'UND_ERR_PRX_TLS' ||
      thrown instanceof ProxyCut ||
      !(thrown.cause instanceof Error)
    )
      return thrown;
    return thrown.cause;
  }
  return new Error(String(thrown));
}
