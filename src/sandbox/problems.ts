/** Orb's error responses (https://docs.withorb.com/api-reference/error-responses): RFC 7807 with a stable `type` for each class. */

const TYPES = 'https://docs.withorb.com/reference/error-responses#';

type Extras = Readonly<Record<string, unknown>>;

/** Thrown by any handler; the server turns it into the response, and nothing of the request is stored. */
export class Problem extends Error {
  override readonly name = 'Problem';
  constructor(
    readonly status: number,
    readonly type: string,
    readonly title: string,
    readonly detail: string,
    readonly extras: Extras = {},
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
  }

  /** The response's body. */
  get body(): string {
    const { type, status, title, detail, extras } = this;
    return JSON.stringify({ type, status, title, detail, ...extras });
  }
}

/** 400 request-validation-errors. @param errors sentences, as Orb lists them */
export function invalid(...errors: readonly string[]): Problem {
  return refused(errors.join(' '), errors);
}

/** The same with its own detail, and with the errors of each event. */
export function refused(
  detail: string,
  errors: readonly string[],
  failed?: readonly { idempotency_key: string; validation_errors: readonly string[] }[],
): Problem {
  return new Problem(
    400,
    `${TYPES}400-request-validation-errors`,
    'Request validation did not succeed.',
    detail,
    { validation_errors: errors, ...(failed && { validation_failed: failed }) },
  );
}

/** 400 constraint-violation: the request is well formed, but the account's state doesn't allow it. */
export function constraint(detail: string): Problem {
  const title = 'The request violates a constraint of the account.';
  return new Problem(400, `${TYPES}400-constraint-violation`, title, detail);
}

export function unauthorized(): Problem {
  return new Problem(
    401,
    `${TYPES}401-authentication-error`,
    'Authentication did not succeed.',
    'The API key is missing, malformed or unknown. Send it as "Authorization: Bearer <key>".',
  );
}

export function featureNotAvailable(): Problem {
  return new Problem(
    403,
    `${TYPES}403-feature-not-available`,
    'The feature is not available.',
    "The API key can't use this part of the API.",
  );
}

export function notFound(resource: string, id: string): Problem {
  return new Problem(
    404,
    `${TYPES}404-resource-not-found`,
    'A specified resource was not found.',
    `Could not find a resource of type ${resource} with identifier: ${id}.`,
  );
}

export function urlNotFound(method: string, path: string): Problem {
  const detail = `There is no ${method} ${path}.`;
  return new Problem(404, `${TYPES}404-url-not-found`, 'The URL was not found.', detail);
}

export function conflict(detail: string): Problem {
  const title = 'The request conflicts with another one.';
  return new Problem(409, `${TYPES}409-resource-conflict`, title, detail);
}

export function tooLarge(maxBytes: number): Problem {
  const detail = `The request body is larger than ${maxBytes} bytes.`;
  return new Problem(413, `${TYPES}413-request-too-large`, 'The request is too large.', detail);
}

export function tooMany(limit: string, retryAfterSeconds: number | undefined): Problem {
  return new Problem(
    429,
    `${TYPES}429-too-many-requests`,
    'Too many requests.',
    `The rate limit of ${limit} is reached.`,
    {},
    retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) },
  );
}

export function serverError(detail: string, status = 500): Problem {
  return new Problem(
    status,
    `${TYPES}500-internal-server-error`,
    'An internal error occurred.',
    detail,
    {},
    { 'Transient-Error': 'true' },
  );
}

/** 503: too much is being sent at once. A later retry works. */
export function busy(): Problem {
  return serverError('The sandbox is reading other large requests. Send this one again.', 503);
}

/** 403, which Orb doesn't use here: the sandbox refuses callers that aren't on this computer. */
export function forbidden(detail: string): Problem {
  return new Problem(403, 'about:blank', 'The sandbox refuses this caller.', detail);
}

/** Orb's error with that status, as injected by a fault. */
export function injected(status: number): Problem {
  const detail = 'This response was injected through /sandbox/faults.';
  switch (status) {
    case 400:
      return invalid(detail);
    case 401:
      return unauthorized();
    case 404:
      return notFound('Fault', 'injected');
    case 409:
      return conflict(detail);
    case 413:
      return tooLarge(0);
    case 429:
      return tooMany('an injected fault', undefined);
    default:
      return status >= 500
        ? serverError(detail, status)
        : new Problem(status, 'about:blank', 'An injected fault.', detail);
  }
}
