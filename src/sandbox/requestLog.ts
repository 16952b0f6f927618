/** Requests and responses, for `GET /sandbox/requests`. Bounded: the oldest are dropped first. */
import { secretRemover } from '../core/secrets.ts';
import type { TrafficProblem } from '../core/traffic/problem.ts';
import type { HeaderList } from './headers.ts';

/** How many requests are kept at most, and the bytes of their bodies. */
export interface LogLimits {
  readonly calls: number;
  readonly bytes: number;
}

export const defaultLogLimits: LogLimits = { calls: 2_000, bytes: 32 * 1024 * 1024 };

/** Longer bodies are cut off here. */
export const MAX_BODY = 256 * 1024;

/** Where a response came from: Orb or the sandbox, an injected fault, or the recorder because Orb can't be reached. */
export type ResponseOrigin = 'orb' | 'fault' | 'unreachable';

interface Call {
  readonly time: string;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  /** 0: the connection was cut without a response. */
  readonly status: number;
  readonly ms: number;
  readonly origin: ResponseOrigin;
  readonly requestHeaders: HeaderList;
  readonly responseHeaders: HeaderList;
  /** What the sandbox noticed, such as an empty batch; Orb doesn't report it. */
  readonly notes: readonly string[];
  /** What is wrong with it, once it is validated. */
  readonly validation: { events: number; problems: readonly TrafficProblem[] };
}

/** A request as `GET /sandbox/requests` lists it. */
export interface Recorded extends Omit<Call, 'validation'> {
  readonly n: number;
  /** How many events an ingest has. */
  readonly events: number;
  readonly problems: readonly TrafficProblem[];
  readonly requestBody: string;
  readonly responseBody: string;
  /** The length of the whole body as it was sent, which may be compressed. */
  readonly requestBytes: number;
  readonly responseBytes: number;
  /** True when the list has only the beginning of the body. */
  readonly requestCut: boolean;
  readonly responseCut: boolean;
}

/** A body to record. */
export interface LoggedBody {
  /** Not compressed. */
  readonly content: Buffer;
  /** As it was sent; without it, the length of the content. */
  readonly bytes?: number;
  /** True when the content is only the beginning of the body. */
  readonly isCut?: boolean;
}

export interface LoggedCall extends Call {
  readonly request: LoggedBody;
  readonly response: LoggedBody;
}

/** Their values would let others act as the caller. */
const HIDDEN_HEADERS: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
]);

/** A shorter beginning of a key at the end of a cut body says nothing. */
const SHORTEST_PART = 4;

export class RequestLog {
  /** The oldest are removed in larger steps, since each removal moves all others. Until then undefined takes their place. */
  #calls: (LoggedCall | undefined)[] = [];
  /** The index of the oldest. */
  #first = 0;
  #dropped = 0;
  #bytes = 0;
  readonly #secrets: readonly string[];
  readonly #removers: readonly ((text: string) => string)[];

  /** @param secrets API keys, which are removed from everything that is listed */
  constructor(
    secrets: readonly string[],
    private readonly limits: LogLimits = defaultLogLimits,
  ) {
    this.#secrets = secrets;
    this.#removers = secrets.map((secret) => secretRemover(secret, '[api key]'));
  }

  /** How many requests there were since the last reset. */
  get count(): number {
    return this.#dropped + this.#calls.length - this.#first;
  }

  /** @returns the request's number */
  add(call: LoggedCall): number {
    const kept = { ...call, request: shortened(call.request), response: shortened(call.response) };
    this.#calls.push(kept);
    this.#bytes += sizeOf(kept);
    const { calls, bytes } = this.limits;
    while (this.#calls.length - this.#first > calls || this.#bytes > bytes) {
      if (!this.#dropOldest()) break;
    }
    return this.count;
  }

  #dropOldest(): boolean {
    const oldest = this.#calls[this.#first];
    if (oldest === undefined) return false;
    this.#bytes -= sizeOf(oldest);
    this.#dropped += 1;
    this.#calls[this.#first] = undefined;
    this.#first += 1;
    if (this.#first * 2 > this.#calls.length) {
      this.#calls = this.#calls.slice(this.#first);
      this.#first = 0;
    }
    return true;
  }

  /** The requests whose number is greater than `n`; the first has number 1. */
  since(n: number, limit = Infinity): readonly Recorded[] {
    const skip = Math.max(0, n - this.#dropped);
    const start = this.#first + skip;
    return this.#calls
      .slice(start, start + limit)
      .flatMap((call, index) =>
        call === undefined ? [] : [this.#listed(call, this.#dropped + skip + index + 1)],
      );
  }

  #listed({ request, response, validation, ...call }: LoggedCall, n: number): Recorded {
    return {
      n,
      ...call,
      events: validation.events,
      problems: validation.problems.map((problem) => this.redacted(problem)),
      path: this.#redact(call.path),
      query: this.#redact(call.query),
      requestHeaders: this.#headers(call.requestHeaders),
      responseHeaders: this.#headers(call.responseHeaders),
      requestBody: this.#text(request),
      responseBody: this.#text(response),
      requestBytes: request.bytes ?? request.content.length,
      responseBytes: response.bytes ?? response.content.length,
      requestCut: request.isCut ?? false,
      responseCut: response.isCut ?? false,
    };
  }

  redacted(problem: TrafficProblem): TrafficProblem {
    const { eventId, message, path } = problem;
    return {
      ...problem,
      eventId: eventId === null ? null : this.#redact(eventId),
      message: this.#redact(message),
      path: this.#redact(path),
    };
  }

  #redact(text: string): string {
    return this.#removers.reduce((clean, remove) => remove(clean), text);
  }

  #headers(list: HeaderList): HeaderList {
    return list.map(([name, value]) =>
      HIDDEN_HEADERS.has(name.toLowerCase())
        ? [name, '[hidden]']
        : [this.#redact(name), this.#redact(value)],
    );
  }

  #text({ content, isCut }: LoggedBody): string {
    const text = this.#redact(content.toString('utf8'));
    if (isCut !== true) return text;
    const part = Math.max(...this.#secrets.map((secret) => partAtEnd(text, secret)));
    return part < SHORTEST_PART ? text : text.slice(0, -part);
  }

  clear(): void {
    this.#calls = [];
    this.#first = 0;
    this.#dropped = 0;
    this.#bytes = 0;
  }
}

const sizeOf = ({ request, response }: LoggedCall) =>
  request.content.length + response.content.length;

function shortened({ content, bytes = content.length, isCut = false }: LoggedBody): LoggedBody {
  if (content.length <= MAX_BODY) return { content, bytes, isCut };
  // Copied, since a part would keep the whole body in memory.
  return { content: Buffer.from(content.subarray(0, MAX_BODY)), bytes, isCut: true };
}

/** How many characters at the end of a text begin a secret that was cut off there. */
function partAtEnd(text: string, secret: string): number {
  let length = Math.min(secret.length - 1, text.length);
  while (length > 0 && !text.endsWith(secret.slice(0, length))) length -= 1;
  return length;
}
