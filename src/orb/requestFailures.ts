/** Every way a request fails, as an OrbError. Each function is named for what happened. */
import { OrbError, type ErrorAnswer, type OrbErrorKind } from '../core/errors.ts';
import { problemWire } from './wire.ts';

/** A failed attempt: what to throw if it was the last one, and whether a retry can help. */
export interface Failure {
  readonly error: OrbError;
  readonly status?: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly retryable: boolean;
}

/** One response, read to its end. */
export interface Reply {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export const cancelled = (cause?: unknown): OrbError =>
  new OrbError('cancelled', 'The request was canceled.', undefined, { cause });

export const timedOut = (what: string, ms: number): OrbError =>
  new OrbError('timedOut', `${what} got no complete response within ${ms / 1000} s.`);

/** The connection ended within the response: the request may have gone through. */
export const cutOff = (what: string, cause: Error): OrbError =>
  new OrbError('unreachable', `${what}: ${cause.message}`, undefined, { cause });

/** The start of a text, for a message: one line, short. */
const excerpt = (text: string) =>
  text === '' ? 'an empty response' : JSON.stringify(text.slice(0, 80).replace(/\s+/g, ' '));

/** A server's message for one line of a log: no line breaks, no terminal escapes, not too long. */
const oneLine = (text: string) =>
  text
    .slice(0, 500)
    .replace(/\p{C}+/gu, ' ')
    .trim();

/** @param reply if the response's text could be read */
export function contractBroken(message: string, reply?: Reply, cause?: unknown): OrbError {
  const answer = reply && toAnswer(reply);
  const seen =
    reply === undefined
      ? ''
      : reply.text === ''
        ? ' It is empty.'
        : ` It starts with ${excerpt(reply.text)}.`;
  return new OrbError('contract', message + seen, answer, { cause });
}

/** An entry of `validation_errors`, which Orb's document leaves untyped; in practice it is a string. */
export const asText = (item: unknown) => (typeof item === 'string' ? item : JSON.stringify(item));

function toAnswer({ status, headers, text }: Reply): ErrorAnswer {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // HTML from a gateway, or nothing: only the status counts.
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

/** A response whose status isn't a success. That includes redirects: following one would send the key elsewhere. */
export function refusedByStatus(what: string, reply: Reply): OrbError {
  const kind = kindOfStatus(reply.status);
  if (kind === 'contract') {
    return contractBroken(
      `${what} got status ${reply.status}${reply.headers['location'] === undefined ? '' : ", a redirect, which isn't followed since that would send the API key to another address"}.`,
      reply,
    );
  }
  const answer = toAnswer(reply);
  const reason = oneLine(answer.detail ?? answer.title ?? '') || excerpt(reply.text);
  return new OrbError(kind, `${what} got status ${reply.status}: ${reason}`, answer);
}

/** The proxy refused by closing the connection. */
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

/** No response, or an incomplete one: what undici and Node throw. */
export function failedOnTheWay(what: string, thrown: unknown, origin: URL): Failure {
  const cause = firstCause(thrown);
  const code = cause.code ?? '';
  const make = (kind: OrbErrorKind, message: string, retryable: boolean): Failure => ({
    error: new OrbError(kind, message, undefined, { cause: thrown }),
    headers: {},
    retryable,
  });
  if (TIMEOUTS.test(code)) return make('timedOut', `${what} got no connection in time.`, true);
  if (CERTIFICATES.test(code)) {
    return make('tlsOrProxy', `${what} failed the certificate check: ${cause.message}`, false);
  }
  if (cause instanceof ProxyCut || cause.message.startsWith('Proxy response')) {
    return make('tlsOrProxy', `${what} was blocked by the proxy: ${cause.message}`, false);
  }
  // The parser's errors have no code in undici 7.
  if (NOT_HTTP.test(code) || cause.name === 'HTTPParserError') {
    return make('contract', `${what} got a response that isn't HTTP: ${cause.message}`, false);
  }
  if (code === 'UND_ERR_INVALID_ARG') {
    return make('invalid', `${what} can't be sent: ${cause.message}`, false);
  }
  if (isAtProxy(cause, origin)) {
    return make('tlsOrProxy', `${what} didn't reach the proxy: ${cause.message}`, true);
  }
  return make('unreachable', `${what} got no response: ${cause.message || code}`, true);
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
